//! What a moderator does on the page of a case.

use super::{
    case::{named, page},
    case_address,
    deciding::Typed,
    failed,
};
use crate::{failure::Failure, posted::Posted, tags, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    ids::CaseId,
    moderation::{self, Decision, ModerateError, Thing},
};
use serde::Deserialize;

/// The forms' fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    deed: String,
    reason: String,
    days: String,
    title: String,
    tags: String,
    base: String,
    into: String,
    note: String,
    to: String,
    over: String,
}

/// `POST /moderation/open/{thing}`: to the open case of a thing.
pub async fn open(visit: Visit, Path(thing): Path<String>) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let thing: Thing = thing.parse().map_err(|_| Failure::NotFound)?;
    let case = moderation::open(visit.forum(), &moderator, thing).await;
    Ok(visit.to(&case_address(case.map_err(failed)?)))
}

/// `POST /moderation/cases/{id}/decide`
pub async fn decide(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let case = named(&id)?;
    let decision = Decision {
        deed: form.deed.clone(),
        reason: form.reason.clone(),
        days: form.days.clone(),
        title: Some(form.title.clone()),
        tags: Some(tags::separate(&form.tags)),
        base: form.base.parse().unwrap_or_default(),
        into: form.into.clone(),
    };
    let decided = moderation::decide(visit.forum(), &moderator, case, &decision).await;
    match decided {
        Ok(measure) => Ok(visit.to(&super::measure_address(measure))),
        Err(error) => again(&visit, case, form, error).await,
    }
}

/// `POST /moderation/cases/{id}/sweep`: all that a person has posted.
pub async fn sweep(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let case = named(&id)?;
    match moderation::sweep(visit.forum(), &moderator, case, &form.reason).await {
        Ok(swept) => {
            let typed = Typed {
                swept: Some(swept),
                ..Typed::default()
            };
            page(&visit, StatusCode::OK, case, &typed).await
        }
        Err(error) => again(&visit, case, form, error).await,
    }
}

/// `POST /moderation/cases/{id}/claim`
pub async fn claim(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let case = named(&id)?;
    let over = form.over == "yes";
    let claimed = moderation::claim(visit.forum(), &moderator, case, Some(&form.to), over).await;
    after(&visit, case, form, claimed).await
}

/// `POST /moderation/cases/{id}/release`
pub async fn release(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let case = named(&id)?;
    let released = moderation::release(visit.forum(), &moderator, case).await;
    after(&visit, case, Form::default(), released).await
}

/// `POST /moderation/cases/{id}/note`
pub async fn add_note(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let case = named(&id)?;
    let noted = moderation::add_note(visit.forum(), &moderator, case, &form.note).await;
    after(&visit, case, form, noted).await
}

async fn after(
    visit: &Visit,
    case: CaseId,
    form: Form,
    done: Result<(), ModerateError>,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(visit.to(&case_address(case))),
        Err(error) => again(visit, case, form, error).await,
    }
}

/// The page once more, with what was typed and why nothing was done.
async fn again(
    visit: &Visit,
    case: CaseId,
    form: Form,
    error: ModerateError,
) -> Result<Response, Failure> {
    let mut typed = Typed {
        deed: form.deed,
        reason: form.reason,
        days: form.days,
        edited: Some((form.title, form.tags)),
        into: form.into,
        note: form.note,
        to: form.to,
        ..Typed::default()
    };
    let status = match error {
        ModerateError::Invalid(problems) => {
            typed.problems = problems;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ModerateError::Refused(refusal) => {
            typed.refusal = Some(refusal.to_string());
            StatusCode::CONFLICT
        }
        error => return Err(failed(error)),
    };
    page(visit, status, case, &typed).await
}
