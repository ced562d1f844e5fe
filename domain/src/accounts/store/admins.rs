//! A forum always keeps somebody who runs it.

use super::role_of;
use crate::{
    accounts::{Role, Standing},
    broken::Broken,
    forum::Write,
    ids::AccountId,
    tables::accounts,
    viewer::Admin,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

/// The admins who can act, held until this write ends: of two that demote each other at the same
/// time, the second waits and sees that it would be the last.
async fn held(write: &Write) -> Result<Vec<AccountId>, Broken> {
    Ok(accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::Role.eq(Role::Admin))
        .filter(accounts::Column::Standing.eq(Standing::Active))
        .order_by_asc(accounts::Column::Id)
        // Not stronger, as in `proof`: whoever leaves holds all admins while they wait for plans.
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(write.tx())
        .await?)
}

/// The only admin who is left, if there is no other; all are held.
pub(crate) async fn only_admin(write: &Write) -> Result<Option<AccountId>, Broken> {
    Ok(match held(write).await?[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// Whether this account is the only admin left.
pub(super) async fn is_last(write: &Write, id: AccountId) -> Result<bool, Broken> {
    Ok(only_admin(write).await? == Some(id))
}

/// Whether anybody runs the forum.
pub(super) async fn any(db: &impl sea_orm::ConnectionTrait) -> Result<bool, Broken> {
    let found: Option<AccountId> = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::Role.eq(Role::Admin))
        .filter(accounts::Column::Standing.eq(Standing::Active))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Whether somebody who was an admin when the request came in is one still.
pub(crate) async fn is_still(write: &Write, admin: &Admin) -> Result<bool, Broken> {
    Ok(role_of(write.tx(), admin.id).await? == Some(Role::Admin))
}
