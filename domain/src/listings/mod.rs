//! Listings: plans that moderators recommend, in an order, each with a note. A listing with a question
//! fills itself, below the plans that were put into it.
//!
//! Every moderator is a curator of every listing. A moderator may make any member a curator of one
//! listing; such a curator edits its words, its plans and their order, and answers proposals, but does
//! not publish, withdraw or feature it. A listing enters the log when it is published.

mod letters;
mod rules;
mod store;

pub use rules::{
    LONGEST_INTRODUCTION, LONGEST_NOTE, LONGEST_TITLE, MOST_CURATORS, MOST_FEATURED, MOST_FOLLOWED,
    MOST_PLANS, Move, PublicReason, Question, Refusal, TypedListing, Unlistable,
};
pub use store::*;

use crate::words::words;

words! {
    /// Whether a listing is to be seen.
    State {
        /// Only by its curators, until it is published.
        Draft = "draft",
        /// By everybody.
        Published = "published",
        /// Only by its curators, after it was published.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What became of a proposal.
    Outcome {
        /// Nothing yet.
        Waiting = "waiting",
        /// The plan was put into the listing.
        Accepted = "accepted",
        /// It was not.
        Declined = "declined",
        /// Whoever made it took it back.
        TakenBack = "taken_back",
    }
}
