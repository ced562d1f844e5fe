//! Tags that are no longer given.

use super::{
    TagError,
    actions::{Doing, checked},
    held,
    merge::other,
};
use crate::{
    clock::Timestamp,
    forum::{Forum, Write},
    ids::TagId,
    plans::Tag,
    tables::tags,
    tags::{Deed, Refusal},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};

/// Retires a tag: it is no longer given to plans, and whoever tries is told what to use instead, if that
/// is said. Plans that have it keep it.
///
/// # Errors
/// When it is retired already, what is to be used instead is no such tag, or the moderator may not act.
pub async fn retire(
    forum: &Forum,
    moderator: &Moderator,
    word: &Tag,
    instead: &str,
    reason: &str,
) -> Result<(), TagError> {
    let typed = match instead.trim() {
        "" => Ok(None),
        instead => instead.parse::<Tag>().map(Some),
    };
    let (instead, reason) = checked("instead", typed, reason)?;
    let write = held::begin(forum, moderator).await?;
    let tag = held::tag(forum, &write, word).await?;
    if tag.row.retired_at.is_some() {
        return Err(TagError::Refused(Refusal::Retired(word.clone())));
    }
    let instead = match instead {
        Some(instead) => Some(other(forum, &write, &tag, "instead", &instead).await?),
        None => None,
    };
    let instead_id = instead.as_ref().map(|instead| instead.id);
    set_retired(&write, word, Some(write.now()), instead_id).await?;
    let doing = Doing {
        write,
        moderator,
        deed: Deed::Retired,
        tag: &tag,
        other: instead.as_ref(),
        reason: reason.as_str(),
    };
    doing.record(forum, |act| act).await
}

/// Brings a retired tag back: it may be given to plans again.
///
/// # Errors
/// When it is not retired, or the moderator may not act.
pub async fn restore(
    forum: &Forum,
    moderator: &Moderator,
    word: &Tag,
    reason: &str,
) -> Result<(), TagError> {
    let ((), reason) = checked("", Ok(()), reason)?;
    let write = held::begin(forum, moderator).await?;
    let tag = held::tag(forum, &write, word).await?;
    if tag.row.retired_at.is_none() {
        return Err(TagError::Refused(Refusal::NotRetired(word.clone())));
    }
    set_retired(&write, word, None, None).await?;
    let doing = Doing {
        write,
        moderator,
        deed: Deed::Restored,
        tag: &tag,
        other: None,
        reason: reason.as_str(),
    };
    doing.record(forum, |act| act).await
}

async fn set_retired(
    write: &Write,
    word: &Tag,
    at: Option<Timestamp>,
    instead: Option<TagId>,
) -> Result<(), TagError> {
    let row = tags::ActiveModel {
        tag: Unchanged(word.to_string()),
        retired_at: Set(at),
        instead_id: Set(instead),
        ..Default::default()
    };
    row.update(write.tx()).await?;
    Ok(())
}
