//! Looking up one tag.

use super::{Meanings, named};
use crate::{
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{PlanId, TagId},
    plans::Tag,
    tables::{plan_tags, tag_synonyms, tags},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A tag as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagTold {
    /// Its name.
    pub tag: Tag,
    /// Its number, once a moderator has done something about it.
    pub id: Option<TagId>,
    /// How many published plans have it.
    pub plans: i64,
    /// What it is about.
    pub about: Option<String>,
    /// Whether it is no longer given.
    pub retired: Option<Retired>,
    /// Other words for it, …
    pub synonyms: Vec<Tag>,
    /// … and those among them that were tags of their own, and can be again.
    pub merged: Vec<Tag>,
}

/// That a tag is no longer given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// Since when.
    pub at: Timestamp,
    /// What is to be used instead.
    pub instead: Option<Tag>,
}

/// The tag that a word means. A word that nobody has given yet is a tag without plans.
///
/// # Errors
/// When the database fails.
pub async fn find(forum: &Forum, word: &Tag) -> Result<TagTold, Broken> {
    let meanings = Meanings::of(forum.read(), [word.as_str()]).await?;
    let name = meanings.tag(word.as_str());
    let row = tags::Entity::find_by_id(name.to_owned())
        .one(forum.read())
        .await?;
    let mut told = TagTold {
        tag: named(name)?,
        id: None,
        plans: 0,
        about: None,
        retired: None,
        synonyms: Vec::new(),
        merged: Vec::new(),
    };
    let Some(row) = row else {
        return Ok(told);
    };
    told.plans = row.plans;
    told.about = Some(row.about).filter(|about| !about.is_empty());
    let Some(id) = row.id else {
        return Ok(told);
    };
    told.id = Some(id);
    if let Some(at) = row.retired_at {
        let instead = instead(forum, row.instead_id).await?;
        told.retired = Some(Retired { at, instead });
    }
    let words = tag_synonyms::Entity::find()
        .filter(tag_synonyms::Column::TagId.eq(id))
        .order_by_asc(tag_synonyms::Column::Word)
        .all(forum.read())
        .await?;
    for word in &words {
        told.synonyms.push(named(&word.word)?);
    }
    told.merged = merged(forum, &told.synonyms).await?;
    Ok(told)
}

/// What is to be used instead of a retired tag, if that is given itself.
async fn instead(forum: &Forum, id: Option<TagId>) -> Result<Option<Tag>, Broken> {
    let Some(id) = id else {
        return Ok(None);
    };
    let Some(row) = tags::Entity::find()
        .filter(tags::Column::Id.eq(id))
        .one(forum.read())
        .await?
    else {
        return Ok(None);
    };
    let meanings = Meanings::of(forum.read(), [row.tag.as_str()]).await?;
    let name = meanings.tag(&row.tag);
    let given = tags::Entity::find_by_id(name.to_owned())
        .one(forum.read())
        .await?
        .is_some_and(|row| row.retired_at.is_none());
    given.then(|| named(name)).transpose()
}

/// Those of the words that were tags of their own.
async fn merged(forum: &Forum, words: &[Tag]) -> Result<Vec<Tag>, Broken> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    tags::Entity::find()
        .filter(tags::Column::Tag.is_in(words.iter().map(Tag::as_str)))
        .filter(tags::Column::IntoId.is_not_null())
        .order_by_asc(tags::Column::Tag)
        .all(forum.read())
        .await?
        .iter()
        .map(|row| named(&row.tag))
        .collect()
}

/// The published plans whose words, or whose tags, became others when this tag was renamed, merged, or taken
/// out of another again.
pub(crate) async fn respelled_plans(forum: &Forum, tag: TagId) -> Result<Vec<PlanId>, Broken> {
    let Some(row) = tags::Entity::find()
        .filter(tags::Column::Id.eq(tag))
        .one(forum.read())
        .await?
    else {
        return Ok(Vec::new());
    };
    let meanings = Meanings::of(forum.read(), [row.tag.as_str()]).await?;
    Ok(plan_tags::Entity::find()
        .select_only()
        .column(plan_tags::Column::PlanId)
        .filter(plan_tags::Column::Tag.eq(meanings.tag(&row.tag)))
        .into_tuple()
        .all(forum.read())
        .await?)
}
