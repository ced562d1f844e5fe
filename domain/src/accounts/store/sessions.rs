//! Sessions: who a token belongs to.

use crate::{
    accounts::{Handle, Standing},
    broken::Broken,
    forum::Forum,
    hash::Hash,
    tables::{accounts, sessions},
    viewer::{Member, Person, Viewer},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
    let Some(account) = account else {
        return Ok(Viewer::Anonymous);
    };
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
        session: session.id,
    };
    Ok(match account.standing {
        Standing::Active => Viewer::Member(Member(person)),
        Standing::Suspended => Viewer::Suspended(person),
        Standing::Deactivated | Standing::Erased => Viewer::Anonymous,
    })
}

/// What is stored of a token: enough to know it again, not enough to use it.
pub(super) fn token_hash(token: &str) -> Vec<u8> {
    Hash::of(&[token.as_bytes()]).to_vec()
}
