//! REST, version 1: thin handlers over the same domain functions as the pages. Answers are JSON,
//! errors are problem documents (RFC 9457), lists are `{"items", "next"}`. It looks at no cookie: who
//! asks shows a bearer token.
//!
//! One file per feature, each with a `routes()` that [`router`] merges; `plans.rs` is the pattern.

mod accounts;
mod by_name;
mod comments;
mod copies;
mod extract;
mod forks;
mod funding;
mod listings;
mod log;
mod moderation;
mod openapi;
mod pages;
mod plans;
mod problem;
mod search;
mod searches;
mod suggestions;
mod tags;

pub use problem::Problem;

use axum::{Router, http::StatusCode};
use domain::Forum;
use serde::Serialize;
use utoipa::ToSchema;

/// Where the calls are.
pub const PREFIX: &str = "/api/v1";

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; null at the end.
    pub next: Option<String>,
}

impl<T> List<T> {
    /// A domain's page as it is sent.
    pub fn of<D: Into<T>, C: ToString>(page: domain::plans::Page<D, C>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next: page.next.map(|cursor| cursor.to_string()),
        }
    }
}

/// Every call, and the document that describes them.
pub fn router(forum: Forum) -> Router {
    let (calls, document) = openapi::document()
        .merge(accounts::routes())
        .merge(comments::routes())
        .merge(forks::routes())
        .merge(funding::routes())
        .merge(log::routes())
        .merge(listings::routes())
        .merge(copies::routes())
        .merge(pages::routes())
        .merge(moderation::routes())
        .merge(plans::routes())
        .merge(search::routes())
        .merge(searches::routes())
        .merge(suggestions::routes())
        .merge(tags::routes())
        .split_for_parts();
    let api = calls
        .merge(openapi::route(&document))
        .fallback(|| async { Problem::of(StatusCode::NOT_FOUND) })
        .method_not_allowed_fallback(|| async { Problem::of(StatusCode::METHOD_NOT_ALLOWED) })
        .with_state(forum);
    Router::new().nest(PREFIX, api)
}
