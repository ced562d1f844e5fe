//! `/plans/new`: writing a plan that nobody has seen yet.

use super::{
    Editor, EditorForm, Outcome, Said, Writing, draft_id, form::Action, invalid, similar, step,
    writer,
};
use crate::{
    failure::{Failure, slowed},
    posted::Posted,
    tags::told_on,
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    Member, once,
    plans::{self, DraftOf, NewPlan, PublishError},
};

/// `GET /plans/new`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    visit.member()?;
    let form = EditorForm::empty();
    Ok(answer(&visit, &form, StatusCode::OK, Said::default()).await)
}

/// `POST /plans/new`
pub async fn post(visit: Visit, posted: Posted<EditorForm>) -> Result<Response, Failure> {
    let form = &posted.form;
    let member = match writer(&visit) {
        Ok(member) => member,
        Err((status, said)) => return Ok(answer(&visit, form, status, said).await),
    };
    let outcome = match form.action() {
        Action::Preview => super::preview(&visit, member, &form.body).await?,
        Action::Draft | Action::Fork(_) => {
            let of = DraftOf::NewPlan(draft_id(form));
            super::save(&visit, member, of, (form, &posted.raw), form.fork()).await?
        }
        Action::Publish => publish(&visit, member, &posted).await?,
    };
    Ok(match outcome {
        Outcome::Go(path) => visit.to(&path),
        Outcome::Look(page) => page,
        Outcome::Again(status, said) => answer(&visit, form, status, said).await,
    })
}

async fn publish(
    visit: &Visit,
    member: &Member,
    posted: &Posted<EditorForm>,
) -> Result<Outcome, Failure> {
    let form = &posted.form;
    let typed = match form.typed_and_understood() {
        Ok(typed) => typed,
        Err(problems) => return Ok(invalid(problems)),
    };
    let new = NewPlan {
        typed,
        differs: form.differs.typed(),
        draft: draft_id(form),
    };
    if let Some(first) = step::before(visit, member, posted, &new).await? {
        return Ok(first);
    }
    let key = once::given(&form.once);
    match plans::publish_new(visit.forum(), member, &new, key).await {
        Ok(plan) => {
            let told = told_on(&plan);
            Ok(Outcome::Go(format!(
                "/plans/{}/{}{told}",
                plan.id, plan.slug
            )))
        }
        Err(PublishError::Invalid(problems)) => Ok(invalid(form.differs.named(problems))),
        Err(PublishError::Wait(wait)) => {
            let said = Said::setback(wait.words);
            let page = answer(visit, form, StatusCode::TOO_MANY_REQUESTS, said).await;
            Ok(Outcome::Look(slowed(page, wait.seconds)))
        }
        Err(PublishError::Suspended) => Err(Failure::Suspended),
        Err(PublishError::Broken(broken)) => Err(broken.into()),
    }
}

/// The editor of a new plan.
pub(in crate::plans) async fn answer(
    visit: &Visit,
    form: &EditorForm,
    status: StatusCode,
    said: Said,
) -> Response {
    let editor = Editor {
        writing: Writing::New,
        form,
        said,
        beside: similar::beside(visit, form, None).await,
    };
    editor.show(visit, status)
}
