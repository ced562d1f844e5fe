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
    comments::{State, Subthread},
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /comments/{id}/reply`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.member()?;
    let above = known(&visit, &id).await?;
    if above.comment().state != State::Shown {
        return Err(Failure::Conflict(
            "The comment has been deleted, so there is nothing to answer.".into(),
        ));
    }
    Ok(page(
        &visit,
        StatusCode::OK,
        &above,
        &Form::default(),
        &Problems::default(),
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
