//! What whoever runs the forum does from the shell.

use super::{
    admins, by_handle,
    join::{self, NewAccount, SignUpError},
    sessions::viewing,
};
use crate::{
    accounts::{Email, Handle, Password, Role, Standing},
    broken::{Broken, breaks},
    checked::{self, Lines},
    forum::{Forum, Write},
    ids::{AccountId, SessionId},
    log::{Act, Kind, Subject},
    problems::Problems,
    tables::accounts,
    viewer::{Member, Viewer},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};

const LONGEST_REASON: usize = 500;

/// An account that the operator opens for somebody.
#[derive(Clone, Default)]
pub struct Enrolment {
    /// The name in addresses and mentions.
    pub handle: String,
    /// The address, taken as confirmed.
    pub email: Option<String>,
    /// The password; without one nobody can sign in until a reset by mail.
    pub password: Option<String>,
    /// What the account may do; a member's by default.
    pub role: Option<Role>,
}

/// Opens an account for somebody, whoever may sign up otherwise. No letter is sent.
///
/// # Errors
/// When a rule is broken or the handle or the address is taken.
pub async fn enrol(forum: &Forum, typed: &Enrolment) -> Result<AccountId, SignUpError> {
    let (handle, email, password) = check(forum, typed).map_err(SignUpError::Invalid)?;
    let hash = match password {
        Some(password) => {
            let salt = forum.entropy().bytes();
            let password = password.reveal().to_owned();
            Some(forum.passwords().hash(password, salt).await?)
        }
        None => None,
    };
    let role = typed.role.unwrap_or(Role::Member);
    let write = forum.write().await?;
    let account = NewAccount {
        handle: &handle,
        role,
        password: hash,
        email: email.map(|email| email.as_str().to_owned()),
        email_unconfirmed: None,
        application: None,
    };
    let id = join::insert(&write, account).await?;
    let act =
        Act::by_operator(Kind::AccountOpened, Subject::Account(id)).with("role", role.as_str());
    write.record(act).await?;
    Ok(id)
}

type Checked = (Handle, Option<Email>, Option<Password>);

fn check(forum: &Forum, typed: &Enrolment) -> Result<Checked, Problems> {
    let mut problems = Problems::default();
    let handle = problems.take("handle", typed.handle.parse::<Handle>());
    let email = typed.email.as_deref().map(str::parse::<Email>).transpose();
    let email = problems.take("email", email);
    let known = [forum.policy().name.as_str(), &typed.handle];
    let password = typed.password.as_deref();
    let password = password
        .map(|typed| Password::chosen(typed, &known))
        .transpose();
    let password = problems.take("password", password);
    match (handle, email, password) {
        (Some(handle), Some(email), Some(password)) => Ok((handle, email, password)),
        _ => Err(problems),
    }
}

/// A member to write as, for what fills a forum from a file: nobody has signed in.
///
/// # Errors
/// When the database fails.
pub async fn acting_as(forum: &Forum, handle: &str) -> Result<Option<Member>, Broken> {
    let account = by_handle(forum.read(), handle).await?;
    let viewer = account.map(|account| viewing(account, SessionId(0), forum.now()));
    Ok(viewer.and_then(|viewer| match viewer {
        Viewer::Member(member) => Some(member),
        Viewer::Anonymous | Viewer::Suspended(_) => None,
    }))
}

/// Why an account's role or standing was not changed.
#[derive(Debug, thiserror::Error)]
pub enum StandingError {
    /// Nobody has this handle, or they have left.
    #[error("nobody has this handle")]
    NotFound,
    /// The reason is empty or too long.
    #[error("{0}")]
    Invalid(Problems),
    /// Nobody would run the forum.
    #[error("this is the last admin: make somebody else an admin first")]
    LastAdmin,
    /// The database failed.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(StandingError);

/// Gives an account a role.
///
/// # Errors
/// When nobody has this handle, or it is the last admin's.
pub async fn set_role(forum: &Forum, handle: &str, role: Role) -> Result<(), StandingError> {
    let write = forum.write().await?;
    let id = if role == Role::Admin {
        held(&write, handle, &[Standing::Active, Standing::Suspended]).await?
    } else {
        not_the_last(&write, handle).await?
    };
    let changed = accounts::ActiveModel {
        id: Set(id),
        role: Set(role),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    let act = Act::by_operator(Kind::AccountRole, Subject::Account(id)).with("role", role.as_str());
    write.record(act).await?;
    Ok(())
}

/// Suspends an account: its person may read, sign out, and read the reason.
///
/// # Errors
/// When nobody has this handle, or it is the last admin's, or no reason is given.
pub async fn suspend(forum: &Forum, handle: &str, reason: &str) -> Result<(), StandingError> {
    let reason = checked::text(reason, Lines::One, 1, LONGEST_REASON)
        .map_err(|wrong| StandingError::Invalid(Problems::one("reason", wrong)))?;
    let write = forum.write().await?;
    let id = not_the_last(&write, handle).await?;
    stand(
        write,
        id,
        Standing::Suspended,
        Some(reason),
        Kind::AccountSuspended,
    )
    .await
}

/// Lets a suspended account act again, or brings back somebody who had left without erasing.
///
/// # Errors
/// When nobody like that has this handle.
pub async fn restore(forum: &Forum, handle: &str) -> Result<(), StandingError> {
    let write = forum.write().await?;
    let id = held(
        &write,
        handle,
        &[Standing::Suspended, Standing::Deactivated],
    )
    .await?;
    stand(write, id, Standing::Active, None, Kind::AccountRestored).await
}

async fn stand(
    write: Write,
    id: AccountId,
    standing: Standing,
    because: Option<String>,
    kind: Kind,
) -> Result<(), StandingError> {
    let changed = accounts::ActiveModel {
        id: Set(id),
        standing: Set(standing),
        suspended_because: Set(because),
        suspended_until: Set(None),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    write
        .record(Act::by_operator(kind, Subject::Account(id)))
        .await?;
    Ok(())
}

async fn not_the_last(write: &Write, handle: &str) -> Result<AccountId, StandingError> {
    let account = by_handle(write.tx(), handle)
        .await?
        .ok_or(StandingError::NotFound)?;
    // The admins before the account: everybody who holds both takes them in this order.
    if admins::is_last(write, account.id).await? {
        return Err(StandingError::LastAdmin);
    }
    held(write, handle, &[Standing::Active, Standing::Suspended]).await
}

async fn held(
    write: &Write,
    handle: &str,
    standings: &[Standing],
) -> Result<AccountId, StandingError> {
    accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::Handle.eq(handle))
        .filter(accounts::Column::Standing.is_in(standings.iter().copied()))
        .lock_exclusive()
        .into_tuple()
        .one(write.tx())
        .await?
        .ok_or(StandingError::NotFound)
}
