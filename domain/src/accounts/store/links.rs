//! Links with a one-time token.

use super::tokens::{Token, token_hash};
use crate::{
    accounts::Purpose,
    broken::{Broken, breaks},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::AccountId,
    tables::links,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Why a link did nothing.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// It was used, has expired, or was never made.
    #[error("this link does not work any more")]
    Unknown,
    /// Not the visitor's fault.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(LinkError);

/// A link to make.
pub(super) struct NewLink<'link> {
    pub(super) purpose: Purpose,
    pub(super) account: Option<AccountId>,
    pub(super) email: Option<&'link str>,
    pub(super) lifetime: i64,
}

/// Makes a link and gives its token, which nobody can read again.
pub(super) async fn make(
    forum: &Forum,
    write: &Write,
    link: &NewLink<'_>,
) -> Result<Token, Broken> {
    let token = Token::fresh(forum);
    let row = links::ActiveModel {
        purpose: Set(link.purpose),
        account_id: Set(link.account),
        token_hash: Set(token.hash()),
        email: Set(link.email.map(Into::into)),
        created_at: Set(write.now()),
        expires_at: Set(write.now().plus(link.lifetime)),
        ..Default::default()
    };
    links::Entity::insert(row)
        .exec_without_returning(write.tx())
        .await?;
    Ok(token)
}

/// The link of this token, if it is made for this purpose and can still be used.
pub(super) async fn usable(
    forum: &Forum,
    purpose: Purpose,
    token: &str,
) -> Result<Option<links::Model>, Broken> {
    Ok(links::Entity::find()
        .filter(links::Column::TokenHash.eq(token_hash(token)))
        .filter(links::Column::Purpose.eq(purpose))
        .filter(links::Column::UsedAt.is_null())
        .filter(links::Column::ExpiresAt.gt(forum.now()))
        .one(forum.read())
        .await?)
}

/// Uses a link up. Of two at the same time, the second waits for the first and finds it used.
pub(super) async fn spend(
    write: &Write,
    purpose: Purpose,
    token: &str,
) -> Result<Option<links::Model>, Broken> {
    let hash = token_hash(token);
    let spent = links::Entity::update_many()
        .col_expr(links::Column::UsedAt, Expr::val(write.now()))
        .filter(links::Column::TokenHash.eq(hash.clone()))
        .filter(links::Column::Purpose.eq(purpose))
        .filter(links::Column::UsedAt.is_null())
        .filter(links::Column::ExpiresAt.gt(write.now()))
        .exec(write.tx())
        .await?;
    if spent.rows_affected == 0 {
        return Ok(None);
    }
    Ok(links::Entity::find()
        .filter(links::Column::TokenHash.eq(hash))
        .one(write.tx())
        .await?)
}

/// Uses up all of an account's links for this purpose.
pub(super) async fn spend_all(
    write: &Write,
    purpose: Purpose,
    account: AccountId,
) -> Result<(), Broken> {
    links::Entity::update_many()
        .col_expr(links::Column::UsedAt, Expr::val(write.now()))
        .filter(links::Column::AccountId.eq(account))
        .filter(links::Column::Purpose.eq(purpose))
        .filter(links::Column::UsedAt.is_null())
        .exec(write.tx())
        .await?;
    Ok(())
}

/// How long the answer to a letter may take.
pub(super) const CONFIRM_WITHIN: i64 = 3 * Timestamp::DAY;
/// How long a link to a new password works.
pub(super) const RESET_WITHIN: i64 = Timestamp::HOUR;
/// How long an invitation is good.
pub(super) const INVITED_FOR: i64 = 14 * Timestamp::DAY;
/// How long a new forum waits for its first admin; each start prints another link.
pub(super) const SET_UP_WITHIN: i64 = 30 * Timestamp::DAY;
