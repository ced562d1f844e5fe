//! The plans of a listing, their order, and what it says of each.

use super::{CurateError, begin_on, end, hashes::text_hash};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, ListingId, PlanId},
    listings::{
        MOST_PLANS, Move,
        rules::{Unlistable, note as checked_note},
    },
    log::{Act, Kind, Subject},
    plans::State,
    problems::Problems,
    tables::{listed, plans},
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, sea_query::Expr,
};

/// Puts a plan at the end of a listing, with a note that may be empty.
///
/// # Errors
/// When it cannot be put there, the note breaks a rule, or the member is no curator of it.
pub async fn add(
    forum: &Forum,
    curator: &Member,
    id: ListingId,
    plan: PlanId,
    note: &str,
) -> Result<(), CurateError> {
    let note = checked_note(note).map_err(CurateError::Invalid)?;
    let (write, row) = begin_on(forum, curator, id).await?;
    let hash = match put(forum, &write, (id, plan), curator.id, note).await? {
        Ok(hash) => hash,
        Err(unlistable) => {
            let problems = Problems::one("plan", unlistable.to_string());
            return Err(CurateError::Invalid(problems));
        }
    };
    let act = act(curator, Kind::ListingAdded, id, plan).with("note", hash);
    Ok(end(write, &row, act).await?)
}

/// Puts a plan at the end of a listing that is held, and answers the hash of the note.
pub(super) async fn put(
    forum: &Forum,
    write: &Write,
    (id, plan): (ListingId, PlanId),
    writer: AccountId,
    note: String,
) -> Result<Result<Hash, Unlistable>, Broken> {
    let seen = plans::Entity::find_by_id(plan)
        .filter(plans::Column::State.eq(State::Published))
        .one(write.tx())
        .await?;
    if seen.is_none() {
        return Ok(Err(Unlistable::Gone));
    }
    if find(write, id, plan).await?.is_some() {
        return Ok(Err(Unlistable::Listed));
    }
    let places = places(write, id).await?;
    if places >= MOST_PLANS as u64 {
        return Ok(Err(Unlistable::Full));
    }
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(&note, &salt)?;
    let row = listed::ActiveModel {
        listing_id: Set(id),
        plan_id: Set(plan),
        place: Set(count(places) + 1),
        note: Set(note),
        edits: Set(0),
        writer_id: Set(writer),
        added_at: Set(write.now()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        ..Default::default()
    };
    row.insert(write.tx()).await?;
    Ok(Ok(hash))
}

/// Takes a plan out of a listing. One that is not in it changes nothing.
///
/// # Errors
/// When the member is no curator of it.
pub async fn remove(
    forum: &Forum,
    curator: &Member,
    id: ListingId,
    plan: PlanId,
) -> Result<(), CurateError> {
    let (write, row) = begin_on(forum, curator, id).await?;
    let Some(entry) = find(&write, id, plan).await? else {
        return Ok(());
    };
    listed::Entity::delete_by_id(entry.id)
        .exec(write.tx())
        .await?;
    shift(&write, id, (entry.place + 1, i64::MAX), -1).await?;
    let act = act(curator, Kind::ListingRemoved, id, plan);
    Ok(end(write, &row, act).await?)
}

/// Puts a plan elsewhere in its listing. Those that are not to be seen have a place as well.
///
/// # Errors
/// When it is not in it, or the member is no curator of it.
pub async fn move_plan(
    forum: &Forum,
    curator: &Member,
    id: ListingId,
    plan: PlanId,
    to: Move,
) -> Result<(), CurateError> {
    let (write, row) = begin_on(forum, curator, id).await?;
    let entry = find(&write, id, plan).await?.ok_or(CurateError::NotFound)?;
    let places = count(places(&write, id).await?);
    let (from, to) = (entry.place, to.from(entry.place, places));
    if from == to {
        return Ok(());
    }
    if to < from {
        shift(&write, id, (to, from - 1), 1).await?;
    } else {
        shift(&write, id, (from + 1, to), -1).await?;
    }
    let moved = listed::ActiveModel {
        id: Set(entry.id),
        place: Set(to),
        ..Default::default()
    };
    moved.update(write.tx()).await?;
    let act = act(curator, Kind::ListingMoved, id, plan);
    let act = act.with("from", from).with("to", to);
    Ok(end(write, &row, act).await?)
}

/// Changes what a listing says of a plan, which had been changed `base` times when the curator read it.
///
/// # Errors
/// When somebody has changed it since, it breaks a rule, the plan is not in the listing, or the member is
/// no curator of it.
pub async fn set_note(
    forum: &Forum,
    curator: &Member,
    (id, plan): (ListingId, PlanId),
    base: i32,
    note: &str,
) -> Result<(), CurateError> {
    let note = checked_note(note).map_err(CurateError::Invalid)?;
    let (write, row) = begin_on(forum, curator, id).await?;
    let entry = find(&write, id, plan).await?.ok_or(CurateError::NotFound)?;
    if entry.note == note {
        return Ok(());
    }
    if entry.edits != base {
        return Err(CurateError::Stale);
    }
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(&note, &salt)?;
    let noted = listed::ActiveModel {
        id: Set(entry.id),
        note: Set(note),
        edits: Set(entry.edits + 1),
        writer_id: Set(curator.id),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        ..Default::default()
    };
    noted.update(write.tx()).await?;
    let act = act(curator, Kind::ListingNoted, id, plan).with("note", hash);
    Ok(end(write, &row, act).await?)
}

fn act(curator: &Member, kind: Kind, id: ListingId, plan: PlanId) -> Act {
    Act::by(curator.id, kind, Subject::Listing(id)).with("plan", plan.0)
}

async fn find(write: &Write, id: ListingId, plan: PlanId) -> Result<Option<listed::Model>, Broken> {
    Ok(listed::Entity::find()
        .filter(listed::Column::ListingId.eq(id))
        .filter(listed::Column::PlanId.eq(plan))
        .one(write.tx())
        .await?)
}

async fn places(write: &Write, id: ListingId) -> Result<u64, Broken> {
    let all = listed::Entity::find().filter(listed::Column::ListingId.eq(id));
    Ok(all.count(write.tx()).await?)
}

fn count(places: u64) -> i64 {
    i64::try_from(places).unwrap_or(i64::MAX)
}

/// Moves those from one place to another by one.
async fn shift(
    write: &Write,
    id: ListingId,
    (from, to): (i64, i64),
    by: i64,
) -> Result<(), Broken> {
    listed::Entity::update_many()
        .col_expr(
            listed::Column::Place,
            Expr::col(listed::Column::Place).add(by),
        )
        .filter(listed::Column::ListingId.eq(id))
        .filter(listed::Column::Place.between(from, to))
        .exec(write.tx())
        .await?;
    Ok(())
}
