//! A plan's discussion, and what can be done with a comment.

mod read;
mod vote;
mod write;

use domain::Forum;
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(read::list, write::create))
        .routes(routes!(write::edit, write::delete))
        .routes(routes!(write::adopt))
        .routes(routes!(vote::vote, vote::unvote))
}
