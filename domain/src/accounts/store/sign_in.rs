//! Signing in.

use super::{
    by_email, by_handle,
    join::Joined,
    proof::{self, GUESSES, Proof},
    sessions::{BROWSER_LIFETIME, end},
    tokens::Token,
};
use crate::{
    accounts::{Email, Handle, SessionKind, Standing},
    broken::{Broken, breaks},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::AccountId,
    limits::{self, Rate, limited},
    tables::{accounts, sessions},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Order, Query},
};
use std::net::IpAddr;

/// Ten from one address, then one in thirty seconds.
const PER_ADDRESS: Rate = Rate::new(10, 30 * Timestamp::SECOND);
/// Older sessions are ended when somebody signs in from ever more devices.
const MOST_SESSIONS: u64 = 50;
const LONGEST_LABEL: usize = 80;

/// What somebody shows to be signed in.
#[derive(Clone, Copy, Default)]
pub struct SignIn<'typed> {
    /// A handle or a confirmed address.
    pub who: &'typed str,
    /// Their password.
    pub password: &'typed str,
    /// What they sign in with, for the list of sessions: `Firefox on Linux`.
    pub device: &'typed str,
    /// The token of the session that this one replaces, if the browser has one.
    pub replaces: Option<&'typed str>,
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// There is no such account, or its password is another: nobody learns which.
    #[error("the handle or address and the password do not go together")]
    Wrong,
    /// Too many tries.
    #[error("too many tries; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// Not the visitor's fault.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(SignInError);
limited!(SignInError);

/// Signs somebody in: a new session, and the end of the one it replaces.
///
/// # Errors
/// When handle and password do not go together, or it was tried too often.
pub async fn sign_in(
    forum: &Forum,
    typed: &SignIn<'_>,
    from: IpAddr,
) -> Result<Token, SignInError> {
    let network = limits::network(from);
    limits::take(forum, &format!("sign-in:address:{network}"), PER_ADDRESS).await?;
    let account = find(forum, typed.who).await?;
    limits::take(forum, &counted(account.as_ref(), typed.who), GUESSES).await?;
    let (id, hash) = match account {
        Some(account) => (account.id, account.password),
        None => (AccountId(0), None),
    };
    let hash = proof::verify(forum, typed.password, hash)
        .await?
        .ok_or(SignInError::Wrong)?;
    let write = forum.write().await?;
    Proof::new(id, hash)
        .check_again(&write)
        .await?
        .ok_or(SignInError::Wrong)?;
    if let Some(old) = typed.replaces {
        end(&write, old).await?;
    }
    Ok(start(forum, write, id, typed.device).await?)
}

/// Signs in somebody who has joined a moment ago.
///
/// # Errors
/// When the database fails.
pub async fn begin_session(forum: &Forum, joined: &Joined, device: &str) -> Result<Token, Broken> {
    let write = forum.write().await?;
    start(forum, write, joined.id, device).await
}

async fn find(forum: &Forum, who: &str) -> Result<Option<accounts::Model>, Broken> {
    let who = Handle::looked_for(who);
    let found = match who.parse::<Email>() {
        Ok(email) => by_email(&email.folded()).one(forum.read()).await?,
        Err(_) => by_handle(forum.read(), &who).await?,
    };
    Ok(found.filter(|account| matches!(account.standing, Standing::Active | Standing::Suspended)))
}

fn counted(account: Option<&accounts::Model>, who: &str) -> String {
    match account {
        Some(account) => proof::guesses_at(account.id),
        None => format!("sign-in:nobody:{}", Handle::looked_for(who)),
    }
}

async fn start(forum: &Forum, write: Write, id: AccountId, device: &str) -> Result<Token, Broken> {
    let token = Token::fresh(forum);
    let row = sessions::ActiveModel {
        account_id: Set(id),
        kind: Set(SessionKind::Browser),
        token_hash: Set(token.hash()),
        label: Set(label(device)),
        created_at: Set(write.now()),
        last_used_at: Set(write.now()),
        expires_at: Set(write.now().plus(BROWSER_LIFETIME)),
        ..Default::default()
    };
    sessions::Entity::insert(row)
        .exec_without_returning(write.tx())
        .await?;
    end_oldest(&write, id).await?;
    write.commit().await?;
    Ok(token)
}

fn label(device: &str) -> String {
    let printable = device.chars().filter(|letter| !letter.is_control());
    printable.take(LONGEST_LABEL).collect()
}

async fn end_oldest(write: &Write, id: AccountId) -> Result<(), Broken> {
    let newest = Query::select()
        .column(sessions::Column::Id)
        .from(sessions::Entity)
        .and_where(sessions::Column::AccountId.eq(id))
        .and_where(sessions::Column::Kind.eq(SessionKind::Browser))
        .order_by(sessions::Column::LastUsedAt, Order::Desc)
        .order_by(sessions::Column::Id, Order::Desc)
        .limit(MOST_SESSIONS)
        .to_owned();
    sessions::Entity::delete_many()
        .filter(sessions::Column::AccountId.eq(id))
        .filter(sessions::Column::Kind.eq(SessionKind::Browser))
        .filter(sessions::Column::Id.not_in_subquery(newest))
        .exec(write.tx())
        .await?;
    Ok(())
}
