//! `POST /plans/{id}/comments`: a new comment, or an answer.

use super::{
    address, discussion,
    form::{Form, kept},
    reply,
};
use crate::{
    failure::{Failure, slowed},
    plans::page::known,
    posted::Posted,
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    comments::{self, PostError},
    once,
    plans::Plan,
    problems::Problems,
};

/// `POST /plans/{id}/comments`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    let member = match visit.member() {
        Ok(member) => member,
        Err(why) => return Ok(kept(&visit, &why, &plan, &form)),
    };
    let typed = match form.typed() {
        Ok(typed) => typed,
        Err(problems) => return again(&visit, plan, &form, &problems).await,
    };
    let once = once::given(&form.once);
    match comments::post(visit.forum(), member, plan.id, &typed, once).await {
        Ok(posted) => Ok(visit.to(&match typed.parent {
            Some(parent) => format!("{}#c{}", address(parent), posted.id),
            None => format!("/plans/{}/discussion?sort=new#c{}", plan.id, posted.id),
        })),
        Err(PostError::Invalid(problems)) => again(&visit, plan, &form, &problems).await,
        Err(PostError::Wait(wait)) => {
            let problems = Problems::one("body", wait.words);
            let page = again(&visit, plan, &form, &problems).await?;
            Ok(slowed(page, wait.seconds))
        }
        Err(PostError::ParentGone) => parent_gone(&visit, plan, form).await,
        Err(PostError::NotFound) => Err(Failure::NotFound),
        Err(error @ PostError::Locked) => Err(Failure::Conflict(crate::forms::capitalised(
            &error.to_string(),
        ))),
        Err(PostError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(PostError::Suspended) => Err(Failure::Suspended),
        Err(PostError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

/// The form again: below what it answers if that is to be seen, otherwise on the discussion's page.
async fn again(
    visit: &Visit,
    plan: Plan,
    form: &Form,
    problems: &Problems,
) -> Result<Response, Failure> {
    if let Ok(above) = super::known(visit, form.parent.trim()).await
        && above.plan.id == plan.id
        && problems.of("parent").is_none()
    {
        return Ok(reply::page(
            visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            &above,
            form,
            problems,
        ));
    }
    let loaded = discussion::load(visit, plan, &discussion::Asked::default()).await?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(discussion::page(visit, status, &loaded, form, problems))
}

/// What it answers was deleted meanwhile. The text is kept: it can stand by itself.
async fn parent_gone(visit: &Visit, plan: Plan, form: Form) -> Result<Response, Failure> {
    let alone = Form {
        parent: String::new(),
        once: String::new(),
        ..form
    };
    let problems = Problems::one(
        "body",
        "answers a comment that has been deleted meanwhile; post it again to let it stand by itself",
    );
    let loaded = discussion::load(visit, plan, &discussion::Asked::default()).await?;
    Ok(discussion::page(
        visit,
        StatusCode::CONFLICT,
        &loaded,
        &alone,
        &problems,
    ))
}
