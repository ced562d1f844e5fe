//! What of suggestions is hashed for the log.

use crate::{
    broken::Broken,
    hash::Hash,
    tables::{decisions, suggestions},
};
use serde::Serialize;

/// Everything that whoever made a suggestion said in it.
#[derive(Serialize)]
pub(super) struct Said<'s> {
    pub note: &'s str,
    pub title: &'s str,
    pub pitch: &'s str,
    pub body: &'s str,
    pub tags: &'s str,
    pub numbers: Option<&'s str>,
}

impl Said<'_> {
    pub(super) fn hash(&self, salt: &[u8]) -> Result<Hash, Broken> {
        Hash::of_content(salt, self)
    }
}

/// The hash of what a stored suggestion says.
pub(crate) fn stored_hash(row: &suggestions::Model) -> Result<Hash, Broken> {
    let said = Said {
        note: &row.note,
        title: &row.title,
        pitch: &row.pitch,
        body: &row.body,
        tags: &row.tags,
        numbers: row.numbers.as_deref(),
    };
    said.hash(&row.salt)
}

/// The hash of the reasons that stand in a stored decision.
pub(crate) fn stored_decision_hash(row: &decisions::Model) -> Result<Hash, Broken> {
    Hash::of_content(&row.salt, &row.reasons)
}
