//! Keeping order in the open: what readers flag, what moderators do about it, each with a reason that
//! everybody may read, and how whoever is acted upon appeals.
//!
//! A *flag* is what a reader reports. The flags on one thing make a *case*, which waits in the
//! moderators' queue. What a moderator does is a *measure*; most can be undone, and one *appeal* may be
//! made against each, which another moderator answers.

mod letters;
mod reason;
mod rules;
mod store;
mod typed;

pub use reason::PublicReason;
pub use rules::{Refusal, Span, trust};
pub use store::*;
pub use typed::{Words, WordsError};

use crate::{
    ids::{AccountId, CommentId, ListingId, PlanId, RoundId},
    words::words,
};
use std::{fmt, str::FromStr};

words! {
    /// What sort of thing is flagged and acted upon.
    ThingKind {
        /// A plan.
        Plan = "plan",
        /// A comment.
        Comment = "comment",
        /// A person, with their profile.
        Account = "account",
        /// A listing that was published.
        Listing = "listing",
        /// A round that was published.
        Round = "round",
    }
}

words! {
    /// What is wrong with a thing, as whoever flags it says.
    Complaint {
        /// Advertising, or the same again and again.
        Spam = "spam",
        /// No business plan at all.
        NotAPlan = "not_a_plan",
        /// Somebody else's plan, unmarked.
        Copy = "copy",
        /// Insults or threats.
        Abuse = "abuse",
        /// Against the law.
        Illegal = "illegal",
        /// What is nobody's business: addresses, telephone numbers, names.
        PrivateData = "private_data",
        /// Something else, said in words.
        Other = "other",
    }
}

words! {
    /// What was done about a thing.
    Deed {
        /// Taken from readers' eyes until a moderator has looked.
        Held = "held",
        /// Taken from readers' eyes.
        Hidden = "hidden",
        /// To be seen again.
        Restored = "restored",
        /// Nobody may comment any more.
        Locked = "locked",
        /// Comments are open again.
        Unlocked = "unlocked",
        /// Marked as no longer true.
        Outdated = "outdated",
        /// No longer marked so.
        Current = "current",
        /// Given another title or other tags.
        Edited = "edited",
        /// Given back the title and tags from before.
        Unedited = "unedited",
        /// Shown without its links to elsewhere.
        LinksCut = "links_cut",
        /// Shown with them again.
        LinksBack = "links_back",
        /// Merged into another plan that says the same.
        Merged = "merged",
        /// Taken apart from it again.
        Parted = "parted",
        /// Its person was told that it may not be so again.
        Warned = "warned",
        /// The warning was taken back.
        Unwarned = "unwarned",
        /// Its person may read and not act, for a time or until somebody lifts it.
        Suspended = "suspended",
        /// Its person may act again.
        Lifted = "lifted",
        /// Made a moderator or an admin, or a member again.
        Appointed = "appointed",
        /// Looked at, and left as it is.
        Kept = "kept",
    }
}

words! {
    /// What became of a case.
    CaseState {
        /// It waits.
        Open = "open",
        /// Something was done: whoever flagged it was right.
        Upheld = "upheld",
        /// Nothing had to be done.
        Dismissed = "dismissed",
    }
}

words! {
    /// What became of an appeal.
    AppealState {
        /// Nobody has answered.
        Waiting = "waiting",
        /// The measure was undone.
        Granted = "granted",
        /// The measure stands.
        Refused = "refused",
    }
}

/// What is flagged and acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A plan.
    Plan(PlanId),
    /// A comment.
    Comment(CommentId),
    /// A person.
    Account(AccountId),
    /// A listing that was published.
    Listing(ListingId),
    /// A round that was published.
    Round(RoundId),
}

impl Thing {
    /// What sort of thing it is.
    #[must_use]
    pub fn kind(self) -> ThingKind {
        match self {
            Self::Plan(_) => ThingKind::Plan,
            Self::Comment(_) => ThingKind::Comment,
            Self::Account(_) => ThingKind::Account,
            Self::Listing(_) => ThingKind::Listing,
            Self::Round(_) => ThingKind::Round,
        }
    }

    /// Its number among things of its kind.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Plan(id) => id.0,
            Self::Comment(id) => id.0,
            Self::Account(id) => id.0,
            Self::Listing(id) => id.0,
            Self::Round(id) => id.0,
        }
    }

    pub(crate) fn of(kind: ThingKind, number: i64) -> Self {
        match kind {
            ThingKind::Plan => Self::Plan(PlanId(number)),
            ThingKind::Comment => Self::Comment(CommentId(number)),
            ThingKind::Account => Self::Account(AccountId(number)),
            ThingKind::Listing => Self::Listing(ListingId(number)),
            ThingKind::Round => Self::Round(RoundId(number)),
        }
    }
}

/// As addresses name it: `plan-12`.
impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind(), self.number())
    }
}

impl FromStr for Thing {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, number) = text.split_once('-').ok_or("names no thing")?;
        let kind = kind.parse().map_err(|_| "names no thing")?;
        let number = number.parse().map_err(|_| "names no thing")?;
        Ok(Self::of(kind, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_has_an_address() {
        for thing in [
            Thing::Plan(PlanId(12)),
            Thing::Comment(CommentId(3)),
            Thing::Account(AccountId(1)),
            Thing::Listing(ListingId(9)),
            Thing::Round(RoundId(2)),
        ] {
            assert_eq!(thing.to_string().parse(), Ok(thing));
        }
        for wrong in ["", "plan", "plan-", "plan-x", "house-3", "-3"] {
            assert!(wrong.parse::<Thing>().is_err(), "{wrong}");
        }
    }
}
