//! `/comments/{id}/edit`: another text for one's own comment.

use super::{
    about, address,
    form::{body_field, hidden, kept_body},
    known,
};
use crate::{
    failure::Failure,
    forms::problem_summary,
    kept,
    posted::Posted,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    comments::{self, Edit, EditError, Source},
    ids::CommentId,
    plans::Plan,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    body: String,
    base: String,
}

/// `GET /comments/{id}/edit`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let editing = editing(&visit, &id).await?;
    let body = editing.source.body.clone();
    Ok(editing.page(&visit, StatusCode::OK, &body, &Problems::default()))
}

/// `POST /comments/{id}/edit`
pub async fn save(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    if let Err(why) = visit.member() {
        let id: CommentId = id.parse().map_err(|_| Failure::NotFound)?;
        let fields = (hidden("base", &form.base), kept_body(&form.body)).into_any();
        return Ok(kept::form(&visit, &why, edit_address(id), fields));
    }
    let editing = editing(&visit, &id).await?;
    let edit = Edit {
        base: form.base.parse().unwrap_or(-1),
        body: form.body,
    };
    let member = visit.member()?;
    match comments::edit(visit.forum(), member, editing.id, &edit).await {
        Ok(()) => Ok(visit.to(&address(editing.id))),
        Err(EditError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(editing.page(&visit, status, &edit.body, &problems))
        }
        Err(EditError::Stale) => Ok(editing.stale(&visit, &edit.body)),
        Err(EditError::NotFound) => Err(Failure::NotFound),
        Err(EditError::Suspended) => Err(Failure::Suspended),
        Err(EditError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

/// A comment and its source, in the hands of its writer.
struct Editing {
    id: CommentId,
    plan: Plan,
    source: Source,
}

async fn editing(visit: &Visit, id: &str) -> Result<Editing, Failure> {
    let member = visit.member()?;
    let thread = known(visit, id).await?;
    let id = thread.comment().id;
    let source = comments::source(visit.forum(), member, id)
        .await?
        .ok_or(Failure::NotFound)?;
    Ok(Editing {
        id,
        plan: thread.plan,
        source,
    })
}

impl Editing {
    fn page(&self, visit: &Visit, status: StatusCode, body: &str, problems: &Problems) -> Response {
        visit.page_with(status, head(), || {
            let content = view! {
                <h2>"Edit your comment"</h2>
                {self.form(body, problems)}
            };
            about(visit, &self.plan, content.into_any())
        })
    }

    /// It was edited elsewhere since: both texts, and the choice which to keep.
    fn stale(&self, visit: &Visit, body: &str) -> Response {
        visit.page_with(StatusCode::CONFLICT, head(), || {
            let content = view! {
                <h2>"You have edited this comment since"</h2>
                <p class="note setback">
                    "Another window of yours saved a different text. Below is what you typed here; saving it replaces the other, which stays in the comment's history."
                </p>
                <h3>"What it says now"</h3>
                <pre class="source">{self.source.body.clone()}</pre>
                {self.form(body, &Problems::default())}
            };
            about(visit, &self.plan, content.into_any())
        })
    }

    fn form(&self, body: &str, problems: &Problems) -> AnyView {
        view! {
            <form class="write" method="post" action=edit_address(self.id)>
                {problem_summary(problems)}
                {body_field(body, problems)}
                <input type="hidden" name="base" value=self.source.edits.to_string() />
                <p class="actions">
                    <button class="primary">"Save"</button>
                    <a class="button" href=address(self.id)>
                        "Cancel"
                    </a>
                </p>
                <p class="meta">"Readers see that it was edited, and what it said before."</p>
            </form>
        }
        .into_any()
    }
}

fn edit_address(id: CommentId) -> String {
    format!("{}/edit", address(id))
}

fn head() -> Page {
    Page::new("Edit your comment").robots(Robots::Hidden)
}
