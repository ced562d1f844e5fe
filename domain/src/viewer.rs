//! Who is asking, and what they may do, as types: an act takes the permission it needs as an
//! argument, and only a look-up of a session can make one.

use crate::{
    accounts::{Handle, Role},
    ids::{AccountId, SessionId},
};

/// Somebody who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// Its name in addresses and mentions.
    pub handle: Handle,
    /// Its name for people; the handle when none was given.
    pub name: String,
    /// What it may do beyond writing.
    pub role: Role,
    /// The session that was shown.
    pub session: SessionId,
}

/// Whoever is looking at a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Not signed in.
    Anonymous,
    /// Signed in, and told to pause: may read and leave, not act.
    Suspended(Person),
    /// Signed in and may act.
    Member(Member),
}

/// Permission to post, comment and vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member(pub(crate) Person);

/// Permission to curate and keep order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moderator(Member);

/// Permission to run the forum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin(Moderator);

impl Viewer {
    /// Whoever signed in, whether they may act or not.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Anonymous => None,
            Self::Suspended(person) | Self::Member(Member(person)) => Some(person),
        }
    }

    /// Permission to act, if the viewer has it.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::Anonymous | Self::Suspended(_) => None,
        }
    }

    /// The account that asks.
    #[must_use]
    pub fn id(&self) -> Option<AccountId> {
        self.person().map(|person| person.id)
    }
}

impl Member {
    /// Whether this member may curate and keep order.
    #[must_use]
    pub fn is_moderator(&self) -> bool {
        self.role.moderates()
    }

    /// Permission to curate, if this member has it.
    #[must_use]
    pub fn moderator(&self) -> Option<Moderator> {
        self.is_moderator().then(|| Moderator(self.clone()))
    }

    /// Permission to run the forum, if this member has it.
    #[must_use]
    pub fn admin(&self) -> Option<Admin> {
        (self.role == Role::Admin).then(|| Admin(Moderator(self.clone())))
    }
}

impl std::ops::Deref for Member {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl std::ops::Deref for Moderator {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}

impl std::ops::Deref for Admin {
    type Target = Moderator;

    fn deref(&self) -> &Moderator {
        &self.0
    }
}
