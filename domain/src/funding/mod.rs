//! Open-source funding: a funder says in public what must hold, plans show in public whether it does.
//!
//! A *round* is a funder's open call. What it says, its money and its rules are one immutable version each;
//! a change is a new version, and what applied before keeps its own. An *application* enters one revision of a
//! plan under one version of the rules, with what each rule found.

pub mod rules;

mod applications;
mod letters;
mod rounds;
mod store;

pub use applications::{
    LONGEST_ANSWER, MOST_OPEN_QUESTIONS, Order, State as ApplicationState, Wanted,
};
pub use rounds::{
    LONGEST_ROUND, LONGEST_TEXT, LONGEST_TITLE, Phase, Refusal, State, TypedTerms, wrong_with,
};
pub use store::*;

pub use crate::moderation::PublicReason;
