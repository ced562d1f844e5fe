//! Suggestions: changes offered to a plan, from a fork of it or written over one of its sections,
//! and accepted or declined part by part.
//!
//! A suggestion holds the plan as it would be (*theirs*) and names the revision that this started
//! from (the *base*); what the plan says now is *ours*. Its parts are numbered as it is offered and
//! each is decided once. What comes of a part is worked out anew at every look, by
//! [`merge`](crate::merge): the plan may have changed meanwhile.

#[cfg(feature = "store")]
mod letters;
mod rules;

pub use rules::{Note, Reason};

#[cfg(feature = "store")]
mod store;
#[cfg(feature = "store")]
pub use store::*;

use crate::words::words;

words! {
    /// How far a suggestion is.
    State {
        /// Parts of it wait for the founder.
        Open = "open",
        /// Every part was accepted or declined.
        Decided = "decided",
        /// Whoever made it took it back.
        TakenBack = "taken_back",
        /// Whoever made it has left and took their words along.
        Erased = "erased",
    }
}

/// The most parts that a suggestion may change: what is more is another plan, and better forked.
pub const MOST_PARTS: usize = 200;
