//! Clearing away what has had its time.

use crate::{
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    mail,
    tables::{attempts, links, mails, once, sessions},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// How long a used-up or expired link is remembered, for the list of invitations.
const LINKS_KEPT: i64 = 30 * Timestamp::DAY;
/// How long a second submit of the same form is recognised.
const ONCE_KEPT: i64 = 7 * Timestamp::DAY;
/// How long it is remembered that a letter was sent, or given up.
const MAILS_KEPT: i64 = 30 * Timestamp::DAY;

/// Deletes expired sessions and links, attempts that no longer count, and old idempotency keys and
/// letters. To be called now and then, by any process.
///
/// # Errors
/// When the database fails.
pub async fn prune(forum: &Forum) -> Result<(), Broken> {
    let now = forum.now();
    let write = forum.write().await?;
    sessions::Entity::delete_many()
        .filter(sessions::Column::ExpiresAt.lte(now))
        .exec(write.tx())
        .await?;
    links::Entity::delete_many()
        .filter(links::Column::ExpiresAt.lte(now.plus(-LINKS_KEPT)))
        .exec(write.tx())
        .await?;
    attempts::Entity::delete_many()
        .filter(attempts::Column::Arrival.lte(now))
        .exec(write.tx())
        .await?;
    once::Entity::delete_many()
        .filter(once::Column::CreatedAt.lte(now.plus(-ONCE_KEPT)))
        .exec(write.tx())
        .await?;
    mails::Entity::delete_many()
        .filter(mails::Column::State.ne(mail::State::Waiting))
        .filter(mails::Column::DueAt.lte(now.plus(-MAILS_KEPT)))
        .exec(write.tx())
        .await?;
    write.commit().await
}
