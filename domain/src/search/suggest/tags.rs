//! Tags that complete what is being typed.

use super::{MOST, mark::LONG};
use crate::{
    broken::Broken,
    forum::Forum,
    plans::Tag,
    search::index::Snapshot,
    tables::{tag_synonyms, tags},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use tantivy::{Term, query::FuzzyTermQuery};

/// How many tags that begin nearly so are looked at.
const MOST_NEAR: usize = 50;

/// Tags that begin with one of these, or have another word that does, the commonest first.
pub(super) async fn beginning(forum: &Forum, texts: &[String]) -> Result<Vec<Tag>, Broken> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let any = texts.iter().fold(Condition::any(), |any, text| {
        let meant = tag_synonyms::Entity::find()
            .select_only()
            .column(tag_synonyms::Column::TagId)
            .filter(tag_synonyms::Column::Word.starts_with(text));
        any.add(tags::Column::Tag.starts_with(text))
            .add(tags::Column::Id.in_subquery(meant.into_query()))
    });
    used(forum, any).await
}

/// The same of tags that the index found to be near.
pub(super) async fn among(forum: &Forum, near: &[String]) -> Result<Vec<Tag>, Broken> {
    if near.is_empty() {
        return Ok(Vec::new());
    }
    let any = Condition::all().add(tags::Column::Tag.is_in(near));
    used(forum, any).await
}

/// From the tables, because the index knows tags of hidden plans until it tidies up.
async fn used(forum: &Forum, which: Condition) -> Result<Vec<Tag>, Broken> {
    let found: Vec<String> = tags::Entity::find()
        .select_only()
        .column(tags::Column::Tag)
        .filter(which)
        .filter(tags::Column::Plans.gt(0))
        .order_by_desc(tags::Column::Plans)
        .order_by_asc(tags::Column::Tag)
        .limit(MOST as u64)
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(found.iter().filter_map(|tag| tag.parse().ok()).collect())
}

/// What the index knows that begins like one of these, but for one letter.
pub(super) fn near(snapshot: &Snapshot, texts: &[String]) -> Result<Vec<String>, Broken> {
    let mut near = Vec::new();
    for text in texts.iter().filter(|text| text.len() >= LONG) {
        let term = Term::from_field_text(snapshot.fields.tag, text);
        let automaton = FuzzyTermQuery::new_prefix(term, 1, true).automaton()?;
        for segment in snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(snapshot.fields.tag)?;
            let mut terms = inverted.terms().search(&automaton).into_stream()?;
            while near.len() < MOST_NEAR && terms.advance() {
                near.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
            }
        }
    }
    Ok(near)
}
