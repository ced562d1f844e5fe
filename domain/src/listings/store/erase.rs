//! What is left of listings when somebody leaves.

use crate::{broken::Broken, forum::Write, ids::AccountId, listings::rules::slug};
use sea_orm::{ConnectionTrait, DbBackend, Value};

/// What a listing is called whose words went with whoever wrote them.
const FORMER_TITLE: &str = "A listing by a former member";
/// As a value, for an empty text is no bytes to `SQLite`.
const NO_SALT: &[u8] = &[];

/// Holds all listings that change, in the order of their numbers, as everybody holds several.
const HELD: &str = "SELECT id FROM listings WHERE writer_id = $1 \
    OR id IN (SELECT listing_id FROM listing_follows WHERE account_id = $1) \
    OR id IN (SELECT listing_id FROM listing_curators WHERE account_id = $1) \
    OR id IN (SELECT listing_id FROM listed WHERE writer_id = $1) \
    OR id IN (SELECT listing_id FROM proposals WHERE proposer_id = $1 OR curator_id = $1) \
    ORDER BY id FOR NO KEY UPDATE";

/// Forgets which listings somebody follows, who leaves. All listings that change as they leave are held
/// from here on.
pub(crate) async fn forget_follows(write: &Write, who: AccountId) -> Result<(), Broken> {
    // `SQLite` has one writer, and no such words.
    if write.tx().get_database_backend() == DbBackend::Postgres {
        write.run(HELD, [who.into()]).await?;
    }
    for sql in [
        "UPDATE listings SET followers = followers - 1 \
            WHERE id IN (SELECT listing_id FROM listing_follows WHERE account_id = $1)",
        "DELETE FROM listing_follows WHERE account_id = $1",
    ] {
        write.run(sql, [who.into()]).await?;
    }
    Ok(())
}

/// Takes what somebody said in listings from everywhere, who leaves with their words. Which plans stand
/// where, what is asked, and what was answered to whom stays.
pub(crate) async fn empty_listings(write: &Write, who: AccountId) -> Result<(), Broken> {
    let (now, no_salt): (Value, Value) = (write.now().into(), NO_SALT.into());
    write.run("UPDATE listings SET title = $2, slug = $3, introduction = '', html = '', salt = $4, edits = edits + 1 \
            WHERE writer_id = $1",
        [
            who.into(),
            FORMER_TITLE.into(),
            slug(FORMER_TITLE).into(),
            no_salt.clone(),
        ],
    )
    .await?;
    write
        .run(
            "UPDATE listed SET note = '', salt = $2, edits = edits + 1 WHERE writer_id = $1",
            [who.into(), no_salt.clone()],
        )
        .await?;
    write.run("UPDATE proposals SET because = '', salt = $2, erased_at = $3, \
            state = CASE WHEN state = 'waiting' THEN 'taken_back' ELSE state END WHERE proposer_id = $1",
        [who.into(), no_salt.clone(), now.clone()],
    )
    .await?;
    write.run("UPDATE proposals SET reason = '', reason_salt = $2, reason_erased_at = $3 WHERE curator_id = $1",
        [who.into(), no_salt, now],
    )
    .await?;
    write
        .run(
            "DELETE FROM listing_curators WHERE account_id = $1",
            [who.into()],
        )
        .await
}
