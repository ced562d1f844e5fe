//! What is left of rounds and applications when somebody leaves with their words.

use crate::{broken::Broken, forum::Write, funding::rounds::slug, ids::AccountId};
use sea_orm::{ConnectionTrait, DbBackend, Value};

/// What a round is called whose words went with its funder.
const FORMER_TITLE: &str = "A round by a former member";
/// As a value, for an empty text is no bytes to `SQLite`.
const NO_SALT: &[u8] = &[];

/// Holds all rounds that change, in the order of their numbers, as everybody holds several.
const HELD: &str = "SELECT id FROM rounds WHERE funder_id = $1 \
    OR id IN (SELECT round_id FROM applications WHERE applicant_id = $1 OR decider_id = $1) \
    ORDER BY id FOR NO KEY UPDATE";

/// Drafts that nobody else has seen.
const DRAFTS: &[&str] = &[
    "DELETE FROM round_versions WHERE round_id IN (SELECT id FROM rounds WHERE funder_id = $1 AND state = 'draft')",
    "DELETE FROM rounds WHERE funder_id = $1 AND state = 'draft'",
];

/// Takes what somebody said in rounds from everywhere, who leaves with their words. Rounds close; what they asked,
/// who applied and what was decided stays, without reasons. It comes before their plans are held.
pub(crate) async fn empty_rounds(write: &Write, who: AccountId) -> Result<(), Broken> {
    // `SQLite` has one writer, and no such words.
    if write.tx().get_database_backend() == DbBackend::Postgres {
        write.run(HELD, [who.into()]).await?;
    }
    for sql in DRAFTS {
        write.run(sql, [who.into()]).await?;
    }
    empty_words(write, who).await?;
    empty_entries(write, who).await
}

async fn empty_words(write: &Write, who: AccountId) -> Result<(), Broken> {
    let (now, no_salt): (Value, Value) = (write.now().into(), NO_SALT.into());
    let former = slug(FORMER_TITLE);
    write
        .run(
            "UPDATE rounds SET title = $2, slug = $3, changed_at = $4, \
            closes_at = CASE WHEN closes_at > $4 THEN $4 ELSE closes_at END WHERE funder_id = $1",
            [who.into(), FORMER_TITLE.into(), former.into(), now.clone()],
        )
        .await?;
    write.run("UPDATE round_versions SET title = $2, body = '', html = '', rules = '[]', note = '', salt = $3, erased_at = $4 \
            WHERE round_id IN (SELECT id FROM rounds WHERE funder_id = $1)",
        [who.into(), FORMER_TITLE.into(), no_salt, now],
    )
    .await
}

async fn empty_entries(write: &Write, who: AccountId) -> Result<(), Broken> {
    let (now, no_salt): (Value, Value) = (write.now().into(), NO_SALT.into());
    write.run("UPDATE rounds SET applications = applications - (SELECT COUNT(*) FROM applications a \
            WHERE a.round_id = rounds.id AND a.applicant_id = $1 AND a.state IN ('waiting', 'shortlisted')) \
            WHERE id IN (SELECT a.round_id FROM applications a \
                WHERE a.applicant_id = $1 AND a.state IN ('waiting', 'shortlisted'))",
        [who.into()],
    )
    .await?;
    write.run("UPDATE applications SET findings = '[]', ask = NULL, price = NULL, margin = NULL, even = NULL, profit = NULL, \
            cash = NULL, salt = $2, erased_at = $3, \
            state = CASE WHEN state IN ('waiting', 'shortlisted') THEN 'taken_back' ELSE state END \
            WHERE applicant_id = $1",
        [who.into(), no_salt.clone(), now.clone()],
    )
    .await?;
    for sql in [
        "UPDATE applications SET reason = '', reason_salt = $2, reason_erased_at = $3 WHERE decider_id = $1",
        "UPDATE questions SET question = '', salt = $2, erased_at = $3 WHERE asker_id = $1",
        "UPDATE questions SET answer = '', answer_salt = $2, answer_erased_at = $3 WHERE answerer_id = $1",
    ] {
        write
            .run(sql, [who.into(), no_salt.clone(), now.clone()])
            .await?;
    }
    Ok(())
}
