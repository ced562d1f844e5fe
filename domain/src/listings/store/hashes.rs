//! What of listings is hashed for the log.

use crate::{
    broken::Broken,
    hash::Hash,
    listings::rules::Words,
    search::Sort,
    tables::{listed, listings, proposals},
};
use serde::Serialize;

/// A listing's words.
#[derive(Serialize)]
struct Said<'s> {
    title: &'s str,
    introduction: &'s str,
    question: Option<&'s str>,
    sort: Sort,
}

pub(super) fn words_hash(words: &Words, salt: &[u8]) -> Result<Hash, Broken> {
    let said = Said {
        title: &words.title,
        introduction: &words.introduction,
        question: words.question.as_deref(),
        sort: words.sort,
    };
    Hash::of_content(salt, &said)
}

/// The hash of what a stored listing says.
pub(crate) fn stored_listing_hash(row: &listings::Model) -> Result<Hash, Broken> {
    let said = Said {
        title: &row.title,
        introduction: &row.introduction,
        question: row.question.as_deref(),
        sort: row.sort,
    };
    Hash::of_content(&row.salt, &said)
}

/// One text by itself: the note on a plan, why it is proposed, what is answered.
pub(super) fn text_hash(text: &str, salt: &[u8]) -> Result<Hash, Broken> {
    Hash::of_content(salt, &text)
}

/// The hash of what a listing says of a plan.
pub(crate) fn stored_note_hash(row: &listed::Model) -> Result<Hash, Broken> {
    text_hash(&row.note, &row.salt)
}

/// The hash of why a plan was proposed.
pub(crate) fn stored_because_hash(row: &proposals::Model) -> Result<Hash, Broken> {
    text_hash(&row.because, &row.salt)
}

/// The hash of what was answered to a proposal; nothing while it waits.
pub(crate) fn stored_reason_hash(row: &proposals::Model) -> Result<Option<Hash>, Broken> {
    let salt = row.reason_salt.as_deref();
    salt.map(|salt| text_hash(&row.reason, salt)).transpose()
}
