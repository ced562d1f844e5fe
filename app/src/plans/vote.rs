//! `POST /plans/{id}/vote`: a vote, or taking it back, without a script.

use super::{address, page::known};
use crate::{
    failure::Failure,
    posted::{Posted, local},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::plans::{self, VoteError};
use serde::Deserialize;

/// What a press of the arrow sends: `yes` or `no`, and where it was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cast {
    vote: String,
    next: String,
}

/// `POST /plans/{id}/vote`
pub async fn cast(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Cast>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = known(&visit, &id).await?;
    let tally = match posted.form.vote.as_str() {
        "yes" => plans::vote(visit.forum(), member, plan.id).await,
        "no" => plans::unvote(visit.forum(), member, plan.id).await,
        _ => return Err(Failure::BadRequest("A vote is yes or no.".into())),
    };
    match tally {
        Ok(_) => Ok(visit.to(local(&posted.form.next).unwrap_or(&address(&plan)))),
        Err(VoteError::NotFound) => Err(Failure::NotFound),
        Err(VoteError::Suspended) => Err(Failure::Suspended),
        Err(VoteError::Broken(broken)) => Err(broken.into()),
    }
}
