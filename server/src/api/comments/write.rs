//! Posting, editing and deleting a comment.

use super::super::{
    Problem,
    extract::{Acting, At, Once, Sent},
    plans::SavedPlan,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum,
    comments::{self, AdoptError, DeleteError, EditError, NewComment, PostError},
    ids::{CommentId, PlanId},
    numbers::Scenario,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new comment.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CommentToPost {
    /// Markdown, at most 10 KiB.
    body: String,
    /// The comment that it answers.
    parent: Option<i64>,
    /// The key of the section that it is on.
    section: Option<String>,
    /// A passage of that section, word for word, at most 500 letters.
    quote: Option<String>,
    /// `{"sales": 50, "costs": 120, "delay": 1}`: percent of the plan's sales and costs, and months by which sales come
    /// later. The plan's numbers under these assumptions are kept and shown with the comment.
    #[schema(value_type = Option<Object>)]
    forecast: Option<Scenario>,
}

impl From<CommentToPost> for NewComment {
    fn from(comment: CommentToPost) -> Self {
        Self {
            body: comment.body,
            parent: comment.parent.map(CommentId),
            section: comment.section,
            quote: comment.quote,
            forecast: comment.forecast,
        }
    }
}

/// What was posted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PostedComment {
    id: i64,
}

impl From<PostError> for Problem {
    fn from(error: PostError) -> Self {
        match error {
            PostError::NotFound => Self::not_found(),
            PostError::Invalid(problems) => problems.into(),
            PostError::ParentGone | PostError::Locked => Self::conflict(error.to_string()),
            PostError::Limited { retry_after } => Self::too_many(retry_after),
            PostError::Wait(wait) => Self::wait(wait),
            PostError::Suspended => Self::suspended(),
            PostError::Broken(broken) => broken.into(),
        }
    }
}

/// Posts a comment on a plan, or an answer to one.
#[utoipa::path(post, path = "/plans/{id}/comments", tag = "comments", request_body = CommentToPost,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = PostedComment), (status = "4XX", body = Problem)))]
pub(super) async fn create(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(plan): At<PlanId>,
    once: Once,
    Sent(comment): Sent<CommentToPost>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<PostedComment>), Problem> {
    let posted = comments::post(&forum, &member, plan, &comment.into(), once.key()).await?;
    let place = [(LOCATION, format!("/comments/{}", posted.id))];
    let posted = PostedComment { id: posted.id.0 };
    Ok((StatusCode::CREATED, place, Json(posted)))
}

/// Another text for one's own comment.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CommentEdit {
    /// Markdown, at most 10 KiB.
    body: String,
    /// How often the comment had been edited when the change began.
    base_edits: i32,
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        match error {
            EditError::NotFound => Self::not_found(),
            EditError::Invalid(problems) => problems.into(),
            EditError::Stale => Self::conflict(error.to_string()),
            EditError::Suspended => Self::suspended(),
            EditError::Broken(broken) => broken.into(),
        }
    }
}

/// Gives one's own comment another text; 409 when it was edited since `base_edits`.
#[utoipa::path(put, path = "/comments/{id}", tag = "comments", request_body = CommentEdit,
    params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn edit(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<CommentId>,
    Sent(edit): Sent<CommentEdit>,
) -> Result<StatusCode, Problem> {
    let edit = comments::Edit {
        base: edit.base_edits,
        body: edit.body,
    };
    comments::edit(&forum, &member, id, &edit).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<DeleteError> for Problem {
    fn from(error: DeleteError) -> Self {
        match error {
            DeleteError::NotFound => Self::not_found(),
            DeleteError::Suspended => Self::suspended(),
            DeleteError::Broken(broken) => broken.into(),
        }
    }
}

impl From<AdoptError> for Problem {
    fn from(error: AdoptError) -> Self {
        match error {
            AdoptError::NotFound => Self::not_found(),
            AdoptError::Invalid(problems) => problems.into(),
            AdoptError::Adopted(_) | AdoptError::Stale(_) => Self::conflict(error.to_string()),
            AdoptError::Suspended => Self::suspended(),
            AdoptError::Broken(broken) => broken.into(),
        }
    }
}

/// Makes the numbers of a comment those of one's own plan: a new revision that credits whoever wrote it. 409 when the
/// plan's numbers were changed since.
#[utoipa::path(post, path = "/comments/{id}/adopt", tag = "comments", params(("id" = i64, Path)),
    responses((status = CREATED, body = SavedPlan), (status = "4XX", body = Problem)))]
pub(super) async fn adopt(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<CommentId>,
) -> Result<(StatusCode, Json<SavedPlan>), Problem> {
    let saved = comments::adopt(&forum, &member, id).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Deletes one's own comment. Its text is gone, its place in the thread stays.
#[utoipa::path(delete, path = "/comments/{id}", tag = "comments", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn delete(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<CommentId>,
) -> Result<StatusCode, Problem> {
    comments::delete(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
