//! Forks: making one, where a plan comes from, the family that it belongs to, and what it takes over
//! from its parent; the places where plans run, and plans brought from other forums.

mod attribution;
pub mod family;
pub mod fork;
mod gutter;
pub mod import;
mod members;
mod origin;
pub mod place;
pub mod places;
pub mod pull;
mod rail;
mod tree;
mod words;

pub use crate::plans::compare::{path as compare_path, with_parent as compare_with_parent};
pub use attribution::{attribution, fork_of, fresh, upstream};
pub use origin::written_elsewhere;
pub use rail::{Around, around, beside};
pub use words::licence_carried;

use domain::plans::Plan;

/// The address of a plan's family.
#[must_use]
pub fn family_address(plan: &Plan) -> String {
    format!("/plans/{}/forks", plan.id)
}

/// Where a plan is forked.
#[must_use]
pub fn fork_address(plan: &Plan) -> String {
    format!("/plans/{}/fork", plan.id)
}

/// The address of the places where a plan, and what was forked from it, runs.
#[must_use]
pub fn places_address(plan: &Plan) -> String {
    format!("/plans/{}/places", plan.id)
}
