//! Suggestions: changes offered to a plan, from a fork of it or written over one of its sections,
//! and accepted or declined part by part.

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
