//! Tags: what plans are about. Founders give them as they like; moderators see to it that one thing has one
//! name. Words that mean the same lead to one tag, and every act has a reason that everybody may read.
//!
//! A revision keeps the words that its writer gave. Which tags a plan has is what these words mean now, kept
//! beside it in `plans.tags` and `plan_tags`.

mod alike;
mod rules;
mod store;

pub use alike::{LookAlike, Why, look_alike};
pub use rules::{About, Refusal, Respelled};
pub use store::*;

use crate::words::words;

words! {
    /// What a moderator did about a tag.
    Deed {
        /// Gave it another name.
        Renamed = "renamed",
        /// Merged it into another.
        Merged = "merged",
        /// Took that back.
        Unmerged = "unmerged",
        /// Said what it is about.
        Described = "described",
        /// Said that it is no longer to be given.
        Retired = "retired",
        /// Took that back.
        Restored = "restored",
    }
}
