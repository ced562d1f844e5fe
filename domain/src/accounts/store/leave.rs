//! Leaving.

use super::{admins, links, proof};
use crate::{
    accounts::{Handle, Purpose, Standing},
    broken::{Broken, breaks},
    forum::{Forum, Write},
    limits::limited,
    listings::forget_follows,
    log::{Act, Kind, Subject},
    problems::Problems,
    tables::{accounts, searches, sessions},
    viewer::Person,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// What somebody types to show that they mean it.
#[derive(Clone, Copy, Default)]
pub struct Leaving<'typed> {
    /// Their password.
    pub password: &'typed str,
    /// Their own handle.
    pub handle: &'typed str,
}

/// Why somebody has not left.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// The password or the handle is wrong.
    #[error("{0}")]
    Invalid(Problems),
    /// Nobody would run the forum.
    #[error("the last admin cannot leave: make somebody else an admin first")]
    LastAdmin,
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

breaks!(LeaveError);
limited!(LeaveError);

/// Leaves, and leaves everything written where it is, by "a former member". Whoever runs the forum
/// can undo it.
///
/// # Errors
/// When password or handle are wrong, or the person is the last admin.
pub async fn deactivate(
    forum: &Forum,
    person: &Person,
    typed: &Leaving<'_>,
) -> Result<(), LeaveError> {
    let write = begin(forum, person, typed).await?;
    let left = accounts::ActiveModel {
        id: Set(person.id),
        standing: Set(Standing::Deactivated),
        ..Default::default()
    };
    left.update(write.tx()).await?;
    for purpose in [Purpose::ConfirmEmail, Purpose::ResetPassword] {
        links::spend_all(&write, purpose, person.id).await?;
    }
    let act = Act::by(
        person.id,
        Kind::AccountDeactivated,
        Subject::Account(person.id),
    );
    write.record(act).await?;
    Ok(())
}

/// Asks whether they mean it and may, ends all their sessions, and forgets what they searched for and
/// followed: of that nothing is anybody else's.
pub(super) async fn begin(
    forum: &Forum,
    person: &Person,
    typed: &Leaving<'_>,
) -> Result<Write, LeaveError> {
    let mut problems = Problems::default();
    if Handle::looked_for(typed.handle) != person.handle.as_str() {
        problems.add("handle", "is not your handle");
    }
    let proof = proof::of_password(forum, person.id, typed.password).await?;
    if proof.is_none() {
        problems.add("password", proof::NOT_YOURS);
    }
    let Some(proof) = proof.filter(|_| problems.is_empty()) else {
        return Err(LeaveError::Invalid(problems));
    };
    let write = forum.write().await?;
    if admins::is_last(&write, person.id).await? {
        return Err(LeaveError::LastAdmin);
    }
    if proof.check_again(&write).await?.is_none() {
        let problems = Problems::one("password", proof::NOT_YOURS);
        return Err(LeaveError::Invalid(problems));
    }
    sessions::Entity::delete_many()
        .filter(sessions::Column::AccountId.eq(person.id))
        .exec(write.tx())
        .await?;
    searches::Entity::delete_many()
        .filter(searches::Column::AccountId.eq(person.id))
        .exec(write.tx())
        .await?;
    forget_follows(&write, person.id).await?;
    Ok(write)
}
