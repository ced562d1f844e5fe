//! Plans that members would like to see in a listing.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    super::{
        List, Problem,
        extract::{Acting, Asked, Asking, At, Once, Sent},
        plans::{Author, PlanSummary},
    },
    known,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum, Viewer,
    ids::{ListingId, PlanId, ProposalId},
    listings::{self, Answer, Proposal as Proposed, Verdict as Said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A plan that somebody would like to see in a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Proposal {
    id: i64,
    listing: i64,
    plan: PlanSummary,
    proposer: Author,
    /// Why; null once they have left with their words.
    because: Option<String>,
    /// waiting, accepted or declined.
    outcome: &'static str,
    /// RFC 3339, UTC.
    created_at: String,
    answer: Option<CuratorsAnswer>,
}

/// What a curator answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CuratorsAnswer {
    by: Author,
    /// Null once the curator has left with their words.
    reason: Option<String>,
    at: String,
}

impl From<Answer> for CuratorsAnswer {
    fn from(answer: Answer) -> Self {
        Self {
            by: Author::from(&answer.by),
            reason: answer.reason,
            at: answer.at.to_rfc3339(),
        }
    }
}

impl From<Proposed> for Proposal {
    fn from(proposal: Proposed) -> Self {
        Self {
            id: proposal.id.0,
            listing: proposal.listing.0,
            plan: proposal.plan.into(),
            proposer: Author::from(&proposal.proposer),
            because: proposal.because,
            outcome: proposal.outcome.as_str(),
            created_at: proposal.created_at.to_rfc3339(),
            answer: proposal.answer.map(Into::into),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProposalsQuery {
    /// Only those that wait.
    #[serde(default)]
    waiting: bool,
    /// The `next` of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<ProposalId>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// What was proposed for a listing, the newest first.
#[utoipa::path(get, path = "/listings/{id}/proposals", tag = "listings",
    params(("id" = i64, Path), ProposalsQuery),
    responses((status = OK, body = List<Proposal>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<ListingId>,
    Asked(query): Asked<ProposalsQuery>,
) -> Result<Json<List<Proposal>>, Problem> {
    let listing = known(&forum, &viewer, id).await?.listing;
    let page = (query.after, query.limit.unwrap_or(30));
    let found = listings::proposals(&forum, &viewer, &listing, query.waiting, page).await?;
    Ok(Json(List::of(found)))
}

/// A plan to be proposed.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewProposal {
    plan: i64,
    /// Why it belongs there, in 3 to 500 letters that everybody may read.
    because: String,
}

/// Proposes a plan for a published listing. Its curators are told.
#[utoipa::path(post, path = "/listings/{id}/proposals", tag = "listings", request_body = NewProposal,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = Proposal), (status = "4XX", body = Problem)))]
pub(super) async fn propose(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ListingId>,
    once: Once,
    Sent(new): Sent<NewProposal>,
) -> Result<(StatusCode, Json<Proposal>), Problem> {
    let typed = (PlanId(new.plan), new.because.as_str());
    let made = listings::propose(&forum, &member, id, typed, once.key()).await?;
    let viewer = Viewer::Member(member);
    Ok((StatusCode::CREATED, told(&forum, &viewer, made).await?))
}

async fn told(forum: &Forum, viewer: &Viewer, id: ProposalId) -> Result<Json<Proposal>, Problem> {
    let proposal = listings::proposal(forum, viewer, id).await?;
    let proposal = proposal.ok_or_else(Problem::not_found)?;
    Ok(Json(proposal.into()))
}

/// What a curator answers.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ProposalVerdict {
    /// Whether the plan is put into the listing.
    accept: bool,
    /// Why, or why not, in 3 to 500 letters that everybody may read.
    reason: String,
    /// What the listing says of it, if it is put there.
    #[serde(default)]
    note: String,
}

/// Answers a proposal. One that is accepted puts the plan at the end of the listing.
#[utoipa::path(post, path = "/proposals/{id}/answer", tag = "listings", params(("id" = i64, Path)),
    request_body = ProposalVerdict,
    responses((status = OK, body = Proposal), (status = "4XX", body = Problem)))]
pub(super) async fn answer(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ProposalId>,
    Sent(verdict): Sent<ProposalVerdict>,
) -> Result<Json<Proposal>, Problem> {
    let said = Said {
        accept: verdict.accept,
        reason: &verdict.reason,
        note: &verdict.note,
    };
    listings::answer(&forum, &member, id, &said).await?;
    told(&forum, &Viewer::Member(member), id).await
}

/// Takes one's own proposal back, as long as it waits.
#[utoipa::path(delete, path = "/proposals/{id}", tag = "listings", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn take_back(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ProposalId>,
) -> Result<StatusCode, Problem> {
    listings::take_proposal_back(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
