//! What an account may do at a moment.

use crate::{
    accounts::{Email, Role, Standing},
    broken::Broken,
    clock::Timestamp,
    forum::Write,
    ids::AccountId,
    tables::accounts,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QuerySelect,
};

/// The standing at a moment: a suspension that has ended is none.
pub(crate) fn effective(standing: Standing, until: Option<Timestamp>, now: Timestamp) -> Standing {
    match (standing, until) {
        (Standing::Suspended, Some(until)) if until <= now => Standing::Active,
        (standing, _) => standing,
    }
}

/// What somebody may do beyond writing now: within a write, what they may do when it ends.
pub(crate) async fn role_of(
    db: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<Role>, Broken> {
    Ok(accounts::Entity::find_by_id(id)
        .select_only()
        .column(accounts::Column::Role)
        .into_tuple()
        .one(db)
        .await?)
}

/// Whether somebody may curate and keep order now.
pub(crate) async fn moderates(db: &impl ConnectionTrait, id: AccountId) -> Result<bool, Broken> {
    Ok(role_of(db, id).await?.is_some_and(Role::moderates))
}

/// Where somebody is written to.
pub(crate) async fn address_of(write: &Write, id: AccountId) -> Result<Option<Email>, Broken> {
    let email: Option<Option<String>> = accounts::Entity::find_by_id(id)
        .select_only()
        .column(accounts::Column::Email)
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(email.flatten().and_then(|email| email.parse().ok()))
}

/// Where somebody is written to who wants news; nothing for whoever does not.
pub(crate) async fn address_for_news(
    write: &Write,
    id: AccountId,
) -> Result<Option<Email>, Broken> {
    let email: Option<Option<String>> = accounts::Entity::find_by_id(id)
        .select_only()
        .column(accounts::Column::Email)
        .filter(accounts::Column::News.eq(true))
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(email.flatten().and_then(|email| email.parse().ok()))
}

/// Suspends an account that this write holds, with why and until when, or lets it act again.
pub(crate) async fn set_suspended(
    write: &Write,
    id: AccountId,
    suspended: Option<(&str, Option<Timestamp>)>,
) -> Result<(), Broken> {
    let standing = match suspended {
        Some(_) => Standing::Suspended,
        None => Standing::Active,
    };
    let changed = accounts::ActiveModel {
        id: Set(id),
        standing: Set(standing),
        suspended_because: Set(suspended.map(|(because, _)| because.to_owned())),
        suspended_until: Set(suspended.and_then(|(_, until)| until)),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suspension_ends_by_itself() {
        let (now, later) = (Timestamp(5), Timestamp(6));
        let standing = |until| effective(Standing::Suspended, until, now);
        assert_eq!(standing(None), Standing::Suspended);
        assert_eq!(standing(Some(later)), Standing::Suspended);
        assert_eq!(standing(Some(now)), Standing::Active);
        assert_eq!(
            effective(Standing::Deactivated, Some(now), later),
            Standing::Deactivated
        );
    }
}
