//! Asking somebody who is signed in for their password again, before what cannot be undone.

use crate::{
    accounts::{Password, Standing},
    broken::Broken,
    clock::Timestamp,
    forum::{Forum, Write},
    ids::AccountId,
    limits::{self, LimitError, Rate},
    tables::accounts,
};
use sea_orm::{EntityTrait, QuerySelect, sea_query::LockType};

/// Ten guesses at one account's password, then one a minute.
pub(super) const GUESSES: Rate = Rate::new(10, Timestamp::MINUTE);
pub(super) const NOT_YOURS: &str = "is not your password";

/// The password hash that somebody has shown to know.
pub(super) struct Proof {
    id: AccountId,
    hash: String,
}

/// Checks a password of this account's person. None when it is wrong.
pub(super) async fn of_password(
    forum: &Forum,
    id: AccountId,
    typed: &str,
) -> Result<Option<Proof>, LimitError> {
    limits::take(forum, &guesses_at(id), GUESSES).await?;
    let account = accounts::Entity::find_by_id(id).one(forum.read()).await?;
    let hash = account.and_then(|account| account.password);
    Ok(verify(forum, typed, hash)
        .await?
        .map(|hash| Proof { id, hash }))
}

/// Counted together, however somebody guesses: signing in by handle, by address, or while signed in.
pub(super) fn guesses_at(id: AccountId) -> String {
    format!("sign-in:account:{id}")
}

/// The hash again, if the password is its password. It takes as long if not.
pub(super) async fn verify(
    forum: &Forum,
    typed: &str,
    hash: Option<String>,
) -> Result<Option<String>, Broken> {
    let claimed = Password::claimed(typed);
    let hash = hash.filter(|_| claimed.is_some());
    let password = claimed.map_or_else(String::new, |claimed| claimed.reveal().to_owned());
    let right = forum.passwords().verify(password, hash.clone()).await?;
    Ok(hash.filter(|_| right))
}

impl Proof {
    pub(super) fn new(id: AccountId, hash: String) -> Self {
        Self { id, hash }
    }

    /// Whether all of this still holds inside the transaction that acts on it: between the slow
    /// check and now, the password may have been changed or the person may have left. The account
    /// is held until the end, so that a change waits.
    pub(super) async fn check_again(
        &self,
        write: &Write,
    ) -> Result<Option<accounts::Model>, Broken> {
        let account = accounts::Entity::find_by_id(self.id)
            // Not stronger: whoever holds a plan of this person's and changes it twice asks whether its author is
            // there, and must not wait for somebody who waits for the plan.
            .lock(LockType::NoKeyUpdate)
            .one(write.tx())
            .await?;
        Ok(account.filter(|account| {
            account.password.as_deref() == Some(&self.hash)
                && matches!(account.standing, Standing::Active | Standing::Suspended)
        }))
    }
}
