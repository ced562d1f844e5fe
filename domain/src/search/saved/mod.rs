//! Searches that somebody keeps, to see what is new of them. Nobody else's business, and not in the
//! log.

mod store;

pub use store::{all, delete, look, name_of, one, rename, save};

use super::{Asked, Kind};
use crate::{
    broken::{Broken, acts},
    clock::Timestamp,
    ids::SearchId,
    limits::limited,
    problems::Problems,
};

/// How many searches a person may keep.
pub const MOST_SAVED: u64 = 100;
/// How many letters the name of a search may have.
pub const LONGEST_NAME: usize = 80;
/// So many new hits are counted, and no more: whoever has not looked for a year need not wait.
pub const MOST_NEW: u64 = 100;

/// A search as somebody keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its number.
    pub id: SearchId,
    /// What its owner calls it.
    pub name: String,
    /// What it asks.
    pub asked: Asked,
    /// How many hits have come since it was looked at, at most [`MOST_NEW`]; nothing while the first
    /// index is being built and it is not known.
    pub new: Option<u64>,
    /// When it was kept.
    pub created_at: Timestamp,
    /// When it was last looked at.
    pub looked_at: Timestamp,
}

/// A search to be kept, as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewSearch<'typed> {
    /// What is asked.
    pub query: &'typed str,
    /// The kind, where one was chosen.
    pub kind: Option<Kind>,
    /// Its name; made of the query when there is none.
    pub name: &'typed str,
}

/// What keeping a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The search.
    pub search: SavedSearch,
    /// Whether it was not kept before. One that was stays as it is, name and all.
    pub is_new: bool,
}

/// A search that has just been looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The search, of which nothing is new now.
    pub search: SavedSearch,
    /// What was written after this moment was new.
    pub since: Timestamp,
}

/// Why a search is not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveSearchError {
    /// It asks for nothing, is too long, has too long a name, or is one too many.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Too many in a short time.
    #[error("too many searches; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

/// Why nothing was done to a search.
#[derive(Debug, thiserror::Error)]
pub enum SavedSearchError {
    /// The person keeps no such search.
    #[error("no such search")]
    NotFound,
    /// The name is too long.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(SaveSearchError, SavedSearchError);
limited!(SaveSearchError);
