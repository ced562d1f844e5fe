//! Idempotency keys: a form submitted twice is one thing.

use crate::{broken::Broken, clock::Timestamp, forum::Forum, ids::AccountId, tables::once};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

/// The longest key that is kept.
pub const LONGEST_KEY: usize = 64;

/// A key for a form about to be shown, that nobody else has or guesses.
#[must_use]
pub fn new_key(forum: &Forum) -> String {
    format!("{:032x}", u128::from_be_bytes(forum.entropy().bytes()))
}

/// A key that came in, if it is one: 1 to [`LONGEST_KEY`] visible ASCII characters. Anything else
/// is as good as none.
#[must_use]
pub fn given(typed: &str) -> Option<&str> {
    let visible = typed.bytes().all(|byte| byte.is_ascii_graphic());
    (visible && (1..=LONGEST_KEY).contains(&typed.len())).then_some(typed)
}

/// What claiming a key found.
pub(crate) enum Claim {
    /// Nobody used it: make the thing, then [`keep`] its id.
    New,
    /// It made this already.
    Made(i64),
}

/// Claims a key for this account. A second claim waits on `PostgreSQL` for the first one's
/// transaction; on `SQLite` there is no second writer.
pub(crate) async fn claim(
    tx: &DatabaseTransaction,
    account: AccountId,
    key: &str,
    now: Timestamp,
) -> Result<Claim, Broken> {
    if claim_for(tx, account, key, 0, now).await? {
        return Ok(Claim::New);
    }
    Ok(Claim::Made(made(tx, account, key).await?.unwrap_or(0)))
}

/// Notes what a claimed key has made.
pub(crate) async fn keep(
    tx: &DatabaseTransaction,
    account: AccountId,
    key: &str,
    made: i64,
) -> Result<(), Broken> {
    once::Entity::update_many()
        .col_expr(once::Column::Made, made.into())
        .filter(once::Column::AccountId.eq(account))
        .filter(once::Column::Key.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

/// What this key made before, asked without a transaction: most repeats are found here.
pub(crate) async fn made(
    db: &impl sea_orm::ConnectionTrait,
    account: AccountId,
    key: &str,
) -> Result<Option<i64>, Broken> {
    let row = once::Entity::find_by_id((account, key.to_owned()))
        .one(db)
        .await?;
    Ok(row.map(|row| row.made))
}

/// Claims a key for something that this transaction has made already: one statement instead of
/// [`claim`] and [`keep`]. False when the key is taken, and then the write is to be dropped.
pub(crate) async fn claim_for(
    tx: &DatabaseTransaction,
    account: AccountId,
    key: &str,
    made: i64,
    now: Timestamp,
) -> Result<bool, Broken> {
    let row = once::ActiveModel {
        account_id: Set(account),
        key: Set(key.into()),
        made: Set(made),
        created_at: Set(now),
    };
    let nothing_on_conflict = OnConflict::columns([once::Column::AccountId, once::Column::Key])
        .do_nothing()
        .to_owned();
    let inserted = once::Entity::insert(row)
        .try_insert()
        .on_conflict(nothing_on_conflict)
        .exec_without_returning(tx)
        .await?;
    Ok(inserted > 0)
}

#[cfg(test)]
mod tests {
    use super::given;

    #[test]
    fn what_is_no_key_is_none() {
        assert_eq!(given("9f2c-1"), Some("9f2c-1"));
        for typed in ["", "two words", "nul\0", "schlüssel", &"x".repeat(65)] {
            assert_eq!(given(typed), None, "{typed:?}");
        }
    }
}
