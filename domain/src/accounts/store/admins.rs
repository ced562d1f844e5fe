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
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

/// The admins who can act, held with somebody else until this write ends: of two that demote each other at
/// the same time, the second waits and sees that it would be the last.
async fn held(write: &Write, beside: AccountId) -> Result<Vec<AccountId>, Broken> {
    let admin = Condition::all()
        .add(accounts::Column::Role.eq(Role::Admin))
        .add(accounts::Column::Standing.eq(Standing::Active));
    let rows: Vec<(AccountId, Role, Standing)> = accounts::Entity::find()
        .select_only()
        .columns([
            accounts::Column::Id,
            accounts::Column::Role,
            accounts::Column::Standing,
        ])
        .filter(
            Condition::any()
                .add(admin)
                .add(accounts::Column::Id.eq(beside)),
        )
        // All in one order, in which everybody holds several.
        .order_by_asc(accounts::Column::Id)
        // Not stronger, as in `proof`: whoever leaves holds all admins while they wait for plans.
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(write.tx())
        .await?;
    let admins = rows
        .into_iter()
        .filter(|(_, role, standing)| (*role, *standing) == (Role::Admin, Standing::Active));
    Ok(admins.map(|(id, ..)| id).collect())
}

/// The only admin who is left, if there is no other; all are held, and somebody else with them.
pub(crate) async fn only_admin(
    write: &Write,
    beside: AccountId,
) -> Result<Option<AccountId>, Broken> {
    Ok(match held(write, beside).await?[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// Whether this account is the only admin left.
pub(super) async fn is_last(write: &Write, id: AccountId) -> Result<bool, Broken> {
    Ok(only_admin(write, id).await? == Some(id))
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
