//! Making and unmaking moderators and admins.

use super::{
    ModerateError, checked,
    decide::{Measure, act_of, take},
    refused,
    target::{Stored, Target},
};
use crate::{
    accounts::{self, Role, Standing},
    forum::Forum,
    ids::{AccountId, MeasureId},
    moderation::{Deed, Refusal, Thing},
    problems::Problems,
    tables::accounts as rows,
    viewer::Admin,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// Gives somebody a role, with a reason that everybody may read. An admin may step down, the last one not.
///
/// # Errors
/// When there is nobody like that, they have the role, or the forum would be left without an admin.
pub async fn appoint(
    forum: &Forum,
    admin: &Admin,
    account: AccountId,
    role: &str,
    reason: &str,
) -> Result<MeasureId, ModerateError> {
    let reason = checked(reason)?;
    let role: Role = role
        .parse()
        .map_err(|wrong: crate::words::Unknown| invalid(&wrong))?;
    let write = forum.write().await?;
    // All admins, and whom it is about: of two who demote each other the second sees what the first did.
    let last = accounts::only_admin(&write, account).await?;
    let me = rows::Entity::find_by_id(admin.id).one(write.tx()).await?;
    match me {
        Some(me) if me.role == Role::Admin && me.standing == Standing::Active => {}
        Some(me) if me.standing == Standing::Suspended => return Err(ModerateError::Suspended),
        _ => return Err(ModerateError::NotFound),
    }
    let target = Target::held(&write, Thing::Account(account)).await?;
    let target = target.ok_or(ModerateError::NotFound)?;
    let Stored::Account(row) = &target.stored else {
        return Err(ModerateError::NotFound);
    };
    if row.standing == Standing::Deactivated {
        return Err(refused(Refusal::Gone));
    }
    if row.role == role {
        return Err(refused(Refusal::Already));
    }
    if last == Some(account) {
        return Err(refused(Refusal::LastAdmin));
    }
    let changed = rows::ActiveModel {
        id: Set(account),
        role: Set(role),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    let measure = Measure {
        deed: Deed::Appointed,
        by: Some(admin),
        reason: reason.as_str(),
        until: None,
        other: None,
    };
    let taken = take(forum, &write, &target, &measure).await?;
    let act = act_of(&target, &measure, &taken).with("role", role.as_str());
    let id = taken.id;
    write.record(act).await?;
    Ok(id)
}

fn invalid(wrong: &crate::words::Unknown) -> ModerateError {
    ModerateError::Invalid(Problems::one("role", wrong.to_string()))
}
