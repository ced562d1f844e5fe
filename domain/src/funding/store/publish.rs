//! Publishing a round.

use super::{FundError, begin_on};
use crate::{
    forum::Forum,
    funding::{Refusal, State},
    hash::Hash,
    ids::RoundId,
    log::{Act, Kind, Subject},
    tables::{round_versions, rounds},
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Publishes a draft: from now on everybody reads it, and what changes is a new version. Again, it changes
/// nothing.
///
/// # Errors
/// When its last day has passed, or it is not the member's.
pub async fn publish(forum: &Forum, funder: &Member, id: RoundId) -> Result<(), FundError> {
    let (write, row) = begin_on(forum, funder, id).await?;
    if row.state == State::Published {
        return Ok(());
    }
    if row.closes_at <= write.now() {
        return Err(FundError::Refused(Refusal::Over));
    }
    let said = round_versions::Entity::find()
        .filter(round_versions::Column::RoundId.eq(id))
        .filter(round_versions::Column::Number.eq(row.head))
        .one(write.tx())
        .await?
        .ok_or(FundError::NotFound)?;
    let published = rounds::ActiveModel {
        id: Set(id),
        state: Set(State::Published),
        changed_at: Set(write.now()),
        published_at: Set(Some(write.now())),
        ..Default::default()
    };
    published.update(write.tx()).await?;
    let act = Act::by(funder.id, Kind::RoundPublished, Subject::Round(id))
        .with("version", row.head.0)
        .with("content", Hash::from_bytes(&said.content_hash)?);
    write.record(act).await?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// When it has been published, or is not the member's.
pub async fn discard(forum: &Forum, funder: &Member, id: RoundId) -> Result<(), FundError> {
    let (write, row) = begin_on(forum, funder, id).await?;
    if row.state != State::Draft {
        return Err(FundError::Refused(Refusal::Published));
    }
    round_versions::Entity::delete_many()
        .filter(round_versions::Column::RoundId.eq(id))
        .exec(write.tx())
        .await?;
    rounds::Entity::delete_by_id(id).exec(write.tx()).await?;
    Ok(write.commit().await?)
}
