//! Tags in the database.

mod actions;
mod describe;
mod held;
mod list;
mod merge;
mod read;
mod rename;
mod retire;
mod step;
mod words;

pub use actions::{TagAction, history};
pub use describe::describe;
pub use list::{TagCursor, TagSummary, WhichTags, curated, list, look_alikes};
pub use merge::{merge, unmerge};
pub use read::{Retired, TagTold, find};
pub use rename::rename;
pub use retire::{restore, retire};
pub use words::{resolve, respelled};

pub(crate) use actions::{
    empty_tag_actions, hash_of_about, hash_of_name, reasons, stored_tag_action_hash, words_of,
};
pub(crate) use held::share;
pub(crate) use read::respelled_plans;
pub(crate) use words::{GiveError, Meanings, carried, check_given, gives, settle};

use super::Refusal;
use crate::{
    broken::{Broken, acts},
    plans::Tag,
    problems::Problems,
};

/// Why nothing was done about a tag.
#[derive(Debug, thiserror::Error)]
pub enum TagError {
    /// There is no such tag, or whoever asks is no moderator any more.
    #[error("no such tag")]
    NotFound,
    /// It is not as whoever asks has it in mind.
    #[error("{0}")]
    Refused(Refusal),
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the moderator's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(TagError);

fn invalid(field: &'static str, message: impl Into<String>) -> TagError {
    TagError::Invalid(Problems::one(field, message))
}

/// A name from the tables.
fn named(stored: &str) -> Result<Tag, Broken> {
    stored.parse().map_err(Broken::internal)
}
