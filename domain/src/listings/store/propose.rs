//! Proposing a plan for a listing, and taking that back.

use super::{
    CurateError,
    curators::told,
    hashes::text_hash,
    hold,
    proposals::{checked, held, waiting_at},
};
use crate::{
    accounts,
    broken::{Broken, acts},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{ListingId, PlanId, ProposalId},
    limits::{self, Rate, limited},
    listings::{Outcome, Refusal, State, letters, rules::Unlistable},
    log::{Act, Kind, Subject},
    mail,
    once::{self, Claim},
    plans,
    problems::Problems,
    tables::{listed, listings, plans as plan_rows, proposals},
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

/// How often one member may propose something.
const PROPOSED: Rate = Rate::new(20, 3 * Timestamp::MINUTE);
/// How many of a member's proposals may wait at one listing.
const MOST_WAITING: u64 = 10;

/// Why a plan is not proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// There is no such listing to be seen.
    #[error("no such listing")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// Too many in a short time.
    #[error("proposed too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(ProposeError);
limited!(ProposeError);

/// Proposes a plan for a published listing, and tells its curators. The same `once` key by the same member
/// is the same proposal.
///
/// # Errors
/// When there is no such listing, the plan cannot be put there or waits already, a rule is broken, or the
/// member may not act.
pub async fn propose(
    forum: &Forum,
    member: &Member,
    id: ListingId,
    (plan, because): (PlanId, &str),
    once: Option<&str>,
) -> Result<ProposalId, ProposeError> {
    let because = checked("because", because).map_err(ProposeError::Invalid)?;
    limits::take(forum, &format!("propose:account:{}", member.id), PROPOSED).await?;
    let once = once.map(|key| format!("propose {key}"));
    let write = forum.act(member).await?;
    if let Some(key) = &once
        && let Claim::Made(made) = once::claim(write.tx(), member.id, key, write.now()).await?
    {
        return Ok(ProposalId(made));
    }
    let listing = hold(&write, id).await?;
    let listing = listing.filter(|row| row.state == State::Published);
    let listing = listing.ok_or(ProposeError::NotFound)?;
    let title = may_propose(&write, member, id, plan).await?;
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(because.as_str(), &salt)?;
    let row = proposals::ActiveModel {
        listing_id: Set(id),
        plan_id: Set(plan),
        proposer_id: Set(member.id),
        because: Set(because.as_str().into()),
        state: Set(Outcome::Waiting),
        created_at: Set(write.now()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        reason: Set(String::new()),
        ..Default::default()
    };
    let made = row.insert(write.tx()).await?.id;
    if let Some(key) = &once {
        once::keep(write.tx(), member.id, key, made.0).await?;
    }
    tell_curators(forum, &write, member, &listing, &title).await?;
    let act = Act::by(member.id, Kind::ListingProposed, Subject::Listing(id))
        .with("proposal", made.0)
        .with("plan", plan.0)
        .with("because", hash);
    write.record(act).await?;
    Ok(made)
}

/// The title of a plan that may be proposed.
async fn may_propose(
    write: &Write,
    member: &Member,
    id: ListingId,
    plan: PlanId,
) -> Result<String, ProposeError> {
    let wrong = |words: String| Err(ProposeError::Invalid(Problems::one("plan", words)));
    let found = plan_rows::Entity::find_by_id(plan)
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .one(write.tx())
        .await?;
    let Some(found) = found else {
        return wrong(Unlistable::Gone.to_string());
    };
    let listed = listed::Entity::find()
        .filter(listed::Column::ListingId.eq(id))
        .filter(listed::Column::PlanId.eq(plan));
    if listed.count(write.tx()).await? > 0 {
        return wrong(Unlistable::Listed.to_string());
    }
    let same = waiting_at(id).filter(proposals::Column::PlanId.eq(plan));
    if same.count(write.tx()).await? > 0 {
        return wrong("It has been proposed already, and waits for an answer.".into());
    }
    let own = waiting_at(id).filter(proposals::Column::ProposerId.eq(member.id));
    if own.count(write.tx()).await? >= MOST_WAITING {
        return wrong(format!(
            "{MOST_WAITING} of your proposals wait here already: let them be answered first."
        ));
    }
    Ok(found.title)
}

async fn tell_curators(
    forum: &Forum,
    write: &Write,
    by: &Member,
    listing: &listings::Model,
    plan: &str,
) -> Result<(), Broken> {
    for curator in told(write, listing).await? {
        if curator == by.id {
            continue;
        }
        if let Some(to) = accounts::address_for_news(write, curator).await? {
            let of = (listing.id, listing.title.as_str());
            let letter = letters::proposed(forum.policy(), to, of, plan, &by.name);
            mail::queue(write.tx(), letter, write.now()).await?;
        }
    }
    Ok(())
}

/// Takes one's own proposal back, as long as it waits. Again, it changes nothing.
///
/// # Errors
/// When there is no such proposal of the member's, or it has been answered.
pub async fn take_proposal_back(
    forum: &Forum,
    member: &Member,
    id: ProposalId,
) -> Result<ListingId, CurateError> {
    let write = forum.act(member).await?;
    let row = proposals::Entity::find_by_id(id).one(write.tx()).await?;
    let row = row.filter(|row| row.proposer_id == member.id);
    let listing = row.ok_or(CurateError::NotFound)?.listing_id;
    hold(&write, listing).await?.ok_or(CurateError::NotFound)?;
    let row = held(&write, id).await?.ok_or(CurateError::NotFound)?;
    match row.state {
        Outcome::Waiting => {}
        Outcome::TakenBack => return Ok(listing),
        Outcome::Accepted | Outcome::Declined => {
            return Err(CurateError::Refused(Refusal::Answered));
        }
    }
    let taken = proposals::ActiveModel {
        id: Set(id),
        state: Set(Outcome::TakenBack),
        ..Default::default()
    };
    taken.update(write.tx()).await?;
    let kind = Kind::ListingProposalTakenBack;
    let act = Act::by(member.id, kind, Subject::Listing(listing)).with("proposal", id.0);
    write.record(act).await?;
    Ok(listing)
}
