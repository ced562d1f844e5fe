//! `POST /moderation/copies/{older}-{younger}/…`: what a moderator decides about two plans.

use super::{
    pair::{Typed, known, named, page},
    pair_address,
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    copies::{self, Deed, JudgeError, Judged},
    ids::{PlanId, RevisionNumber},
    problems::Problems,
};
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    reason: String,
    older_revision: String,
    younger_revision: String,
}

/// `POST …/link`
pub async fn link(
    visit: Visit,
    Path(pair): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    decide(&visit, &pair, &form, Deed::Linked).await
}

/// `POST …/unlink`
pub async fn unlink(
    visit: Visit,
    Path(pair): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    decide(&visit, &pair, &form, Deed::Unlinked).await
}

/// `POST …/set-aside`
pub async fn set_aside(
    visit: Visit,
    Path(pair): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    decide(&visit, &pair, &form, Deed::SetAside).await
}

/// `POST …/reopen`
pub async fn reopen(
    visit: Visit,
    Path(pair): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    decide(&visit, &pair, &form, Deed::Reopened).await
}

async fn decide(visit: &Visit, pair: &str, form: &Form, deed: Deed) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let reason = form.reason.as_str();
    let (older, younger) = named(pair)?;
    let judged = form.judged(older, younger)?;
    let at = visit.forum();
    let done = match deed {
        Deed::Linked => copies::link(at, &moderator, &judged, reason).await,
        Deed::Unlinked => copies::unlink(at, &moderator, older, younger, reason).await,
        Deed::SetAside => copies::set_aside(at, &moderator, &judged, reason).await,
        Deed::Reopened => copies::reopen(at, &moderator, older, younger, reason).await,
    };
    let (status, problems, refusal) = match done {
        Ok(()) => return Ok(visit.to(&pair_address(older, younger))),
        Err(JudgeError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(error @ (JudgeError::Own | JudgeError::Stale | JudgeError::Refused(_))) => {
            let words = crate::forms::capitalised(&error.to_string());
            (StatusCode::CONFLICT, Problems::default(), Some(words))
        }
        Err(JudgeError::NotFound) => return Err(Failure::NotFound),
        Err(JudgeError::Suspended) => return Err(Failure::Suspended),
        Err(JudgeError::Broken(broken)) => return Err(broken.into()),
    };
    let typed = Typed {
        reason: form.reason.clone(),
        problems,
        refusal,
    };
    match known(visit, (older, younger)).await {
        Ok(pair) => Ok(page(visit, status, &pair, &typed)),
        // There is no page of two plans the wrong way round.
        Err(Failure::NotFound) => Err(typed.refusal.map_or(Failure::NotFound, Failure::Conflict)),
        Err(failure) => Err(failure),
    }
}

impl Form {
    fn judged(&self, older: PlanId, younger: PlanId) -> Result<Judged, Failure> {
        let number = |typed: &str| -> Result<RevisionNumber, Failure> {
            match typed.trim() {
                // Of what is undone the text does not matter.
                "" => Ok(RevisionNumber::FIRST),
                typed => typed.parse().map_err(|_| Failure::NotFound),
            }
        };
        Ok(Judged {
            older,
            older_revision: number(&self.older_revision)?,
            younger,
            younger_revision: number(&self.younger_revision)?,
        })
    }
}
