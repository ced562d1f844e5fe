//! Discussion: threaded comments on plans and their sections.

use crate::words::words;

words! {
    /// Whether a comment's text is to be seen.
    State {
        /// By everybody.
        Shown = "shown",
        /// Its writer took it back; its place in the thread stays.
        Deleted = "deleted",
        /// Its writer left with all words.
        Erased = "erased",
    }
}
