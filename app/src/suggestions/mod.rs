//! Suggestions: changes offered to a plan, each with its own page on which the founder decides part
//! by part, and the choosing of parts that pulling from a parent shares.

pub mod decide;
pub mod fork;
mod form;
pub mod list;
pub mod mine;
pub mod page;
pub mod parts;
mod row;
pub mod suggest;
pub mod take_back;

use crate::{failure::Failure, visit::Visit};
use domain::{
    ids::SuggestionId,
    suggestions::{self, Opened},
};

/// The address of a suggestion.
#[must_use]
pub fn address(id: SuggestionId) -> String {
    format!("/suggestions/{id}")
}

/// The suggestion of this number in an address, if this visitor may read the plan.
///
/// # Errors
/// When there is none, or the database fails.
async fn known(visit: &Visit, id: &str) -> Result<Opened, Failure> {
    let id: SuggestionId = id.parse().map_err(|_| Failure::NotFound)?;
    suggestions::open(visit.forum(), &visit.viewer, id)
        .await?
        .ok_or(Failure::NotFound)
}
