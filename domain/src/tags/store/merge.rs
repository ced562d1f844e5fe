//! Making one tag of two, and taking that back.

use super::{
    TagError,
    actions::{Doing, checked},
    held::{self, Held},
    invalid, named,
    step::{recount, step},
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    ids::TagId,
    plans::Tag,
    tables::{tag_synonyms, tags},
    tags::{Deed, Refusal, rules::branch},
    viewer::Moderator,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Merges a tag into another: all its words mean that one from now on, and its plans have that one. A
/// word that no plan has yet may be merged too, so that it means the other before anybody gives it.
///
/// # Errors
/// When the other is no tag to merge into, or the moderator may not act.
pub async fn merge(
    forum: &Forum,
    moderator: &Moderator,
    word: &Tag,
    into: &str,
    reason: &str,
) -> Result<Tag, TagError> {
    let (into, reason) = checked("into", into.parse::<Tag>(), reason)?;
    let write = held::begin(forum, moderator).await?;
    let tag = held::tag(forum, &write, word).await?;
    let into = other(forum, &write, &tag, "into", &into).await?;
    tag_synonyms::Entity::update_many()
        .col_expr(tag_synonyms::Column::TagId, into.id.into())
        .filter(tag_synonyms::Column::TagId.eq(tag.id))
        .exec(write.tx())
        .await?;
    let name = tag_synonyms::ActiveModel {
        word: Set(word.to_string()),
        tag_id: Set(into.id),
        home_id: Set(tag.id),
    };
    tag_synonyms::Entity::insert(name)
        .exec_without_returning(write.tx())
        .await?;
    set_into(&write, tag.id, Some(into.id)).await?;
    step(&write, word.as_str()).await?;
    recount(&write, &[word.as_str(), into.name()]).await?;
    let doing = Doing {
        write,
        moderator,
        deed: Deed::Merged,
        tag: &tag,
        other: Some(&into),
        reason: reason.as_str(),
    };
    doing.record(forum, |act| act).await?;
    Ok(named(into.name())?)
}

/// The tag that is to stand for another: one that is given, and not that other itself.
pub(super) async fn other(
    forum: &Forum,
    write: &Write,
    tag: &Held,
    field: &'static str,
    word: &Tag,
) -> Result<Held, TagError> {
    let row = match held::synonym(write, word.as_str()).await? {
        Some((_, means)) => Some(means),
        None => held::row(write, word.as_str()).await?,
    };
    let Some(row) = row.filter(|row| row.plans > 0 || row.id.is_some()) else {
        return Err(invalid(field, "is no tag that any plan has"));
    };
    if row.id == Some(tag.id) {
        let means = if word.as_str() == tag.name() {
            "is the tag itself".to_owned()
        } else {
            format!("means “{}” already", tag.name())
        };
        return Err(invalid(field, means));
    }
    if row.retired_at.is_some() {
        return Err(invalid(field, "is retired itself: bring it back first"));
    }
    Ok(held::numbered(forum, write, &row.tag).await?)
}

/// Takes back that a tag was merged: its words mean it again, and plans that were given them have it again.
/// What was posted meanwhile under the other tag stays there.
///
/// # Errors
/// When it is not merged, or the moderator may not act.
pub async fn unmerge(
    forum: &Forum,
    moderator: &Moderator,
    word: &Tag,
    reason: &str,
) -> Result<Tag, TagError> {
    let ((), reason) = checked("", Ok(()), reason)?;
    let write = held::begin(forum, moderator).await?;
    let row = held::row(&write, word.as_str()).await?;
    let merged = row.filter(|row| row.into_id.is_some());
    let (Some(_), Some((_, from))) = (merged, held::synonym(&write, word.as_str()).await?) else {
        return Err(TagError::Refused(Refusal::NotMerged(word.clone())));
    };
    let tag = held::numbered(forum, &write, word.as_str()).await?;
    let from = held::numbered(forum, &write, &from.tag).await?;
    let branch = branch(tag.id, &all_merged(&write).await?);
    tag_synonyms::Entity::update_many()
        .col_expr(tag_synonyms::Column::TagId, tag.id.into())
        .filter(tag_synonyms::Column::TagId.eq(from.id))
        .filter(tag_synonyms::Column::HomeId.is_in(branch))
        .exec(write.tx())
        .await?;
    tag_synonyms::Entity::delete_by_id(word.to_string())
        .exec(write.tx())
        .await?;
    set_into(&write, tag.id, None).await?;
    step(&write, from.name()).await?;
    recount(&write, &[word.as_str(), from.name()]).await?;
    let doing = Doing {
        write,
        moderator,
        deed: Deed::Unmerged,
        tag: &tag,
        other: Some(&from),
        reason: reason.as_str(),
    };
    doing.record(forum, |act| act).await?;
    Ok(word.clone())
}

async fn set_into(write: &Write, tag: TagId, into: Option<TagId>) -> Result<(), Broken> {
    tags::Entity::update_many()
        .col_expr(tags::Column::IntoId, into.into())
        .filter(tags::Column::Id.eq(tag))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Every tag that was merged, with the one that it was merged into.
async fn all_merged(write: &Write) -> Result<Vec<(TagId, TagId)>, Broken> {
    Ok(tags::Entity::find()
        .select_only()
        .columns([tags::Column::Id, tags::Column::IntoId])
        .filter(tags::Column::Id.is_not_null())
        .filter(tags::Column::IntoId.is_not_null())
        .into_tuple()
        .all(write.tx())
        .await?)
}
