//! When a plan may be said to be a fork of another.

use crate::{forks::may_flow, ids::PlanId, plans::Licence};
use std::fmt;

/// Why two plans are not linked, or a link not undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The plan that the other is to be made from was posted later. A fork's number is always larger
    /// than its parent's, so that no plan ever becomes its own ancestor.
    Younger,
    /// They are of one family already.
    Kin,
    /// The younger is a fork already, of this plan.
    Fork(PlanId),
    /// The younger says that it was brought from another forum.
    Brought,
    /// The licence of the older does not let its text stand under that of the younger.
    Licence(Licence, Licence),
    /// No moderator linked them.
    NotLinked,
    /// The younger has taken over text of the older since, as a fork does.
    Pulled,
    /// They were not set aside.
    NotSetAside,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Younger => f.write_str(
                "A fork is younger than the plan that it was made from: turn the two around.",
            ),
            Self::Kin => f.write_str("The two are of one family already."),
            Self::Fork(parent) => write!(f, "The younger is a fork already, of plan {parent}."),
            Self::Brought => f.write_str(
                "The younger was brought from another forum and says so: that would be lost.",
            ),
            Self::Licence(older, younger) => write!(
                f,
                "The older is under {}, which does not let its text stand under {}, the younger’s licence: it cannot be a fork.",
                older.name(),
                younger.name()
            ),
            Self::NotLinked => {
                f.write_str("No moderator has linked this plan, or the link has been undone.")
            }
            Self::Pulled => f.write_str(
                "The fork has taken over text of the other since it was linked: it is a fork now.",
            ),
            Self::NotSetAside => f.write_str("The two have not been set aside."),
        }
    }
}

/// What is asked before two plans are linked.
pub(super) struct Linking {
    pub older: PlanId,
    pub younger: PlanId,
    /// The first ancestor of each.
    pub families: (PlanId, PlanId),
    /// What the younger was forked from.
    pub parent: Option<PlanId>,
    pub is_brought: bool,
    /// Of the revision that would be the parent, and of the younger.
    pub licences: (Licence, Licence),
}

impl Linking {
    /// Why they are not to be linked; nothing when they may be.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        if self.older >= self.younger {
            return Some(Refusal::Younger);
        }
        if self.families.0 == self.families.1 {
            return Some(Refusal::Kin);
        }
        if let Some(parent) = self.parent {
            return Some(Refusal::Fork(parent));
        }
        if self.is_brought {
            return Some(Refusal::Brought);
        }
        let (older, younger) = self.licences;
        (!may_flow(older, younger)).then_some(Refusal::Licence(older, younger))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Licence::{By, BySa, Zero};

    fn two() -> Linking {
        Linking {
            older: PlanId(3),
            younger: PlanId(7),
            families: (PlanId(1), PlanId(7)),
            parent: None,
            is_brought: false,
            licences: (BySa, BySa),
        }
    }

    #[test]
    fn the_younger_becomes_the_fork_of_the_older_and_only_once() {
        assert_eq!(two().refusal(), None);
        let turned = Linking {
            older: PlanId(7),
            younger: PlanId(3),
            ..two()
        };
        assert_eq!(turned.refusal(), Some(Refusal::Younger));
        let itself = Linking {
            older: PlanId(7),
            ..two()
        };
        assert_eq!(itself.refusal(), Some(Refusal::Younger));
        let kin = Linking {
            families: (PlanId(1), PlanId(1)),
            ..two()
        };
        assert_eq!(kin.refusal(), Some(Refusal::Kin));
        let fork = Linking {
            parent: Some(PlanId(2)),
            ..two()
        };
        assert_eq!(fork.refusal(), Some(Refusal::Fork(PlanId(2))));
        let brought = Linking {
            is_brought: true,
            ..two()
        };
        assert_eq!(brought.refusal(), Some(Refusal::Brought));
    }

    #[test]
    fn a_copy_may_ask_as_much_as_the_original_or_more() {
        for licences in [(Zero, By), (Zero, BySa), (By, BySa), (By, By)] {
            assert_eq!(
                Linking { licences, ..two() }.refusal(),
                None,
                "{licences:?}"
            );
        }
        for licences in [(BySa, By), (BySa, Zero), (By, Zero)] {
            let refusal = Linking { licences, ..two() }.refusal();
            let refusal = refusal.expect("refused").to_string();
            assert!(refusal.contains(licences.0.name()), "{refusal}");
        }
    }
}
