//! Plans that members would like to see in a listing, and what its curators answered.

use super::Listing;
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{AccountId, ListingId, PlanId, ProposalId},
    listings::{Outcome, PublicReason},
    plans::{self, MOST_PER_PAGE, Page, Plan},
    problems::Problems,
    tables::proposals,
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, sea_query::LockType,
};
use std::collections::HashMap;

/// A plan that somebody would like to see in a listing.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its number.
    pub id: ProposalId,
    /// The listing.
    pub listing: ListingId,
    /// The plan.
    pub plan: Plan,
    /// Who proposes it.
    pub proposer: Byline,
    /// Why; nothing once they have left with their words.
    pub because: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// When it was made.
    pub created_at: Timestamp,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// What a curator answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The curator.
    pub by: Byline,
    /// Why; nothing once they have left with their words.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The proposals for a listing, the newest first: those that wait, or all. What was taken back is not
/// among them, nor are plans that are not to be seen.
///
/// # Errors
/// When the database fails.
pub async fn proposals(
    forum: &Forum,
    viewer: &Viewer,
    listing: &Listing,
    only_waiting: bool,
    (below, limit): (Option<ProposalId>, u64),
) -> Result<Page<Proposal, ProposalId>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let outcomes: &[Outcome] = if only_waiting {
        &[Outcome::Waiting]
    } else {
        &[Outcome::Waiting, Outcome::Accepted, Outcome::Declined]
    };
    let mut rows = proposals::Entity::find()
        .filter(proposals::Column::ListingId.eq(listing.id))
        .filter(proposals::Column::State.is_in(outcomes.iter().copied()))
        .apply_if(below, |query, below| {
            query.filter(proposals::Column::Id.lt(below))
        })
        .order_by_desc(proposals::Column::Id)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let items = with_plans(forum, viewer, rows).await?;
    Ok(Page { items, next })
}

/// How many proposals wait at a listing.
///
/// # Errors
/// When the database fails.
pub async fn count_waiting(forum: &Forum, listing: &Listing) -> Result<u64, Broken> {
    Ok(waiting_at(listing.id).count(forum.read()).await?)
}

/// The proposal of this number, with its listing's, if both the listing and the plan may be seen.
///
/// # Errors
/// When the database fails.
pub async fn proposal(
    forum: &Forum,
    viewer: &Viewer,
    id: ProposalId,
) -> Result<Option<Proposal>, Broken> {
    let row = proposals::Entity::find_by_id(id)
        .filter(proposals::Column::State.ne(Outcome::TakenBack))
        .one(forum.read())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    if super::find(forum, viewer, row.listing_id).await?.is_none() {
        return Ok(None);
    }
    Ok(with_plans(forum, viewer, vec![row]).await?.pop())
}

async fn with_plans(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<proposals::Model>,
) -> Result<Vec<Proposal>, Broken> {
    let ids: Vec<PlanId> = rows.iter().map(|row| row.plan_id).collect();
    let found = plans::published(forum, viewer, &ids).await?.into_iter();
    let found: HashMap<PlanId, Plan> = found.map(|plan| (plan.id, plan)).collect();
    let proposers = rows.iter().map(|row| row.proposer_id);
    let people: Vec<AccountId> = proposers
        .chain(rows.iter().filter_map(|row| row.curator_id))
        .collect();
    let people = accounts::bylines(forum, people).await?;
    let proposals = rows.into_iter().filter_map(|row| {
        let plan = found.get(&row.plan_id)?.clone();
        let answer = row.curator_id.zip(row.answered_at).map(|(by, at)| Answer {
            by: people.of(by),
            reason: row.reason_erased_at.is_none().then_some(row.reason),
            at,
        });
        Some(Proposal {
            id: row.id,
            listing: row.listing_id,
            plan,
            proposer: people.of(row.proposer_id),
            because: row.erased_at.is_none().then_some(row.because),
            outcome: row.state,
            created_at: row.created_at,
            answer,
        })
    });
    Ok(proposals.collect())
}

pub(super) fn checked(field: &'static str, typed: &str) -> Result<PublicReason, Problems> {
    let reason = typed.parse::<PublicReason>();
    reason.map_err(|wrong| Problems::one(field, wrong))
}

pub(super) fn waiting_at(id: ListingId) -> Select<proposals::Entity> {
    proposals::Entity::find()
        .filter(proposals::Column::ListingId.eq(id))
        .filter(proposals::Column::State.eq(Outcome::Waiting))
}

/// A proposal that this write will change; its listing is held before.
pub(super) async fn held(
    write: &Write,
    id: ProposalId,
) -> Result<Option<proposals::Model>, Broken> {
    Ok(proposals::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(write.tx())
        .await?)
}
