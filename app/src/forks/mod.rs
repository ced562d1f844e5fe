//! Forks: making one, where a plan comes from, the family that it belongs to, and what it takes over
//! from its parent.

mod attribution;
pub mod family;
pub mod fork;
mod gutter;
mod members;
pub mod pull;
mod rail;
mod tree;
mod words;

pub use attribution::{attribution, fork_of, fresh, upstream};
pub use rail::{Around, around, beside};

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
