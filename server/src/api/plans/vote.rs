//! Votes: one a person and plan.

use super::super::{
    Problem,
    extract::{Acting, At},
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    ids::PlanId,
    plans::{self, Tally, VoteError},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Where the votes stand.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Votes {
    votes: i64,
    /// Whether the asker's is among them.
    voted: bool,
}

impl From<Tally> for Votes {
    fn from(tally: Tally) -> Self {
        Self {
            votes: tally.votes,
            voted: tally.voted,
        }
    }
}

impl From<VoteError> for Problem {
    fn from(error: VoteError) -> Self {
        match error {
            VoteError::NotFound => Self::not_found(),
            VoteError::Suspended => Self::suspended(),
            VoteError::Broken(broken) => broken.into(),
        }
    }
}

/// Votes for a plan. Again, it changes nothing.
#[utoipa::path(put, path = "/plans/{id}/vote", tag = "plans", params(("id" = i64, Path)),
    responses((status = OK, body = Votes), (status = "4XX", body = Problem)))]
pub(super) async fn vote(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
) -> Result<Json<Votes>, Problem> {
    Ok(Json(plans::vote(&forum, &member, id).await?.into()))
}

/// Takes the vote back. Without one, it changes nothing.
#[utoipa::path(delete, path = "/plans/{id}/vote", tag = "plans", params(("id" = i64, Path)),
    responses((status = OK, body = Votes), (status = "4XX", body = Problem)))]
pub(super) async fn unvote(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
) -> Result<Json<Votes>, Problem> {
    Ok(Json(plans::unvote(&forum, &member, id).await?.into()))
}
