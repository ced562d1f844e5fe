//! Forks: making one, where a plan comes from, and the family that it belongs to.

mod attribution;
pub mod family;
pub mod fork;
mod gutter;
mod members;
mod rail;
mod tree;
mod words;

pub use attribution::{attribution, fork_of, fresh};
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
