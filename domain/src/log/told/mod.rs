//! The log as people read it: who did what to what, and why.
//!
//! An entry holds numbers; what they name is read from the tables for whoever looks, in a few queries for a
//! whole page. So an entry about a text that was taken back never repeats it, and somebody who has left is
//! "a former member" here as everywhere.

mod filter;
mod known;
mod rows;
mod sentence;
mod telling;

pub use filter::{Filter, FilterError, OPERATOR, TypedFilter};

use super::{Entry, Kind};
use crate::{
    accounts::{Byline, Handle},
    broken::Broken,
    cursor::Cursor,
    forum::Forum,
    ids::{
        ApplicationId, CommentId, ListingId, PlanId, RevisionNumber, RoundId, Seq, SuggestionId,
        VersionNumber,
    },
    pages::Name,
    plans::{MOST_PER_PAGE, Page},
    viewer::Viewer,
};
use known::Known;

/// An entry as a viewer reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The entry.
    pub entry: Entry,
    /// What kind of act it is; nothing of one that a newer program recorded.
    pub kind: Option<Kind>,
    /// Who did it; nobody when it was done from the shell.
    pub who: Option<Byline>,
    /// Who did what to what.
    pub sentence: Vec<Part>,
    /// Why, in the words of whoever did it, as far as this viewer may read them.
    pub why: Option<String>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// The name of something that the viewer can go to.
    Link(String, Target),
}

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A person.
    Person(Handle),
    /// A plan, or its tombstone.
    Plan {
        /// Its number.
        id: PlanId,
        /// The readable end of its address.
        slug: String,
    },
    /// A plan in a revision.
    Revision(PlanId, RevisionNumber),
    /// A comment.
    Comment(CommentId),
    /// A suggestion.
    Suggestion(SuggestionId),
    /// A tag, by its word.
    Tag(String),
    /// A listing.
    Listing {
        /// Its number.
        id: ListingId,
        /// The readable end of its address.
        slug: String,
    },
    /// A page of the forum's own, in a version.
    Page(Name, VersionNumber),
    /// A funder's round.
    Round {
        /// Its number.
        id: RoundId,
        /// The readable end of its address.
        slug: String,
    },
    /// A plan entered in a round.
    Application(ApplicationId),
}

impl Part {
    /// Its words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Words(words) | Self::Link(words, _) => words,
        }
    }
}

impl Told {
    /// The sentence without links.
    #[must_use]
    pub fn text(&self) -> String {
        self.sentence.iter().map(Part::words).collect()
    }

    /// Whether it was done to keep order.
    #[must_use]
    pub fn is_moderation(&self) -> bool {
        self.kind.is_some_and(|kind| kind.about().is_moderation)
    }
}

/// A page of the entries that fit, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn told(
    forum: &Forum,
    viewer: &Viewer,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Told, Cursor>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut entries = rows::newest(forum, filter, after, limit + 1).await?;
    let more = entries.len() as u64 > limit;
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = entries.last().filter(|_| more).map(|last| Cursor {
        value: last.at.0,
        id: last.seq.0,
    });
    let items = all(forum, viewer, entries).await?;
    Ok(Page { items, next })
}

/// One entry.
///
/// # Errors
/// When the database fails.
pub async fn told_one(forum: &Forum, viewer: &Viewer, seq: Seq) -> Result<Option<Told>, Broken> {
    let entry = rows::one(forum, seq).await?;
    let told = all(forum, viewer, entry.into_iter().collect()).await?;
    Ok(told.into_iter().next())
}

async fn all(forum: &Forum, viewer: &Viewer, entries: Vec<Entry>) -> Result<Vec<Told>, Broken> {
    // A query for each sort of thing that is named: on the heap, they are many.
    let known = Box::pin(Known::read(forum, viewer, &entries)).await?;
    let told = entries.into_iter().map(|entry| {
        let kind = Kind::named(&entry.act);
        let said = sentence::tell(kind, &entry, &known);
        Told {
            kind,
            who: entry.actor.map(|actor| known.person(actor)),
            sentence: said.parts,
            why: said.why,
            entry,
        }
    });
    Ok(told.collect())
}
