//! What is meant while it is still being typed.

mod mark;
mod tags;
mod typing;

use super::{
    Kind, Run,
    find::{Hidden, best, narrowing, published},
    in_present_words,
    index::{Snapshot, place},
};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    forum::Forum,
    ids::{AccountId, PlanId},
    plans::Tag,
    viewer::Viewer,
};
use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};
use typing::Typing;

/// How many of each kind are suggested.
const MOST: usize = 5;

/// What somebody may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    /// Plans by their titles.
    pub plans: Vec<SuggestedPlan>,
    /// Tags that begin so.
    pub tags: Vec<Tag>,
    /// People by their handles and names.
    pub people: Vec<Byline>,
    /// What was typed before the last word; where a condition is being typed, up to its value.
    pub before: String,
    /// Whether a tag or a person completes a condition, as in `tag:en`.
    pub is_condition: bool,
    words: Vec<String>,
}

impl Suggested {
    /// Whether there is nothing to suggest.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty() && self.tags.is_empty() && self.people.is_empty()
    }

    /// A name or title among these, with what was typed of it marked.
    #[must_use]
    pub fn marked(&self, text: &str) -> Vec<Run> {
        mark::mark(&self.words, text)
    }
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

/// What the index finds.
#[derive(Default)]
struct Near {
    plans: Vec<i64>,
    people: Vec<i64>,
    tags: Vec<String>,
}

/// What somebody may mean who has typed this much of a query: the last word need not be whole, and
/// one letter of a longer word may be wrong. Plans hold to the conditions of the query; behind
/// `tag:` there are tags, and behind `by:` people.
///
/// # Errors
/// When the database or the index fails.
pub async fn suggest(forum: &Forum, viewer: &Viewer, typed: &str) -> Result<Suggested, Broken> {
    let mut typing = Typing::of(typed);
    if typing.words.is_empty() {
        return Ok(Suggested::default());
    }
    let mut suggested = Suggested {
        before: typing.before.clone(),
        is_condition: typing.is_condition,
        words: typing.words.clone(),
        tags: tags::beginning(forum, &typing.tags).await?,
        ..Suggested::default()
    };
    let Some(snapshot) = forum.index().and_then(super::Index::snapshot) else {
        return Ok(suggested);
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    typing.query = in_present_words(forum, typing.query).await?;
    let with_tags = suggested.tags.is_empty();
    let looking = move || near(&snapshot, &typing, &hidden, with_tags);
    let near = tokio::task::spawn_blocking(looking).await??;
    if with_tags {
        suggested.tags = tags::among(forum, &near.tags).await?;
    }
    suggested.plans = plans(forum, viewer, &near.plans).await?;
    suggested.people = people(forum, near.people).await?;
    Ok(suggested)
}

async fn plans(forum: &Forum, viewer: &Viewer, ids: &[i64]) -> Result<Vec<SuggestedPlan>, Broken> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = published(forum, viewer, ids).await?;
    found.sort_by_key(|plan| ids.iter().position(|id| *id == plan.id.0));
    let suggested = found.into_iter().map(|plan| SuggestedPlan {
        id: plan.id,
        slug: plan.slug,
        title: plan.title,
    });
    Ok(suggested.collect())
}

async fn people(forum: &Forum, ids: Vec<i64>) -> Result<Vec<Byline>, Broken> {
    let ids: Vec<_> = ids.into_iter().map(AccountId).collect();
    let named = accounts::bylines(forum, ids.clone()).await?;
    let named = ids.into_iter().map(|id| named.of(id));
    Ok(named.filter(|byline| byline.person.is_some()).collect())
}

fn near(
    snapshot: &Snapshot,
    typing: &Typing,
    hidden: &Hidden,
    with_tags: bool,
) -> Result<Near, Broken> {
    let look = |kind, field| {
        let query = all_words(snapshot, kind, field, typing)?;
        best(snapshot, query.as_ref(), hidden, MOST)
    };
    let mut near = Near::default();
    if typing.plans {
        near.plans = look(Kind::Plan, snapshot.fields.title)?;
    }
    if typing.people {
        near.people = look(Kind::Person, snapshot.fields.name)?;
    }
    if with_tags {
        near.tags = tags::near(snapshot, &typing.tags)?;
    }
    Ok(near)
}

fn all_words(
    snapshot: &Snapshot,
    kind: Kind,
    field: Field,
    typing: &Typing,
) -> Result<Box<dyn Query>, Broken> {
    let is_kind = Term::from_field_i64(snapshot.fields.kind, place(Kind::ALL, &kind));
    let is_kind = TermQuery::new(is_kind, IndexRecordOption::Basic);
    let mut clauses = narrowing(snapshot, kind, &typing.query)?;
    clauses.push((
        Occur::Must,
        Box::new(ConstScoreQuery::new(Box::new(is_kind), 0.0)),
    ));
    for (at, word) in typing.words.iter().enumerate() {
        let is_last = at + 1 == typing.words.len();
        clauses.push((Occur::Must, one_word(field, word, is_last)));
    }
    Ok(Box::new(BooleanQuery::new(clauses)))
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
    if word.chars().count() >= mark::LONG {
        let nearly = if is_last {
            FuzzyTermQuery::new_prefix(term(), 1, true)
        } else {
            FuzzyTermQuery::new(term(), 1, true)
        };
        ways.push(counted(Box::new(nearly), 1.0));
    }
    Box::new(BooleanQuery::union(ways))
}
