//! `/plans/new`: writing a plan that nobody has seen yet.

use super::{Editor, EditorForm, Outcome, Said, Writing, draft_id, form::Action, invalid, writer};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{http::StatusCode, response::Response};
use domain::{
    Member, once,
    plans::{self, DraftOf, PublishError},
};

/// `GET /plans/new`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    visit.member()?;
    let form = EditorForm::empty();
    Ok(answer(&visit, &form, StatusCode::OK, Said::default()))
}

/// `POST /plans/new`
pub async fn post(visit: Visit, posted: Posted<EditorForm>) -> Result<Response, Failure> {
    let form = &posted.form;
    let member = match writer(&visit) {
        Ok(member) => member,
        Err((status, said)) => return Ok(answer(&visit, form, status, said)),
    };
    let outcome = match form.action() {
        Action::Preview => super::preview(&visit, member, &form.body).await?,
        Action::Draft => {
            let of = DraftOf::NewPlan(draft_id(form));
            super::save(&visit, member, of, form, &posted.raw).await?
        }
        Action::Publish => publish(&visit, member, form).await?,
    };
    Ok(match outcome {
        Outcome::Go(path) => visit.to(&path),
        Outcome::Again(status, said) => answer(&visit, form, status, said),
    })
}

async fn publish(visit: &Visit, member: &Member, form: &EditorForm) -> Result<Outcome, Failure> {
    let typed = match form.typed_and_understood() {
        Ok(typed) => typed,
        Err(problems) => return Ok(invalid(problems)),
    };
    let key = once::given(&form.once);
    let saved = plans::publish_draft(visit.forum(), member, &typed, draft_id(form), key).await;
    match saved {
        Ok(plan) => Ok(Outcome::Go(format!("/plans/{}/{}", plan.id, plan.slug))),
        Err(PublishError::Invalid(problems)) => Ok(invalid(problems)),
        Err(PublishError::Suspended) => Err(Failure::Suspended),
        Err(PublishError::Broken(broken)) => Err(broken.into()),
    }
}

/// The editor of a new plan.
pub(in crate::plans) fn answer(
    visit: &Visit,
    form: &EditorForm,
    status: StatusCode,
    said: Said,
) -> Response {
    let editor = Editor {
        writing: Writing::New,
        form,
        said,
    };
    editor.show(visit, status)
}
