//! What is meant while it is still being typed.

use super::{
    Kind,
    find::{Hidden, best, published},
    index::{Fields, place},
    words::{fold, pieces},
};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    forum::Forum,
    ids::{AccountId, PlanId},
    plans::Tag,
    tables::tags,
    viewer::Viewer,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

/// How many of each kind are suggested.
const MOST: usize = 5;
/// Less is not enough to tell anything by.
const SHORTEST: usize = 2;
/// From so many letters on one may be wrong.
const LONG: usize = 4;
/// How many words are looked at.
const MOST_WORDS: usize = 8;

/// What somebody may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    /// Plans by their titles.
    pub plans: Vec<SuggestedPlan>,
    /// Tags that begin so.
    pub tags: Vec<Tag>,
    /// People by their handles and names.
    pub people: Vec<Byline>,
}

/// A plan that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedPlan {
    /// Its number.
    pub id: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// What somebody may mean who has typed this so far: the last word need not be whole, and one letter
/// of a longer word may be wrong.
///
/// # Errors
/// When the database or the index fails.
pub async fn suggest(forum: &Forum, viewer: &Viewer, typed: &str) -> Result<Suggested, Broken> {
    let words: Vec<String> = pieces(typed)
        .map(|(_, word)| fold(word))
        .take(MOST_WORDS)
        .collect();
    let Some(last) = words.last().filter(|last| last.len() >= SHORTEST) else {
        return Ok(Suggested::default());
    };
    let mut suggested = Suggested {
        tags: tags_beginning(forum, last).await?,
        ..Suggested::default()
    };
    let Some(snapshot) = forum.index().and_then(super::Index::snapshot) else {
        return Ok(suggested);
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    let looking = tokio::task::spawn_blocking(move || {
        let fields = snapshot.fields;
        let look = |kind, field| {
            let query = all_words(&fields, kind, field, &words);
            best(&snapshot, query.as_ref(), &hidden, MOST)
        };
        Ok::<_, Broken>((
            look(Kind::Plan, fields.title)?,
            look(Kind::Person, fields.name)?,
        ))
    });
    let (plans, people) = looking.await??;
    let mut found = published(forum, viewer, &plans).await?;
    found.sort_by_key(|plan| plans.iter().position(|id| *id == plan.id.0));
    suggested.plans = found
        .into_iter()
        .map(|plan| SuggestedPlan {
            id: plan.id,
            slug: plan.slug,
            title: plan.title,
        })
        .collect();
    let ids: Vec<_> = people.into_iter().map(AccountId).collect();
    let named = accounts::bylines(forum, ids.clone()).await?;
    let named = ids.into_iter().map(|id| named.of(id));
    suggested.people = named.filter(|byline| byline.person.is_some()).collect();
    Ok(suggested)
}

/// From the tables, because the index knows tags of hidden plans until it tidies up.
async fn tags_beginning(forum: &Forum, word: &str) -> Result<Vec<Tag>, Broken> {
    let found: Vec<String> = tags::Entity::find()
        .select_only()
        .column(tags::Column::Tag)
        .filter(tags::Column::Tag.starts_with(word))
        .filter(tags::Column::Plans.gt(0))
        .order_by_desc(tags::Column::Plans)
        .limit(MOST as u64)
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(found.iter().filter_map(|tag| tag.parse().ok()).collect())
}

fn all_words(fields: &Fields, kind: Kind, field: Field, words: &[String]) -> Box<dyn Query> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let is_kind = Term::from_field_i64(fields.kind, place(Kind::ALL, &kind));
    let is_kind = TermQuery::new(is_kind, IndexRecordOption::Basic);
    clauses.push((
        Occur::Must,
        Box::new(ConstScoreQuery::new(Box::new(is_kind), 0.0)),
    ));
    for (at, word) in words.iter().enumerate() {
        let is_last = at + 1 == words.len();
        clauses.push((Occur::Must, one_word(field, word, is_last)));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// The word itself before words that begin so, and both before words that are nearly so.
fn one_word(field: Field, word: &str, is_last: bool) -> Box<dyn Query> {
    let term = || Term::from_field_text(field, word);
    let counted = |query: Box<dyn Query>, counts| -> Box<dyn Query> {
        Box::new(BoostQuery::new(
            Box::new(ConstScoreQuery::new(query, 1.0)),
            counts,
        ))
    };
    let mut ways = vec![counted(
        Box::new(TermQuery::new(term(), IndexRecordOption::Basic)),
        4.0,
    )];
    if is_last {
        ways.push(counted(
            Box::new(FuzzyTermQuery::new_prefix(term(), 0, true)),
            2.0,
        ));
    }
    if word.chars().count() >= LONG {
        let nearly = if is_last {
            FuzzyTermQuery::new_prefix(term(), 1, true)
        } else {
            FuzzyTermQuery::new(term(), 1, true)
        };
        ways.push(counted(Box::new(nearly), 1.0));
    }
    Box::new(BooleanQuery::union(ways))
}
