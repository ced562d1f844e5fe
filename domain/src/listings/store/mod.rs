//! Listings in the database.

mod answer;
mod curators;
mod entries;
mod erase;
mod export;
mod feature;
mod follows;
mod hashes;
mod lists;
mod make;
mod proposals;
mod propose;
mod publish;
mod question;
mod read;

pub use answer::*;
pub use curators::*;
pub use entries::*;
pub use export::*;
pub use feature::*;
pub use follows::*;
pub use lists::*;
pub use make::*;
pub use proposals::*;
pub use propose::*;
pub use publish::*;
pub use question::*;
pub use read::*;

pub(crate) use erase::{empty_listings, forget_follows};
pub(crate) use hashes::{
    stored_because_hash, stored_listing_hash, stored_note_hash, stored_reason_hash,
};
pub(crate) use publish::withhold;

use super::Refusal;
use crate::{
    accounts,
    broken::{Broken, acts},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{AccountId, ListingId},
    limits::limited,
    log::Act,
    problems::Problems,
    tables::{listing_curators, listings},
    viewer::{Member, Moderator},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect,
    sea_query::LockType,
};

/// Why nothing was done to a listing.
#[derive(Debug, thiserror::Error)]
pub enum CurateError {
    /// There is no such listing of which the member is a curator, or nothing of this kind in it.
    #[error("no such listing")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// Somebody has changed the same words since.
    #[error("somebody else has changed this since: read it again first")]
    Stale,
    /// A rule is against it.
    #[error("{0}")]
    Refused(Refusal),
    /// Too many in a short time.
    #[error("too many listings; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the curator's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(CurateError);
limited!(CurateError);

/// Begins a moderator's act. Whether they still are one is asked again here, inside the transaction.
async fn begin(forum: &Forum, moderator: &Moderator) -> Result<Write, CurateError> {
    let write = forum.act(moderator).await?;
    if accounts::moderates(write.tx(), moderator.id).await? {
        return Ok(write);
    }
    Err(CurateError::NotFound)
}

/// Begins a curator's act on a listing, which is held until it ends. Whether they still are one is asked
/// again here.
async fn begin_on(
    forum: &Forum,
    curator: &Member,
    id: ListingId,
) -> Result<(Write, listings::Model), CurateError> {
    let write = forum.act(curator).await?;
    let row = hold(&write, id).await?.ok_or(CurateError::NotFound)?;
    if curates(write.tx(), curator.id, id).await? {
        return Ok((write, row));
    }
    Err(CurateError::NotFound)
}

/// As [`begin_on`], for what only moderators do.
async fn begin_moderating(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
) -> Result<(Write, listings::Model), CurateError> {
    let write = begin(forum, moderator).await?;
    let row = hold(&write, id).await?.ok_or(CurateError::NotFound)?;
    Ok((write, row))
}

/// A listing that this write will change. Everybody who changes what is in it waits for its end.
pub(crate) async fn hold(write: &Write, id: ListingId) -> Result<Option<listings::Model>, Broken> {
    Ok(listings::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(write.tx())
        .await?)
}

/// Whether somebody may edit a listing: as a moderator, or because one made them its curator.
async fn curates(db: &impl ConnectionTrait, who: AccountId, id: ListingId) -> Result<bool, Broken> {
    if accounts::moderates(db, who).await? {
        return Ok(true);
    }
    let made = listing_curators::Entity::find_by_id((id, who));
    Ok(made.one(db).await?.is_some())
}

/// Ends an act on a listing, which has changed now. What was never published is no public act.
async fn end(write: Write, row: &listings::Model, act: Act) -> Result<(), Broken> {
    changed_at(row.id, write.now()).update(write.tx()).await?;
    if row.published_at.is_some() {
        write.record(act).await?;
        return Ok(());
    }
    write.commit().await
}

fn changed_at(id: ListingId, now: Timestamp) -> listings::ActiveModel {
    listings::ActiveModel {
        id: Set(id),
        changed_at: Set(now),
        ..Default::default()
    }
}
