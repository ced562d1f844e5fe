//! Discussion: threaded comments on plans and their sections.

mod forecast;
mod rules;

#[cfg(feature = "store")]
mod store;

pub use forecast::*;
pub use rules::*;

#[cfg(feature = "store")]
pub use store::*;

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

words! {
    /// In which order a discussion is read.
    Sort {
        /// Most votes first, then the newer.
        Best = "best",
        /// Youngest first.
        New = "new",
        /// Oldest first.
        Old = "old",
    }
}

words! {
    /// What became of the section that a comment is on.
    SectionNow {
        /// It says what it said then.
        Same = "same",
        /// It has been changed since.
        Changed = "changed",
        /// The plan no longer has it.
        Gone = "gone",
    }
}
