//! Plans: the front page, lists, and everything about one plan.

pub mod list;
pub mod page;
pub mod parts;
pub mod tags;

/// The address of a plan's own page.
#[must_use]
pub fn address(plan: &domain::plans::Plan) -> String {
    format!("/plans/{}/{}", plan.id, plan.slug)
}
