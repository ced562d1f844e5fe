//! Signing up.

use super::{emails::ask_to_confirm, is_taken, links};
use crate::{
    accounts::{Email, Handle, Password, Purpose, Registration, Role, Standing},
    broken::{Broken, breaks},
    checked::{self, Lines},
    clock::Timestamp,
    forum::{Forum, Write},
    hash::Hash,
    ids::AccountId,
    limits::{self, Rate, limited},
    log::{Act, Kind, Subject},
    moderation,
    problems::Problems,
    tables::{accounts, retired_handles},
    text::markdown::RENDERER,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QuerySelect,
};
use std::net::IpAddr;

/// Five accounts from one address, then one in twelve minutes.
const PER_ADDRESS: Rate = Rate::new(5, 12 * Timestamp::MINUTE);
/// Letters that one mail address can be sent by giving it for an account.
pub(super) const LETTERS: Rate = Rate::new(3, 20 * Timestamp::MINUTE);

/// In at most so many letters somebody says why they want to join.
pub const LONGEST_APPLICATION: usize = 1_000;

/// What somebody who wants to join has typed.
#[derive(Clone, Default)]
pub struct SignUp {
    /// The name in addresses and mentions.
    pub handle: String,
    /// Where a letter reaches them.
    pub email: String,
    /// The password they choose.
    pub password: String,
    /// The token of an invitation, where one is needed.
    pub invite: Option<String>,
    /// Why they want to join, where that is asked and nobody has invited them.
    pub application: String,
}

/// Somebody who has just joined and may be signed in without typing the password again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    pub(super) id: AccountId,
    pub(super) handle: Handle,
}

impl Joined {
    /// The new account's handle.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }
}

/// Why somebody could not join.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// Nobody may.
    #[error("this forum takes no new members at the moment")]
    Closed,
    /// It takes an invitation, and this one does not work (any more).
    #[error("joining takes an invitation that has not been used")]
    NotInvited,
    /// There is an admin already.
    #[error("this forum has been set up")]
    SetUpAlready,
    /// Too many from one address.
    #[error("too many new accounts; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// Not the visitor's fault.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(SignUpError);
limited!(SignUpError);

/// Opens an account. Whether the mail address is somebody's already, neither the answer nor the
/// time it takes tells; the letter that goes there does.
///
/// # Errors
/// When a rule is broken, the forum does not take new members, or they are too many.
pub async fn sign_up(forum: &Forum, typed: &SignUp, from: IpAddr) -> Result<Joined, SignUpError> {
    let invite = invitation(forum, typed)?;
    let asks = forum.policy().registration == Registration::Application;
    let checked = Checked::new(forum, typed, asks && invite.is_none()).await?;
    refuse_taken(forum.read(), &checked.handle).await?;
    let network = limits::network(from);
    limits::take(forum, &format!("sign-up:address:{network}"), PER_ADDRESS).await?;
    limits::take(forum, &checked.letters_subject(), LETTERS).await?;
    let hash = checked.hash(forum).await?;
    let write = forum.write().await?;
    if let Some(token) = invite {
        links::spend(&write, Purpose::Invite, token)
            .await?
            .ok_or(SignUpError::NotInvited)?;
    }
    open(forum, write, checked, hash, Role::Member).await
}

fn invitation<'typed>(
    forum: &Forum,
    typed: &'typed SignUp,
) -> Result<Option<&'typed str>, SignUpError> {
    match forum.policy().registration {
        Registration::Open => Ok(None),
        Registration::Application => Ok(typed.invite.as_deref()),
        Registration::Closed => Err(SignUpError::Closed),
        Registration::Invite => match typed.invite.as_deref() {
            Some(token) => Ok(Some(token)),
            None => Err(SignUpError::NotInvited),
        },
    }
}

/// A sign-up that keeps all rules that need no database.
pub(super) struct Checked {
    pub(super) handle: Handle,
    email: Email,
    password: Password,
    /// Why they want to join, to be read before they may act.
    application: Option<String>,
}

impl Checked {
    pub(super) async fn new(
        forum: &Forum,
        typed: &SignUp,
        applies: bool,
    ) -> Result<Self, SignUpError> {
        let forum_name = forum.policy().name.clone();
        let typed = typed.clone();
        // The guesser takes milliseconds for a contrived password.
        tokio::task::spawn_blocking(move || check(&forum_name, &typed, applies))
            .await?
            .map_err(SignUpError::Invalid)
    }

    pub(super) async fn hash(&self, forum: &Forum) -> Result<String, Broken> {
        let password = self.password.reveal().to_owned();
        forum
            .passwords()
            .hash(password, forum.entropy().bytes())
            .await
    }

    fn letters_subject(&self) -> String {
        format!("letters:{}", self.email.folded())
    }
}

fn check(forum_name: &str, typed: &SignUp, applies: bool) -> Result<Checked, Problems> {
    let mut problems = Problems::default();
    let handle = problems.take("handle", typed.handle.trim().parse::<Handle>());
    let email = problems.take("email", typed.email.parse::<Email>());
    let local = typed.email.split('@').next().unwrap_or_default();
    let known = [forum_name, &typed.handle, &typed.email, local];
    let password = problems.take("password", Password::chosen(&typed.password, &known));
    let application = if applies {
        let text = checked::text(&typed.application, Lines::Many, 20, LONGEST_APPLICATION);
        problems.take("application", text).map(Some)
    } else {
        Some(None)
    };
    match (handle, email, password, application) {
        (Some(handle), Some(email), Some(password), Some(application)) => Ok(Checked {
            handle,
            email,
            password,
            application,
        }),
        _ => Err(problems),
    }
}

/// Makes the account, sends its letter, and records it.
pub(super) async fn open(
    forum: &Forum,
    write: Write,
    checked: Checked,
    hash: String,
    role: Role,
) -> Result<Joined, SignUpError> {
    let Checked {
        handle,
        email,
        application,
        ..
    } = checked;
    let applies = application.is_some();
    let account = NewAccount {
        handle: &handle,
        role,
        password: Some(hash),
        email: None,
        email_unconfirmed: Some(email.as_str().to_owned()),
        application,
    };
    let id = insert(&write, account).await?;
    ask_to_confirm(forum, &write, id, &handle, &email).await?;
    let act = Act::by(id, Kind::AccountOpened, Subject::Account(id)).with("role", role.as_str());
    let act = if applies {
        moderation::of_applicant(forum, &write, id, act).await?
    } else {
        act
    };
    write.record(act).await?;
    Ok(Joined { id, handle })
}

pub(super) struct NewAccount<'account> {
    pub(super) handle: &'account Handle,
    pub(super) role: Role,
    pub(super) password: Option<String>,
    pub(super) email: Option<String>,
    pub(super) email_unconfirmed: Option<String>,
    pub(super) application: Option<String>,
}

pub(super) async fn insert(
    write: &Write,
    account: NewAccount<'_>,
) -> Result<AccountId, SignUpError> {
    let row = accounts::ActiveModel {
        handle: Set(account.handle.as_str().into()),
        skeleton: Set(account.handle.skeleton()),
        role: Set(account.role),
        standing: Set(Standing::Active),
        name: Set(String::new()),
        about: Set(String::new()),
        about_html: Set(String::new()),
        about_renderer: Set(RENDERER),
        links: Set("[]".into()),
        email: Set(account.email),
        email_unconfirmed: Set(account.email_unconfirmed),
        password: Set(account.password),
        application: Set(account.application),
        created_at: Set(write.now()),
        ..Default::default()
    };
    let id = match row.insert(write.tx()).await {
        Ok(inserted) => inserted.id,
        // Of two equal handles, a database names either constraint.
        Err(error) if is_taken(&error, "handle") || is_taken(&error, "skeleton") => {
            return Err(taken("is taken"));
        }
        Err(error) if is_taken(&error, "email") => {
            return Err(SignUpError::Invalid(Problems::one(
                "email",
                "is another account's",
            )));
        }
        Err(error) => return Err(error.into()),
    };
    // After the insert, which has waited for whoever was erasing an account of this handle.
    if is_retired(write.tx(), account.handle).await? {
        return Err(taken(RETIRED));
    }
    Ok(id)
}

const LOOKS_ALIKE: &str = "looks too much like somebody else's";
const RETIRED: &str = "belonged to somebody who has left, or looks like it";

fn taken(why: &str) -> SignUpError {
    SignUpError::Invalid(Problems::one("handle", why))
}

/// Says that a handle is taken before anything costly is done. The insert says it again.
async fn refuse_taken(db: &impl ConnectionTrait, handle: &Handle) -> Result<(), SignUpError> {
    let holder: Option<String> = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Handle)
        .filter(accounts::Column::Skeleton.eq(handle.skeleton()))
        .into_tuple()
        .one(db)
        .await?;
    match holder {
        Some(holder) if holder == handle.as_str() => Err(taken("is taken")),
        Some(_) => Err(taken(LOOKS_ALIKE)),
        None if is_retired(db, handle).await? => Err(taken(RETIRED)),
        None => Ok(()),
    }
}

async fn is_retired(db: &impl ConnectionTrait, handle: &Handle) -> Result<bool, Broken> {
    Ok(retired_handles::Entity::find_by_id(retired_hash(handle))
        .one(db)
        .await?
        .is_some())
}

/// What is kept of an erased account's handle.
pub(super) fn retired_hash(handle: &Handle) -> Vec<u8> {
    Hash::of(&[b"handle:", handle.skeleton().as_bytes()]).to_vec()
}
