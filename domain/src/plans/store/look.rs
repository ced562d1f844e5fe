//! That somebody looks once at what is like their plan before they post it.

use super::PublishError;
use crate::{
    clock::Timestamp, forum::Forum, hash::Hash, once, plans::Typed, tables::once as once_rows,
    viewer::Member,
};
use sea_orm::EntityTrait;
use serde::Serialize;

/// What is sent again sooner was sent before its answer could be read: a button pressed twice.
const READ: i64 = 2 * Timestamp::SECOND;

/// Whether the writer of this text is to be shown what is like it, and notes that they were. Not a
/// second time, unless the first was a moment ago. It is forgotten as idempotency keys are.
///
/// # Errors
/// When the member may not act or the database fails.
pub async fn first_look(
    forum: &Forum,
    writer: &Member,
    typed: &Typed,
) -> Result<bool, PublishError> {
    let key = key(typed)?;
    let write = forum.act(writer).await?;
    let is_first = once::claim_for(write.tx(), writer.id, &key, 0, write.now()).await?;
    let shown = once_rows::Entity::find_by_id((writer.id, key))
        .one(write.tx())
        .await?;
    let now = write.now();
    write.commit().await?;
    let a_moment_ago = shown.is_some_and(|row| now.0 - row.created_at.0 < READ);
    Ok(is_first || a_moment_ago)
}

/// A key of the text itself: it is the same whichever form it is sent by.
fn key(typed: &Typed) -> Result<String, PublishError> {
    #[derive(Serialize)]
    struct Text<'typed> {
        title: &'typed str,
        pitch: &'typed str,
        body: &'typed str,
    }
    let text = Text {
        title: &typed.title,
        pitch: &typed.pitch,
        body: &typed.body,
    };
    Ok(format!("look {}", Hash::of_content(&[], &text)?))
}
