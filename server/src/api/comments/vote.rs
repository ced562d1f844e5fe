//! Agreeing with a comment.

use super::super::{
    Problem,
    extract::{Acting, At},
    plans::Votes,
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    comments::{self, VoteError},
    ids::CommentId,
};

impl From<VoteError> for Problem {
    fn from(error: VoteError) -> Self {
        match error {
            VoteError::NotFound => Self::not_found(),
            VoteError::Own => Self::conflict(error.to_string()),
            VoteError::Suspended => Self::suspended(),
            VoteError::Broken(broken) => broken.into(),
        }
    }
}

/// Agrees with somebody else's comment. Again, it changes nothing.
#[utoipa::path(put, path = "/comments/{id}/vote", tag = "comments", params(("id" = i64, Path)),
    responses((status = OK, body = Votes), (status = "4XX", body = Problem)))]
pub(super) async fn vote(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<CommentId>,
) -> Result<Json<Votes>, Problem> {
    Ok(Json(comments::vote(&forum, &member, id).await?.into()))
}

/// Takes the vote back. Without one, it changes nothing.
#[utoipa::path(delete, path = "/comments/{id}/vote", tag = "comments", params(("id" = i64, Path)),
    responses((status = OK, body = Votes), (status = "4XX", body = Problem)))]
pub(super) async fn unvote(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<CommentId>,
) -> Result<Json<Votes>, Problem> {
    Ok(Json(comments::unvote(&forum, &member, id).await?.into()))
}
