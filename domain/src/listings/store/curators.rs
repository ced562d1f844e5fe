//! Members who may edit one listing.

use super::{CurateError, begin_moderating, end, hold};
use crate::{
    accounts::{self, Byline, PublicProfile, Role},
    broken::Broken,
    forum::Forum,
    ids::{AccountId, ListingId},
    listings::{MOST_CURATORS, State, letters},
    log::{Act, Kind, Subject},
    mail,
    problems::Problems,
    tables::{listing_curators, listings},
    viewer::{Member, Moderator},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Makes a member a curator of a listing, and tells them. Again, it changes nothing.
///
/// # Errors
/// When nobody may be found by this handle, they are one already as a moderator, there are as many as may
/// be, or the moderator may not act.
pub async fn add_curator(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
    handle: &str,
) -> Result<(), CurateError> {
    let who = may_become(accounts::profile(forum, handle).await?).map_err(invalid)?;
    let (write, row) = begin_moderating(forum, moderator, id).await?;
    let made = listing_curators::Entity::find_by_id((id, who.id));
    if made.one(write.tx()).await?.is_some() {
        return Ok(());
    }
    let all = listing_curators::Entity::find().filter(listing_curators::Column::ListingId.eq(id));
    if all.count(write.tx()).await? >= MOST_CURATORS {
        let words =
            format!("A listing has at most {MOST_CURATORS} curators beside the moderators.");
        return Err(invalid(words));
    }
    let made = listing_curators::ActiveModel {
        listing_id: Set(id),
        account_id: Set(who.id),
        added_at: Set(write.now()),
    };
    made.insert(write.tx()).await?;
    if let Some(to) = accounts::address_for_news(&write, who.id).await? {
        let letter = letters::curating(forum.policy(), to, (id, &row.title), &moderator.name);
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    let act = act(moderator, Kind::ListingCuratorAdded, id, who.id);
    Ok(end(write, &row, act).await?)
}

fn may_become(profile: Option<PublicProfile>) -> Result<PublicProfile, &'static str> {
    let profile = profile.ok_or("Nobody here has this handle.")?;
    if profile.role != Role::Member {
        return Err("Moderators may edit every listing anyway.");
    }
    Ok(profile)
}

fn invalid(words: impl Into<String>) -> CurateError {
    CurateError::Invalid(Problems::one("handle", words))
}

/// Makes somebody a curator of a listing no longer: a moderator anybody, a curator themselves. Again, it
/// changes nothing.
///
/// # Errors
/// When the member is neither a moderator nor they, or may not know of the listing.
pub async fn remove_curator(
    forum: &Forum,
    by: &Member,
    id: ListingId,
    handle: &str,
) -> Result<(), CurateError> {
    let who = accounts::profile(forum, handle).await?;
    let who = who.ok_or(CurateError::NotFound)?.id;
    let write = forum.act(by).await?;
    let row = hold(&write, id).await?.ok_or(CurateError::NotFound)?;
    let is_moderator = accounts::moderates(write.tx(), by.id).await?;
    if by.id != who && !is_moderator {
        return Err(CurateError::NotFound);
    }
    let gone = listing_curators::Entity::delete_by_id((id, who))
        .exec(write.tx())
        .await?;
    if gone.rows_affected == 0 {
        // Who never was one is not told that there is a draft.
        let is_known = is_moderator || row.state == State::Published;
        return is_known.then_some(()).ok_or(CurateError::NotFound);
    }
    let act = act(by, Kind::ListingCuratorRemoved, id, who);
    Ok(end(write, &row, act).await?)
}

fn act(by: &Member, kind: Kind, id: ListingId, who: AccountId) -> Act {
    Act::by(by.id, kind, Subject::Listing(id)).with("account", who.0)
}

/// The members who were made curators of a listing, the first first. Nobody who has left.
pub(super) async fn curators(forum: &Forum, id: ListingId) -> Result<Vec<Byline>, Broken> {
    let ids: Vec<AccountId> = listing_curators::Entity::find()
        .select_only()
        .column(listing_curators::Column::AccountId)
        .filter(listing_curators::Column::ListingId.eq(id))
        .order_by_asc(listing_curators::Column::AddedAt)
        .order_by_asc(listing_curators::Column::AccountId)
        .into_tuple()
        .all(forum.read())
        .await?;
    let people = accounts::bylines(forum, ids.iter().copied()).await?;
    let bylines = ids.into_iter().map(|id| people.of(id));
    Ok(bylines.filter(|byline| byline.person.is_some()).collect())
}

/// Everybody who is told of what happens to a listing: who made it, and its curators.
pub(super) async fn told(
    write: &crate::forum::Write,
    row: &listings::Model,
) -> Result<Vec<AccountId>, Broken> {
    let mut told: Vec<AccountId> = listing_curators::Entity::find()
        .select_only()
        .column(listing_curators::Column::AccountId)
        .filter(listing_curators::Column::ListingId.eq(row.id))
        .order_by_asc(listing_curators::Column::AccountId)
        .into_tuple()
        .all(write.tx())
        .await?;
    if accounts::moderates(write.tx(), row.maker_id).await? && !told.contains(&row.maker_id) {
        told.insert(0, row.maker_id);
    }
    Ok(told)
}
