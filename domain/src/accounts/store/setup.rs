//! A new forum's first admin.

use super::{
    admins,
    join::{self, Checked, Joined, SignUp, SignUpError},
    links::{self, NewLink, SET_UP_WITHIN},
    tokens::token_hash,
};
use crate::{
    accounts::{Purpose, Role},
    broken::Broken,
    forum::{Forum, Write},
    tables::links as table,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

/// A fresh link by which somebody becomes the first admin, as long as there is none.
///
/// # Errors
/// When the database fails.
pub async fn setup_link(forum: &Forum) -> Result<Option<String>, Broken> {
    if admins::any(forum.read()).await? {
        return Ok(None);
    }
    let write = forum.write().await?;
    let link = NewLink {
        purpose: Purpose::Setup,
        account: None,
        email: None,
        lifetime: SET_UP_WITHIN,
    };
    let token = links::make(forum, &write, &link).await?;
    write.commit().await?;
    let address = &forum.policy().public_url;
    Ok(Some(format!("{address}/setup/{}", token.as_str())))
}

/// Whether a setup link can still be used.
///
/// # Errors
/// When the database fails.
pub async fn setup_link_works(forum: &Forum, token: &str) -> Result<bool, Broken> {
    let link = links::usable(forum, Purpose::Setup, token).await?;
    Ok(link.is_some() && !admins::any(forum.read()).await?)
}

/// Opens the first admin's account by a setup link, and makes all setup links useless.
///
/// # Errors
/// When a rule is broken, the link does not work, or there is an admin already.
pub async fn set_up(forum: &Forum, token: &str, typed: &SignUp) -> Result<Joined, SignUpError> {
    if !setup_link_works(forum, token).await? {
        return Err(SignUpError::SetUpAlready);
    }
    let checked = Checked::new(forum, typed, false).await?;
    let hash = checked.hash(forum).await?;
    let write = forum.write().await?;
    if !spend_all(&write, token).await? || admins::any(write.tx()).await? {
        return Err(SignUpError::SetUpAlready);
    }
    join::open(forum, write, checked, hash, Role::Admin).await
}

/// Uses up every setup link, in one order, so that of two visitors with two links the second waits
/// and finds its own used. Whether this token's was among them.
async fn spend_all(write: &Write, token: &str) -> Result<bool, Broken> {
    let hash = token_hash(token);
    let unused = table::Entity::find()
        .filter(table::Column::Purpose.eq(Purpose::Setup))
        .filter(table::Column::UsedAt.is_null())
        .order_by_asc(table::Column::Id)
        .lock_exclusive()
        .all(write.tx())
        .await?;
    table::Entity::update_many()
        .col_expr(table::Column::UsedAt, Expr::val(write.now()))
        .filter(table::Column::Purpose.eq(Purpose::Setup))
        .filter(table::Column::UsedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(unused
        .iter()
        .any(|link| link.token_hash == hash && link.expires_at > write.now()))
}
