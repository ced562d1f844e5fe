//! Sessions: who a token belongs to, and how they end.

use super::{effective, tokens::token_hash};
use crate::{
    accounts::{Handle, SessionKind, Standing},
    broken::Broken,
    clock::Timestamp,
    forum::{Forum, Write},
    ids::SessionId,
    tables::{accounts, sessions},
    viewer::{Member, Person, Viewer},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

/// A session ends when it was not used for so long.
pub(super) const BROWSER_LIFETIME: i64 = 60 * Timestamp::DAY;
/// The use of a session is noted at most so often.
const NOTED_EVERY: i64 = 5 * Timestamp::MINUTE;

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its number.
    pub id: SessionId,
    /// The device, or what the token was made for.
    pub label: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to within five minutes.
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Who shows this token: nobody when it is unknown, has expired or its person has left.
///
/// # Errors
/// When the database fails.
pub async fn viewer(forum: &Forum, token: &str) -> Result<Viewer, Broken> {
    let session = sessions::Entity::find()
        .filter(sessions::Column::TokenHash.eq(token_hash(token)))
        .filter(sessions::Column::ExpiresAt.gt(forum.now()))
        .one(forum.read())
        .await?;
    let Some(session) = session else {
        return Ok(Viewer::Anonymous);
    };
    let account = accounts::Entity::find_by_id(session.account_id)
        .one(forum.read())
        .await?;
    note_use(forum, &session);
    let now = forum.now();
    Ok(account.map_or(Viewer::Anonymous, |account| {
        viewing(account, session.id, now)
    }))
}

pub(super) fn viewing(account: accounts::Model, session: SessionId, now: Timestamp) -> Viewer {
    let standing = effective(account.standing, account.suspended_until, now);
    let name = if account.name.is_empty() {
        account.handle.clone()
    } else {
        account.name
    };
    let person = Person {
        id: account.id,
        handle: Handle::stored(account.handle),
        name,
        role: account.role,
        session,
    };
    match standing {
        Standing::Active => Viewer::Member(Member(person)),
        Standing::Suspended => Viewer::Suspended(person),
        Standing::Deactivated | Standing::Erased => Viewer::Anonymous,
    }
}

/// Notes now and then that a session is used, beside the request and not inside it.
fn note_use(forum: &Forum, session: &sessions::Model) {
    let now = forum.now();
    if now.since(session.last_used_at) < NOTED_EVERY {
        return;
    }
    let expires_at = match session.kind {
        SessionKind::Browser => now.plus(BROWSER_LIFETIME),
        SessionKind::Api => session.expires_at,
    };
    let (forum, id) = (forum.clone(), session.id);
    tokio::spawn(async move {
        if let Err(error) = write_use(&forum, id, expires_at).await {
            tracing::warn!(%error, "the use of a session was not noted");
        }
    });
}

async fn write_use(forum: &Forum, id: SessionId, expires_at: Timestamp) -> Result<(), Broken> {
    let write = forum.write().await?;
    sessions::Entity::update_many()
        .col_expr(sessions::Column::LastUsedAt, Expr::val(write.now()))
        .col_expr(sessions::Column::ExpiresAt, Expr::val(expires_at))
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::LastUsedAt.lte(write.now().plus(-NOTED_EVERY)))
        .exec(write.tx())
        .await?;
    write.commit().await
}

/// A person's sessions or API tokens, the last used first.
///
/// # Errors
/// When the database fails.
pub async fn sessions(
    forum: &Forum,
    person: &Person,
    kind: SessionKind,
) -> Result<Vec<Session>, Broken> {
    let rows = sessions::Entity::find()
        .filter(sessions::Column::AccountId.eq(person.id))
        .filter(sessions::Column::Kind.eq(kind))
        .filter(sessions::Column::ExpiresAt.gt(forum.now()))
        .order_by_desc(sessions::Column::LastUsedAt)
        .order_by_desc(sessions::Column::Id)
        .all(forum.read())
        .await?;
    let session = |row: sessions::Model| Session {
        id: row.id,
        label: row.label,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        current: row.id == person.session,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends the session of this token.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(forum: &Forum, token: &str) -> Result<(), Broken> {
    let write = forum.write().await?;
    end(&write, token).await?;
    write.commit().await
}

pub(super) async fn end(write: &Write, token: &str) -> Result<(), Broken> {
    sessions::Entity::delete_many()
        .filter(sessions::Column::TokenHash.eq(token_hash(token)))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Ends every session of this person, this one too. API tokens stay: they are revoked one by one.
///
/// # Errors
/// When the database fails.
pub async fn sign_out_everywhere(forum: &Forum, person: &Person) -> Result<(), Broken> {
    let write = forum.write().await?;
    sessions::Entity::delete_many()
        .filter(sessions::Column::AccountId.eq(person.id))
        .filter(sessions::Column::Kind.eq(SessionKind::Browser))
        .exec(write.tx())
        .await?;
    write.commit().await
}

/// Ends one of this person's sessions or revokes one of their API tokens. Whether there was such
/// a one.
///
/// # Errors
/// When the database fails.
pub async fn end_session(forum: &Forum, person: &Person, id: SessionId) -> Result<bool, Broken> {
    let write = forum.write().await?;
    let ended = sessions::Entity::delete_many()
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::AccountId.eq(person.id))
        .exec(write.tx())
        .await?;
    write.commit().await?;
    Ok(ended.rows_affected == 1)
}
