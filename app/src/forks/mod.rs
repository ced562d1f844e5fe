//! Forks: where plans run, bringing plans from other forums, and who wrote what there.

pub mod import;
mod origin;
pub mod place;
pub mod places;

pub use crate::plans::compare::{path as compare_path, with_parent as compare_with_parent};
pub use origin::written_elsewhere;

use domain::plans::Plan;

/// The address of the places where a plan, and what was forked from it, runs.
#[must_use]
pub fn places_address(plan: &Plan) -> String {
    format!("/plans/{}/places", plan.id)
}
