//! Answering what was proposed for a listing.

use super::{
    CurateError, begin_on, end,
    entries::put,
    hashes::text_hash,
    proposals::{checked, held},
};
use crate::{
    accounts,
    broken::Broken,
    forum::{Forum, Write},
    ids::{ListingId, ProposalId},
    listings::{
        Outcome, PublicReason, Refusal,
        letters::{self, Answered},
        rules::note as checked_note,
    },
    log::{Act, Kind, Subject},
    mail, plans,
    tables::{listings, plans as plan_rows, proposals},
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// What a curator says to a proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict<'typed> {
    /// Whether the plan is put into the listing.
    pub accept: bool,
    /// Why, or why not.
    pub reason: &'typed str,
    /// What the listing says of it, if it is put there.
    pub note: &'typed str,
}

/// Answers a proposal, and tells whoever made it. One that is accepted puts the plan at the end of the
/// listing.
///
/// # Errors
/// When it has been answered, the plan cannot be put there, a rule is broken, or the member is no curator
/// of its listing.
pub async fn answer(
    forum: &Forum,
    curator: &Member,
    id: ProposalId,
    verdict: &Verdict<'_>,
) -> Result<ListingId, CurateError> {
    let reason = checked("reason", verdict.reason).map_err(CurateError::Invalid)?;
    let note = checked_note(verdict.note).map_err(CurateError::Invalid)?;
    let (write, listing, proposal) = begin_answering(forum, curator, id).await?;
    let outcome = if verdict.accept {
        Outcome::Accepted
    } else {
        Outcome::Declined
    };
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(reason.as_str(), &salt)?;
    let mut act = Act::by(
        curator.id,
        Kind::ListingAnswered,
        Subject::Listing(listing.id),
    )
    .with("proposal", id.0)
    .with("plan", proposal.plan_id.0)
    .with("outcome", outcome.as_str())
    .with("reason", hash);
    if verdict.accept {
        let at = (listing.id, proposal.plan_id);
        let put = put(forum, &write, at, curator.id, note).await?;
        let note = put.map_err(|why| CurateError::Refused(Refusal::Unlistable(why)))?;
        act = act.with("note", note);
    }
    let answered = proposals::ActiveModel {
        id: Set(id),
        state: Set(outcome),
        curator_id: Set(Some(curator.id)),
        reason: Set(reason.as_str().into()),
        answered_at: Set(Some(write.now())),
        reason_salt: Set(Some(salt.to_vec())),
        reason_hash: Set(Some(hash.to_vec())),
        ..Default::default()
    };
    answered.update(write.tx()).await?;
    if proposal.proposer_id != curator.id {
        tell_proposer(
            forum,
            &write,
            (curator, &reason),
            &listing,
            &proposal,
            outcome,
        )
        .await?;
    }
    let listing_id = listing.id;
    end(write, &listing, act).await?;
    Ok(listing_id)
}

/// Holds a proposal that waits, with its listing: listings before proposals, as everybody locks them.
async fn begin_answering(
    forum: &Forum,
    curator: &Member,
    id: ProposalId,
) -> Result<(Write, listings::Model, proposals::Model), CurateError> {
    let row = proposals::Entity::find_by_id(id).one(forum.read()).await?;
    let listing = row.ok_or(CurateError::NotFound)?.listing_id;
    let (write, listing) = begin_on(forum, curator, listing).await?;
    let row = held(&write, id).await?.ok_or(CurateError::NotFound)?;
    if row.state != Outcome::Waiting {
        return Err(CurateError::Refused(Refusal::Answered));
    }
    Ok((write, listing, row))
}

async fn tell_proposer(
    forum: &Forum,
    write: &Write,
    (curator, reason): (&Member, &PublicReason),
    listing: &listings::Model,
    proposal: &proposals::Model,
    outcome: Outcome,
) -> Result<(), Broken> {
    let Some(to) = accounts::address_for_news(write, proposal.proposer_id).await? else {
        return Ok(());
    };
    let plan = plan_rows::Entity::find_by_id(proposal.plan_id)
        .one(write.tx())
        .await?;
    let title = plan
        .filter(|plan| plan.state == plans::State::Published)
        .map_or_else(|| format!("number {}", proposal.plan_id), |plan| plan.title);
    let news = Answered {
        listing: (listing.id, &listing.title),
        plan: (proposal.plan_id, &title),
        outcome,
        by: &curator.name,
        reason: reason.as_str(),
    };
    let letter = letters::answered(forum.policy(), to, &news);
    mail::queue(write.tx(), letter, write.now()).await
}
