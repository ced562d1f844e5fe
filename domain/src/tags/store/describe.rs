//! Saying what a tag is about.

use super::{
    TagError,
    actions::{Doing, checked, hash_of_about},
    held, invalid,
};
use crate::{
    forum::Forum,
    plans::Tag,
    tables::tags,
    tags::{About, Deed},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};

/// Says what a tag is about, in place of what was said before. Said empty, it says nothing any more.
///
/// # Errors
/// When it is too long, nothing changes, or the moderator may not act.
pub async fn describe(
    forum: &Forum,
    moderator: &Moderator,
    word: &Tag,
    about: &str,
    reason: &str,
) -> Result<(), TagError> {
    let (about, reason) = checked("about", about.parse::<About>(), reason)?;
    let write = held::begin(forum, moderator).await?;
    let tag = held::tag(forum, &write, word).await?;
    if tag.row.about == about.as_str() {
        return Err(invalid("about", "says that already"));
    }
    let salt = forum.entropy().bytes::<16>();
    let hash = hash_of_about(&salt, about.as_str())?;
    let row = tags::ActiveModel {
        tag: Unchanged(word.to_string()),
        about: Set(about.as_str().into()),
        about_by: Set(Some(moderator.id)),
        about_salt: Set(Some(salt.to_vec())),
        about_hash: Set(Some(hash.to_vec())),
        ..Default::default()
    };
    row.update(write.tx()).await?;
    let doing = Doing {
        write,
        moderator,
        deed: Deed::Described,
        tag: &tag,
        other: None,
        reason: reason.as_str(),
    };
    doing.record(forum, |act| act.with("content", hash)).await
}
