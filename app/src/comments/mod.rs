//! Discussion: a plan's threads, each comment's own page, and what can be done with a comment.

pub mod adopt;
pub mod delete;
pub mod discussion;
pub mod edit;
pub mod favorite;
mod form;
pub mod history;
pub mod live;
pub mod new;
pub mod one;
mod parts;
pub mod post;
pub mod reply;
pub mod vote;

pub(crate) use form::{counter, hidden};
pub use parts::{branches, talk};

use crate::{
    failure::Failure,
    plans::page::{Tab, masthead, tabs},
    visit::Visit,
};
use domain::{
    comments::{self, Comment, Subthread},
    ids::CommentId,
    plans::Plan,
};
use leptos::prelude::*;

/// The address of a comment's own page.
#[must_use]
pub fn address(id: CommentId) -> String {
    format!("/comments/{id}")
}

/// The address of a plan's discussion.
#[must_use]
pub fn discussion_address(plan: &Plan) -> String {
    format!("/plans/{}/discussion", plan.id)
}

/// The comment of this number in an address with what surrounds it, if this visitor may read it.
///
/// # Errors
/// When there is none, or the database fails.
async fn known(visit: &Visit, id: &str) -> Result<Subthread, Failure> {
    let id: CommentId = id.parse().map_err(|_| Failure::NotFound)?;
    comments::subthread(visit.forum(), &visit.viewer, id)
        .await?
        .ok_or(Failure::NotFound)
}

/// A page about one comment, under its plan's title and tabs.
fn about(visit: &Visit, plan: &Plan, content: AnyView) -> AnyView {
    view! {
        <div class="wrap wide">
            <main id="main">
                {masthead(visit, plan)} {tabs(plan, Tab::Discussion)} {content}
            </main>
        </div>
    }
    .into_any()
}

/// Whether the visitor wrote this comment.
fn is_own(visit: &Visit, comment: &Comment) -> bool {
    visit.viewer.id() == Some(comment.author.id)
}
