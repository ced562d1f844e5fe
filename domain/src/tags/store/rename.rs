//! Giving a tag another name.

use super::{
    TagError,
    actions::{Doing, checked},
    held::{self, Held},
    invalid,
    step::{recount, step},
};
use crate::{
    forum::{Forum, Write},
    plans::Tag,
    tables::{tag_synonyms, tags},
    tags::Deed,
    viewer::Moderator,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Gives a tag another name. The old one goes on meaning it, everywhere. One of its earlier names may be
/// given back.
///
/// # Errors
/// When there is no such tag, the new name is taken, or the moderator may not act.
pub async fn rename(
    forum: &Forum,
    moderator: &Moderator,
    word: &Tag,
    to: &str,
    reason: &str,
) -> Result<Tag, TagError> {
    let (to, reason) = checked("to", to.parse::<Tag>(), reason)?;
    let write = held::begin(forum, moderator).await?;
    if held::row(&write, word.as_str()).await?.is_none()
        && held::synonym(&write, word.as_str()).await?.is_none()
    {
        return Err(TagError::NotFound);
    }
    let tag = held::tag(forum, &write, word).await?;
    if to == *word {
        return Err(invalid("to", "is its name already"));
    }
    free(&write, &tag, &to).await?;
    tags::Entity::update_many()
        .col_expr(tags::Column::Tag, to.as_str().into())
        .filter(tags::Column::Tag.eq(word.as_str()))
        .exec(write.tx())
        .await?;
    let old_name = tag_synonyms::ActiveModel {
        word: Set(word.to_string()),
        tag_id: Set(tag.id),
        home_id: Set(tag.id),
    };
    tag_synonyms::Entity::insert(old_name)
        .exec_without_returning(write.tx())
        .await?;
    step(&write, word.as_str()).await?;
    recount(&write, &[to.as_str()]).await?;
    let doing = Doing {
        write,
        moderator,
        deed: Deed::Renamed,
        tag: &tag,
        other: None,
        reason: reason.as_str(),
    };
    doing.record_renamed(forum, &to).await?;
    Ok(to)
}

/// Sees to it that nothing else goes by the name.
async fn free(write: &Write, tag: &Held, name: &Tag) -> Result<(), TagError> {
    if let Some((synonym, means)) = held::synonym(write, name.as_str()).await? {
        if means.id != Some(tag.id) {
            let means = means.tag;
            return Err(invalid("to", format!("is a word for “{means}”")));
        }
        if synonym.home_id != tag.id {
            return Err(invalid(
                "to",
                "belongs to a tag that was merged into this one: undo that first",
            ));
        }
        tag_synonyms::Entity::delete_by_id(name.to_string())
            .exec(write.tx())
            .await?;
    }
    let Some(row) = held::row(write, name.as_str()).await? else {
        return Ok(());
    };
    if row.plans > 0 || row.id.is_some() {
        return Err(invalid("to", "is a tag of its own: merge the two instead"));
    }
    tags::Entity::delete_by_id(name.to_string())
        .exec(write.tx())
        .await?;
    Ok(())
}
