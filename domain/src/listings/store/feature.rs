//! Which listings stand on the front page.

use super::{CurateError, begin_moderating};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    ids::ListingId,
    listings::{MOST_FEATURED, Refusal, State},
    log::{Act, Kind, Subject},
    tables::listings,
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, SqlErr,
};

/// Puts a published listing on the front page. Again, it changes nothing.
///
/// # Errors
/// When it is not published, as many stand there as may, or the moderator may not act.
pub async fn feature(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
) -> Result<(), CurateError> {
    let (write, row) = begin_moderating(forum, moderator, id).await?;
    if row.featured.is_some() {
        return Ok(());
    }
    if row.state != State::Published {
        return Err(CurateError::Refused(Refusal::Unpublished));
    }
    let place = free_place(&write).await?;
    let place = place.ok_or(CurateError::Refused(Refusal::Featured))?;
    // Whoever takes the same place at the same moment is told that there is none: the table holds one of each.
    if let Err(error) = put(id, Some(place)).update(write.tx()).await {
        return Err(match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => CurateError::Refused(Refusal::Featured),
            _ => error.into(),
        });
    }
    let act = Act::by(moderator.id, Kind::ListingFeatured, Subject::Listing(id));
    write.record(act.with("place", place)).await?;
    Ok(())
}

/// Takes a listing from the front page. Again, it changes nothing.
///
/// # Errors
/// When there is no such listing, or the moderator may not act.
pub async fn unfeature(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
) -> Result<(), CurateError> {
    let (write, row) = begin_moderating(forum, moderator, id).await?;
    if row.featured.is_none() {
        return Ok(());
    }
    put(id, None).update(write.tx()).await?;
    let act = Act::by(moderator.id, Kind::ListingUnfeatured, Subject::Listing(id));
    write.record(act).await?;
    Ok(())
}

fn put(id: ListingId, place: Option<i32>) -> listings::ActiveModel {
    listings::ActiveModel {
        id: Set(id),
        featured: Set(place),
        ..Default::default()
    }
}

async fn free_place(write: &Write) -> Result<Option<i32>, Broken> {
    let taken: Vec<i32> = listings::Entity::find()
        .select_only()
        .column(listings::Column::Featured)
        .filter(listings::Column::Featured.is_not_null())
        .into_tuple()
        .all(write.tx())
        .await?;
    Ok((1..=MOST_FEATURED).find(|place| !taken.contains(place)))
}
