//! Publishing a listing, and withdrawing it.

use super::{CurateError, begin_moderating, changed_at, end};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{ListingId, MeasureId},
    listings::{Refusal, State},
    log::{Act, Kind, Subject},
    tables::{listed, listings},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde_json::{Value, json};

/// Publishes a listing, or brings one back that was withdrawn. Its entry in the log tells all that it
/// says. Again, it changes nothing.
///
/// # Errors
/// When there is nothing in it, or the moderator may not act.
pub async fn publish(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
) -> Result<(), CurateError> {
    let (write, row) = begin_moderating(forum, moderator, id).await?;
    if row.state == State::Published {
        return Ok(());
    }
    if row.withheld.is_some() {
        return Err(CurateError::Refused(Refusal::Withheld));
    }
    let plans = plans(&write, id).await?;
    if plans.is_empty() && row.question.is_none() {
        return Err(CurateError::Refused(Refusal::Empty));
    }
    let published = listings::ActiveModel {
        state: Set(State::Published),
        published_at: Set(row.published_at.or(Some(write.now()))),
        ..changed_at(id, write.now())
    };
    published.update(write.tx()).await?;
    let act = Act::by(moderator.id, Kind::ListingPublished, Subject::Listing(id))
        .with("content", Hash::from_bytes(&row.content_hash)?)
        .with("plans", plans);
    write.record(act).await?;
    Ok(())
}

/// Its plans in their order, with the hash of what it says of each.
async fn plans(write: &Write, id: ListingId) -> Result<Vec<Value>, Broken> {
    let rows = listed::Entity::find()
        .filter(listed::Column::ListingId.eq(id))
        .order_by_asc(listed::Column::Place)
        .all(write.tx())
        .await?;
    rows.into_iter()
        .map(|row| {
            let note = Hash::from_bytes(&row.content_hash)?;
            Ok(json!({"plan": row.plan_id, "note": note}))
        })
        .collect()
}

/// Withdraws a listing: only its curators see it from now on, and it leaves the front page. Again, it
/// changes nothing.
///
/// # Errors
/// When the moderator may not act.
pub async fn withdraw(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
) -> Result<(), CurateError> {
    let (write, row) = begin_moderating(forum, moderator, id).await?;
    if row.state == State::Withdrawn {
        return Ok(());
    }
    let withdrawn = listings::ActiveModel {
        id: Set(id),
        state: Set(State::Withdrawn),
        featured: Set(None),
        ..Default::default()
    };
    withdrawn.update(write.tx()).await?;
    let act = Act::by(moderator.id, Kind::ListingWithdrawn, Subject::Listing(id));
    Ok(end(write, &row, act).await?)
}

/// Keeps a held listing from readers' eyes by a measure, or gives it back to them.
pub(crate) async fn withhold(
    write: &Write,
    row: &listings::Model,
    by: Option<MeasureId>,
) -> Result<(), Broken> {
    let state = match by {
        Some(_) => State::Withdrawn,
        None => State::Published,
    };
    let withheld = listings::ActiveModel {
        id: Set(row.id),
        state: Set(state),
        withheld: Set(by),
        // It does not come back to the front page by itself.
        featured: Set(row.featured.filter(|_| by.is_none())),
        ..Default::default()
    };
    withheld.update(write.tx()).await?;
    Ok(())
}
