//! Forking a plan.

use super::super::{
    Problem,
    extract::{Acting, At, Once, Sent},
    plans::{SavedPlan, readable},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum, Viewer,
    forks::{self, ForkError, NewFork},
    ids::{PlanId, RevisionNumber},
    plans::State as Standing,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a fork is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ForkToMake {
    /// Why, in 3 to 200 letters: another city, a cheaper machine.
    reason: String,
    /// What will be done otherwise, in at most 500 letters.
    #[serde(default)]
    differs: String,
    /// Its title; the parent's without one.
    #[serde(default)]
    title: String,
    /// The parent's revision to copy; its newest without one.
    revision: Option<i32>,
}

impl From<ForkToMake> for NewFork {
    fn from(fork: ForkToMake) -> Self {
        Self {
            revision: fork.revision.map(RevisionNumber),
            reason: fork.reason,
            differs: fork.differs,
            title: fork.title,
            instead: None,
        }
    }
}

impl From<ForkError> for Problem {
    fn from(error: ForkError) -> Self {
        match error {
            ForkError::NotFound => Self::not_found(),
            ForkError::NoRevision => Self::field("revision", error.to_string()),
            ForkError::Invalid(problems) => problems.into(),
            ForkError::Limited { retry_after } => Self::too_many(retry_after),
            ForkError::Wait(wait) => Self::wait(wait),
            ForkError::Suspended => Self::suspended(),
            ForkError::Broken(broken) => broken.into(),
        }
    }
}

/// Forks a plan: a plan of one's own that says what the revision says, under the same licence.
#[utoipa::path(post, path = "/plans/{id}/forks", tag = "forks", request_body = ForkToMake,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = SavedPlan), (status = "4XX", body = Problem)))]
pub(super) async fn fork(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
    once: Once,
    Sent(fork): Sent<ForkToMake>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<SavedPlan>), Problem> {
    let viewer = Viewer::Member(member.clone());
    let parent = readable(&forum, &viewer, id).await?;
    if parent.state == Standing::Withdrawn {
        return Err(Problem::conflict(
            "this plan is withdrawn: bring it back first",
        ));
    }
    let saved = forks::fork(&forum, &member, id, &fork.into(), once.key()).await?;
    let location = format!("{}/plans/{}", super::super::PREFIX, saved.id);
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        Json(saved.into()),
    ))
}
