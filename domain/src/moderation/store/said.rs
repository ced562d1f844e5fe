//! The texts of which the log has a hash.

use crate::{
    broken::Broken,
    forum::Write,
    hash::Hash,
    ids::AccountId,
    tables::{appeals, measures},
};
use serde::Serialize;

#[derive(Serialize)]
struct Said<'s> {
    said: &'s str,
}

pub(super) fn hash(said: &str, salt: &[u8]) -> Result<Hash, Broken> {
    Hash::of_content(salt, &Said { said })
}

/// The hash of the reason that is stored of a measure.
pub(crate) fn stored_measure_hash(row: &measures::Model) -> Result<Hash, Broken> {
    hash(&row.reason, &row.salt)
}

/// The hash of what is stored of an appeal.
pub(crate) fn stored_appeal_hash(row: &appeals::Model) -> Result<Hash, Broken> {
    hash(&row.words, &row.salt)
}

/// The hash of what is stored of its answer.
pub(crate) fn stored_answer_hash(row: &appeals::Model) -> Result<Hash, Broken> {
    let salt = row.answer_salt.as_deref().unwrap_or_default();
    hash(row.answer.as_deref().unwrap_or_default(), salt)
}

/// What somebody who leaves with their words wrote about order: the reasons and answers of a moderator,
/// an appeal, the words beside flags, notes. What was done stands.
pub(crate) async fn empty_measures(write: &Write, id: AccountId) -> Result<(), Broken> {
    let no_salt: &[u8] = &[];
    for (sql, is_hashed) in [
        (
            "UPDATE measures SET reason = '', salt = $2, erased_at = $3 WHERE moderator_id = $1",
            true,
        ),
        (
            "UPDATE appeals SET words = '', salt = $2, erased_at = $3 WHERE account_id = $1",
            true,
        ),
        (
            "UPDATE appeals SET answer = '', answer_salt = $2, answer_erased_at = $3 WHERE answered_by = $1",
            true,
        ),
        ("UPDATE flags SET words = '' WHERE account_id = $1", false),
        (
            "UPDATE case_notes SET words = '' WHERE moderator_id = $1",
            false,
        ),
    ] {
        let mut values = vec![id.into()];
        if is_hashed {
            values.extend([no_salt.into(), write.now().into()]);
        }
        write.run(sql, values).await?;
    }
    Ok(())
}
