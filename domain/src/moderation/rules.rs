//! Who may do what about which thing, and how much a flag weighs.

use super::{Deed, ThingKind};
use crate::{accounts::Role, clock::Timestamp, ids::AccountId};
use std::{fmt, str::FromStr};

/// Why something is not done about a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the moderator's own.
    Own,
    /// It is an admin's, and whoever decides is none.
    Admin,
    /// Such a thing is never done about such a thing.
    Unfit,
    /// It is so already.
    Already,
    /// It was undone, or cannot be.
    Undone,
    /// The text is gone: its author or writer took it back.
    Gone,
    /// Another moderator has to answer an appeal.
    Another,
    /// Another moderator has taken the case.
    Claimed,
    /// Nobody would run the forum.
    LastAdmin,
    /// It says something else by now.
    Changed,
    /// What it was merged into was merged itself.
    Merged,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own => "It is your own: another moderator has to decide.",
            Self::Admin => "It is an admin’s: only another admin may decide.",
            Self::Unfit => "That cannot be done about this.",
            Self::Already => "Somebody else has done so already.",
            Self::Undone => "It has been undone, or it cannot be undone.",
            Self::Gone => "Its text has been taken back.",
            Self::Claimed => "Another moderator has taken this case: ask them, or take it over.",
            Self::LastAdmin => "This is the last admin: make somebody else an admin first.",
            Self::Merged => {
                "The plan that it was merged into has been merged itself since: undo that first."
            }
            Self::Changed => "It has been changed since you looked: look at it again.",
            Self::Another => {
                "The appeal is against what you did yourself: another moderator has to answer."
            }
        })
    }
}

/// Whoever decides, and whose thing it is.
pub(super) struct Deciding {
    pub moderator: (AccountId, Role),
    pub concerned: (AccountId, Role),
}

impl Deciding {
    /// Why they may not; nothing when they may.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        if self.moderator.0 == self.concerned.0 {
            return Some(Refusal::Own);
        }
        let is_above = self.concerned.1 == Role::Admin && self.moderator.1 != Role::Admin;
        is_above.then_some(Refusal::Admin)
    }
}

impl Deed {
    /// What a moderator may do about a thing of this kind, of their own accord.
    #[must_use]
    pub fn about(kind: ThingKind) -> &'static [Self] {
        match kind {
            ThingKind::Plan => &[
                Self::Kept,
                Self::Hidden,
                Self::Held,
                Self::Locked,
                Self::Outdated,
                Self::Edited,
                Self::Merged,
                Self::LinksCut,
                Self::Warned,
            ],
            ThingKind::Comment => &[
                Self::Kept,
                Self::Hidden,
                Self::Held,
                Self::LinksCut,
                Self::Warned,
            ],
            ThingKind::Listing | ThingKind::Round => {
                &[Self::Kept, Self::Hidden, Self::Held, Self::Warned]
            }
            ThingKind::Account => &[
                Self::Kept,
                Self::LinksCut,
                Self::Warned,
                Self::Suspended,
                Self::Lifted,
            ],
        }
    }

    /// What undoes it, if it can be undone.
    #[must_use]
    pub fn undone_by(self) -> Option<Self> {
        match self {
            Self::Held | Self::Hidden => Some(Self::Restored),
            Self::Locked => Some(Self::Unlocked),
            Self::Outdated => Some(Self::Current),
            Self::Edited => Some(Self::Unedited),
            Self::Merged => Some(Self::Parted),
            Self::LinksCut => Some(Self::LinksBack),
            Self::Warned => Some(Self::Unwarned),
            Self::Suspended => Some(Self::Lifted),
            Self::Restored
            | Self::Unlocked
            | Self::Current
            | Self::Unedited
            | Self::Parted
            | Self::LinksBack
            | Self::Unwarned
            | Self::Lifted
            | Self::Appointed
            | Self::Kept => None,
        }
    }

    /// Whether it takes the thing from readers' eyes.
    #[must_use]
    pub fn hides(self) -> bool {
        matches!(self, Self::Held | Self::Hidden | Self::Merged)
    }
}

/// How much a flag of somebody weighs, in thousandths: the chance that they are right (the rule of
/// succession of Laplace) out of how often they were right and wrong before. Of somebody who has
/// never flagged anything it is a half.
#[must_use]
pub fn trust(right: i64, wrong: i64) -> i64 {
    1_000 * (right.max(0) + 1) / (right.max(0) + wrong.max(0) + 2)
}

/// For how long somebody is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// For so many days.
    Days(u16),
    /// Until somebody lifts it.
    Open,
}

impl Span {
    /// The longest that ends by itself.
    pub const MOST_DAYS: u16 = 365;

    /// When it ends, begun now.
    #[must_use]
    pub fn until(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Days(days) => Some(now.plus(i64::from(days) * Timestamp::DAY)),
            Self::Open => None,
        }
    }
}

impl FromStr for Span {
    type Err = String;

    /// Empty for one without an end.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("is a number of days from 1 to {}", Self::MOST_DAYS);
        match text.trim() {
            "" => Ok(Self::Open),
            days => match days.parse() {
                Ok(days) if (1..=Self::MOST_DAYS).contains(&days) => Ok(Self::Days(days)),
                _ => Err(wrong()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_decides_about_themselves_or_above_themselves() {
        let decide = |moderator, concerned| {
            let deciding = Deciding {
                moderator: (AccountId(1), moderator),
                concerned,
            };
            deciding.refusal()
        };
        let other = AccountId(2);
        assert_eq!(
            decide(Role::Admin, (AccountId(1), Role::Admin)),
            Some(Refusal::Own)
        );
        for role in [Role::Member, Role::Moderator] {
            assert_eq!(decide(Role::Moderator, (other, role)), None);
            assert_eq!(decide(Role::Admin, (other, role)), None);
        }
        assert_eq!(
            decide(Role::Moderator, (other, Role::Admin)),
            Some(Refusal::Admin)
        );
        assert_eq!(decide(Role::Admin, (other, Role::Admin)), None);
    }

    #[test]
    fn whoever_was_right_weighs_more() {
        assert_eq!(trust(0, 0), 500);
        assert_eq!(trust(3, 0), 800);
        assert_eq!(trust(0, 3), 200);
        assert_eq!(trust(98, 0), 990);
        assert!(trust(0, 1_000_000) >= 0);
        for right in 0..20 {
            for wrong in 0..20 {
                assert!(trust(right + 1, wrong) > trust(right, wrong));
                assert!(trust(right, wrong + 1) < trust(right, wrong));
            }
        }
    }

    #[test]
    fn what_is_done_can_be_undone_but_for_leaving_it() {
        for kind in ThingKind::ALL {
            for deed in Deed::about(*kind) {
                let undone = deed.undone_by();
                let is_last = matches!(deed, Deed::Kept | Deed::Lifted);
                assert_eq!(undone.is_none(), is_last, "{deed}");
                assert_eq!(undone.and_then(Deed::undone_by), None, "{deed}");
            }
        }
    }

    #[test]
    fn a_suspension_ends_after_days_or_not_by_itself() {
        assert_eq!("".parse(), Ok(Span::Open));
        assert_eq!(" 7 ".parse(), Ok(Span::Days(7)));
        for wrong in ["0", "-1", "366", "week", "7.5"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
        let now = Timestamp(0);
        assert_eq!(Span::Open.until(now), None);
        assert_eq!(Span::Days(2).until(now), Some(now.plus(2 * Timestamp::DAY)));
    }
}
