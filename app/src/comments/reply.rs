//! `GET /comments/{id}/reply`: answering a comment.

use super::{
    about,
    form::{self, Form},
    known, parts,
};
use crate::{
    failure::Failure,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    Member,
    comments::{State, Subthread},
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /comments/{id}/reply`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (_, above) = answerable(&visit, &id).await?;
    Ok(page(
        &visit,
        StatusCode::OK,
        &above,
        &Form::default(),
        &Problems::default(),
    ))
}

/// `GET /comments/{id}/reply/form`: the form alone, to be put below the comment on a page that is
/// open.
pub async fn in_place(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (member, above) = answerable(&visit, &id).await?;
    let (plan, comment) = (&above.plan, above.comment());
    Ok(visit.part(|| form::answer_in_place(&visit, member, plan, comment)))
}

/// Who answers, and what.
async fn answerable<'visit>(
    visit: &'visit Visit,
    id: &str,
) -> Result<(&'visit Member, Subthread), Failure> {
    let member = visit.member()?;
    let above = known(visit, id).await?;
    if above.comment().state == State::Shown {
        return Ok((member, above));
    }
    Err(Failure::Conflict(
        "The comment has been deleted, so there is nothing to answer.".into(),
    ))
}

/// What is answered, with the form below.
pub(super) fn page(
    visit: &Visit,
    status: StatusCode,
    above: &Subthread,
    form: &Form,
    problems: &Problems,
) -> Response {
    let (plan, comment) = (&above.plan, above.comment());
    let head = Page::new(format!("Answer {}", comment.author.name()))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    visit.page_with(status, head, || {
        let content = view! {
            <h2>{format!("Answer {}", comment.author.name())}</h2>
            <div class="comment">{parts::itself(visit, plan, comment, None)}</div>
            {form::answer(visit, plan, comment, form, problems)}
        };
        about(visit, plan, content.into_any())
    })
}
