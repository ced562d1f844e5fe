//! People: who they are, how they come in, and how they leave.

mod rules;

#[cfg(feature = "store")]
mod letters;
#[cfg(feature = "store")]
mod passwords;
#[cfg(feature = "store")]
mod store;

pub use rules::*;

#[cfg(feature = "store")]
pub(crate) use passwords::Passwords;
#[cfg(feature = "store")]
pub use store::*;

use crate::words::words;

words! {
    /// What an account may do beyond writing.
    Role {
        /// Writes, comments, votes.
        Member = "member",
        /// Also curates and keeps order.
        Moderator = "moderator",
        /// Also runs the forum.
        Admin = "admin",
    }
}

impl Role {
    /// Whether it includes curating and keeping order.
    #[must_use]
    pub fn moderates(self) -> bool {
        matches!(self, Self::Moderator | Self::Admin)
    }
}

words! {
    /// Whether an account may act.
    Standing {
        /// Yes.
        Active = "active",
        /// Not for now: it may read.
        Suspended = "suspended",
        /// It left; its texts stay, by "a former member".
        Deactivated = "deactivated",
        /// It left and took its texts.
        Erased = "erased",
    }
}

words! {
    /// What a session is used by.
    SessionKind {
        /// A browser, or whatever else somebody signed in with by their password.
        Browser = "browser",
        /// A program with a token that was made for it.
        Api = "api",
    }
}

words! {
    /// What a link with a one-time token is good for, and for nothing else.
    Purpose {
        /// Becoming a new forum's first admin.
        Setup = "setup",
        /// Proving that an address is one's own.
        ConfirmEmail = "confirm_email",
        /// Choosing a new password.
        ResetPassword = "reset_password",
        /// Signing up where that takes an invitation.
        Invite = "invite",
    }
}

words! {
    /// Who may sign up.
    Registration {
        /// Anybody.
        Open = "open",
        /// Whoever has a link from an admin.
        Invite = "invite",
        /// Anybody who says why, once a moderator has read it.
        Application = "application",
        /// Nobody.
        Closed = "closed",
    }
}
