//! Changing a password, and choosing a new one when the old is forgotten.

use super::{
    by_email,
    links::{self, NewLink, RESET_WITHIN},
    proof,
};
use crate::{
    accounts::{Email, Password, Purpose, Standing, letters},
    broken::{Broken, breaks},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::AccountId,
    limits::{self, Rate, limited},
    mail,
    problems::Problems,
    tables::{accounts, sessions},
    viewer::Person,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};
use std::net::IpAddr;

/// Three letters an hour, to one address and for one visitor.
const RESETS: Rate = Rate::new(3, 20 * Timestamp::MINUTE);

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// `current` is wrong, or `password` breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// Too many tries.
    #[error("too many tries; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

/// Why no letter was sent.
#[derive(Debug, thiserror::Error)]
pub enum ResetRequestError {
    /// `email` is no address.
    #[error("{0}")]
    Invalid(Problems),
    /// Too often.
    #[error("asked too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// Not the visitor's fault.
    #[error(transparent)]
    Broken(Broken),
}

/// Why a forgotten password was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link was used, has expired, or was never made.
    #[error("this link does not work any more")]
    Unknown,
    /// `password` breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// Not the visitor's fault.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(ChangePasswordError, ResetRequestError, ResetError);
limited!(ChangePasswordError, ResetRequestError);

/// Changes a password that its owner knows, and ends all other sessions and API tokens.
///
/// # Errors
/// When the current password is wrong or the new one breaks a rule.
pub async fn change_password(
    forum: &Forum,
    person: &Person,
    current: &str,
    new: &str,
) -> Result<(), ChangePasswordError> {
    let mut problems = Problems::default();
    let account = accounts::Entity::find_by_id(person.id)
        .one(forum.read())
        .await?
        .ok_or_else(|| Broken::internal("a session without an account"))?;
    let chosen = problems.take("password", choose(forum, &account, new).await?);
    let proof = proof::of_password(forum, person.id, current).await?;
    if proof.is_none() {
        problems.add("current", proof::NOT_YOURS);
    }
    let (Some(chosen), Some(proof)) = (chosen, proof) else {
        return Err(ChangePasswordError::Invalid(problems));
    };
    let hash = hash(forum, &chosen).await?;
    let write = forum.write().await?;
    let Some(account) = proof.check_again(&write).await? else {
        let problems = Problems::one("current", proof::NOT_YOURS);
        return Err(ChangePasswordError::Invalid(problems));
    };
    replace(forum, &write, account, hash).await?;
    sessions::Entity::delete_many()
        .filter(sessions::Column::AccountId.eq(person.id))
        .filter(sessions::Column::Id.ne(person.session))
        .exec(write.tx())
        .await?;
    Ok(write.commit().await?)
}

/// Sends a link to a new password to this address, if it is an account's. If not, all else is the
/// same: the answer, the work, the time.
///
/// # Errors
/// When it is no address, or too many letters were asked for.
pub async fn request_reset(
    forum: &Forum,
    typed: &str,
    from: IpAddr,
) -> Result<(), ResetRequestError> {
    let email: Email = typed
        .parse()
        .map_err(|wrong: String| ResetRequestError::Invalid(Problems::one("email", wrong)))?;
    let network = limits::network(from);
    limits::take(forum, &format!("reset:address:{network}"), RESETS).await?;
    limits::take(forum, &format!("reset:email:{}", email.folded()), RESETS).await?;
    let write = forum.write().await?;
    let account = by_email(&email.folded())
        .filter(accounts::Column::Standing.is_in([Standing::Active, Standing::Suspended]))
        .one(write.tx())
        .await?;
    let link = NewLink {
        purpose: Purpose::ResetPassword,
        account: account.as_ref().map(|account| account.id),
        email: None,
        lifetime: RESET_WITHIN,
    };
    let token = links::make(forum, &write, &link).await?;
    let handle = account
        .as_ref()
        .map_or("nobody", |account| account.handle.as_str());
    let letter = letters::reset(forum.policy(), &email, handle, &token);
    match account {
        Some(_) => mail::queue(write.tx(), letter, write.now()).await?,
        None => mail::pretend(write.tx(), letter, write.now()).await?,
    }
    Ok(write.commit().await?)
}

/// Whether a link to a new password can still be used.
///
/// # Errors
/// When the database fails.
pub async fn reset_link_works(forum: &Forum, token: &str) -> Result<bool, Broken> {
    let link = links::usable(forum, Purpose::ResetPassword, token).await?;
    Ok(link.is_some_and(|link| link.account_id.is_some()))
}

/// Replaces a forgotten password by the link from a letter, once, and ends all sessions and API
/// tokens.
///
/// # Errors
/// When the link does not work any more or the password breaks a rule; then the link still works.
pub async fn reset_password(forum: &Forum, token: &str, new: &str) -> Result<(), ResetError> {
    let id = links::usable(forum, Purpose::ResetPassword, token)
        .await?
        .and_then(|link| link.account_id)
        .ok_or(ResetError::Unknown)?;
    let account = present(forum.read(), id)
        .await?
        .ok_or(ResetError::Unknown)?;
    let chosen = choose(forum, &account, new)
        .await?
        .map_err(|wrong| ResetError::Invalid(Problems::one("password", wrong)))?;
    let hash = hash(forum, &chosen).await?;
    let write = forum.write().await?;
    links::spend(&write, Purpose::ResetPassword, token)
        .await?
        .ok_or(ResetError::Unknown)?;
    let account = present(write.tx(), id).await?.ok_or(ResetError::Unknown)?;
    // The password first: a sign-in under way with the old one holds the account until its session
    // is there to be ended.
    replace(forum, &write, account, hash).await?;
    sessions::Entity::delete_many()
        .filter(sessions::Column::AccountId.eq(id))
        .exec(write.tx())
        .await?;
    Ok(write.commit().await?)
}

async fn present(
    db: &impl sea_orm::ConnectionTrait,
    id: AccountId,
) -> Result<Option<accounts::Model>, Broken> {
    Ok(accounts::Entity::find_by_id(id)
        .filter(accounts::Column::Standing.is_in([Standing::Active, Standing::Suspended]))
        .lock_exclusive()
        .one(db)
        .await?)
}

async fn choose(
    forum: &Forum,
    account: &accounts::Model,
    new: &str,
) -> Result<Result<Password, String>, Broken> {
    let email = account.email.clone().unwrap_or_default();
    let known = [
        forum.policy().name.clone(),
        account.handle.clone(),
        account.name.clone(),
        email.split('@').next().unwrap_or_default().to_owned(),
        email,
    ];
    let new = new.to_owned();
    let chosen = tokio::task::spawn_blocking(move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        Password::chosen(&new, &known)
    });
    Ok(chosen.await?)
}

async fn hash(forum: &Forum, chosen: &Password) -> Result<String, Broken> {
    let password = chosen.reveal().to_owned();
    forum
        .passwords()
        .hash(password, forum.entropy().bytes())
        .await
}

/// Stores the new password, makes links to yet another one useless, and tells its owner.
async fn replace(
    forum: &Forum,
    write: &Write,
    account: accounts::Model,
    hash: String,
) -> Result<(), Broken> {
    let changed = accounts::ActiveModel {
        id: Set(account.id),
        password: Set(Some(hash)),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    links::spend_all(write, Purpose::ResetPassword, account.id).await?;
    let Some(Ok(email)) = account.email.map(|email| email.parse::<Email>()) else {
        return Ok(());
    };
    let letter = letters::password_changed(forum.policy(), &email, &account.handle);
    mail::queue(write.tx(), letter, write.now()).await
}
