//! Plans that look like unmarked copies of others, and what moderators do about them,
//! each act with a reason that everybody may read.

mod candidates;
mod letters;
mod overlap;
mod rules;
mod store;

pub use candidates::MOST_FAMILIES;
pub use overlap::{ALIKE, Overlap, Passage, WORDS};
pub use rules::Refusal;
pub use store::*;

pub(crate) use candidates::Sketches;
pub(crate) use overlap::{Text, sketch};

use crate::words::words;

words! {
    /// What a moderator did about two plans.
    Deed {
        /// Said that the younger was made from the older.
        Linked = "linked",
        /// Took that back.
        Unlinked = "unlinked",
        /// Said that neither is a copy of the other.
        SetAside = "set_aside",
        /// Took that back.
        Reopened = "reopened",
    }
}
