//! Taking over what a fork's parent has changed since.

use super::super::{
    Problem,
    extract::{Acting, Asking, At, Once, Sent},
    plans::{SavedPlan, readable},
    suggestions::How,
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    forks::{self, Pull, PullError, Upstream},
    ids::{PlanId, RevisionNumber},
    merge::{Part, PartKey},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a fork's parent has changed since the fork last took it over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FromUpstream {
    /// The parent.
    plan: i64,
    /// Its revision up to which everything was taken over, or left.
    pulled_revision: i32,
    /// Its newest revision.
    upstream_revision: i32,
    /// The fork's newest revision: what the parts are seen from.
    seen_revision: i32,
    /// Why nothing of it may be taken over, if that is so.
    refusal: Option<String>,
    /// As those of a suggestion; only what there is to decide.
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Part>,
}

impl FromUpstream {
    fn of(upstream: Upstream, seen: RevisionNumber) -> Self {
        Self {
            plan: upstream.parent.id.0,
            pulled_revision: upstream.pulled.0,
            upstream_revision: upstream.parent.head.0,
            seen_revision: seen.0,
            refusal: upstream.refusal,
            changes: upstream.parts,
        }
    }
}

/// What the parent of a fork has changed since.
#[utoipa::path(get, path = "/plans/{id}/upstream", tag = "suggestions", params(("id" = i64, Path)),
    responses((status = OK, body = FromUpstream), (status = "4XX", body = Problem)))]
pub(super) async fn upstream(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
) -> Result<Json<FromUpstream>, Problem> {
    let plan = readable(&forum, &viewer, id).await?;
    let upstream = forks::upstream(&forum, &viewer, &plan)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(Json(FromUpstream::of(upstream, plan.head)))
}

/// What is taken over.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewPull {
    /// The fork's revision that was looked at …
    seen_revision: i32,
    /// … and the parent's.
    upstream_revision: i32,
    /// The parts that are taken over; the others are left.
    #[serde(default)]
    take: Vec<TakenPart>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TakenPart {
    /// Its key, such as `section:risks`.
    #[schema(value_type = String)]
    part: PartKey,
    how: Option<How>,
    text: Option<String>,
}

impl From<NewPull> for Pull {
    fn from(pull: NewPull) -> Self {
        let choices = pull.take.into_iter().map(|taken| {
            let how = taken.how.unwrap_or(How::Take);
            (taken.part, how.choice(taken.text))
        });
        Self {
            seen: pull.seen_revision,
            upstream: pull.upstream_revision,
            choices: choices.collect(),
        }
    }
}

impl From<PullError> for Problem {
    fn from(error: PullError) -> Self {
        match error {
            PullError::NotFound => Self::not_found(),
            PullError::Invalid(problems) => problems.into(),
            PullError::Nothing | PullError::Withdrawn | PullError::Stale => {
                Self::conflict(error.to_string())
            }
            PullError::Suspended => Self::suspended(),
            PullError::Broken(broken) => broken.into(),
        }
    }
}

/// Takes over parts of what the parent changed, as one new revision of one's own fork.
#[utoipa::path(post, path = "/plans/{id}/pull", tag = "suggestions", request_body = NewPull,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = OK, body = SavedPlan), (status = "4XX", body = Problem)))]
pub(super) async fn pull(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
    once: Once,
    Sent(typed): Sent<NewPull>,
) -> Result<Json<SavedPlan>, Problem> {
    let saved = forks::pull(&forum, &member, id, &typed.into(), once.key()).await?;
    Ok(Json(saved.into()))
}
