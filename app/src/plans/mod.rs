//! Plans: the front page, lists, and everything about one plan.

pub mod compare;
pub mod diff;
mod differs;
pub mod download;
pub mod drafts;
pub mod editor;
pub mod history;
pub mod list;
pub mod page;
pub mod parts;
pub mod revision;
mod tombstone;
pub mod vote;
pub mod withdraw;

pub use tombstone::Tombstone;

/// The address of a plan's own page.
#[must_use]
pub fn address(plan: &domain::plans::Plan) -> String {
    format!("/plans/{}/{}", plan.id, plan.slug)
}
