//! `/comments/{id}/delete`: taking one's own comment back, once it has been confirmed.

use super::{about, address, is_own, known, parts};
use crate::{
    failure::Failure,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::comments::{self, DeleteError, State, Subthread};
use leptos::prelude::*;

/// `GET /comments/{id}/delete`
pub async fn ask(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let thread = own(&visit, &id).await?;
    let comment = thread.comment();
    let page = Page::new("Delete your comment?").robots(Robots::Hidden);
    Ok(visit.page(page, || {
        let content = view! {
            <h2>"Delete your comment?"</h2>
            <p>
                "Its text and its history are gone at once and cannot be brought back. Its place in the thread stays, so that answers to it keep theirs."
            </p>
            <div class="comment">{parts::itself(&visit, &thread.plan, comment, None)}</div>
            <form method="post" action=format!("/comments/{}/delete", comment.id)>
                <p class="actions">
                    <button class="danger">"Delete it"</button>
                    <a class="button" href=address(comment.id)>
                        "Keep it"
                    </a>
                </p>
            </form>
        };
        about(&visit, &thread.plan, content.into_any())
    }))
}

/// `POST /comments/{id}/delete`
pub async fn delete(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let thread = own(&visit, &id).await?;
    let id = thread.comment().id;
    match comments::delete(visit.forum(), visit.member()?, id).await {
        Ok(()) => Ok(visit.to(&address(id))),
        Err(DeleteError::NotFound) => Err(Failure::NotFound),
        Err(DeleteError::Suspended) => Err(Failure::Suspended),
        Err(DeleteError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

/// To everybody but its writer there is nothing to delete.
async fn own(visit: &Visit, id: &str) -> Result<Subthread, Failure> {
    visit.member()?;
    let thread = known(visit, id).await?;
    if is_own(visit, thread.comment()) && thread.comment().state == State::Shown {
        Ok(thread)
    } else {
        Err(Failure::NotFound)
    }
}
