//! Plans, their revisions and their votes.

mod history;
mod read;
mod vote;
mod write;

pub(super) use read::{Author, PlanSummary};
pub(super) use vote::Votes;
pub(super) use write::{SavedPlan, present};

use domain::{
    Forum, Viewer,
    ids::PlanId,
    plans::{self, Plan},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problem;
use axum::http::StatusCode;

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(read::list, write::create))
        .routes(routes!(read::one, write::revise))
        .routes(routes!(history::revisions))
        .routes(routes!(history::compare))
        .routes(routes!(vote::vote, vote::unvote))
}

/// The plan of this number; gone when it was withdrawn and the asker is not its author.
pub(super) async fn readable(forum: &Forum, viewer: &Viewer, id: PlanId) -> Result<Plan, Problem> {
    let plan = plans::find(forum, viewer, id)
        .await?
        .ok_or_else(Problem::not_found)?;
    if plan.readable_by(viewer) {
        return Ok(plan);
    }
    let gone = Problem::of(StatusCode::GONE);
    Err(match plan.merged_into {
        Some(home) => gone
            .because("this plan was merged into another")
            .merged_into(home),
        None => gone.because("this plan was withdrawn"),
    })
}
