//! Listings: the pages that show them, the forms that make them, and what can be taken away.

mod arranging;
mod cover;
pub mod curators;
pub mod edit;
mod editing;
pub mod embed;
pub mod entries;
pub mod export;
pub mod follow;
mod form;

pub mod list;
pub mod new;
pub mod page;
mod parts;
pub mod proposals;
pub mod propose;
pub mod state;
mod typed;

pub use parts::{featured, naming};

use crate::{failure::Failure, forms::capitalised, visit::Visit};
use domain::{
    ids::{ListingId, PlanId},
    listings::{self, CurateError, FollowError, Listing, Opened},
};

/// The address of a listing's own page.
#[must_use]
pub fn address(listing: &Listing) -> String {
    format!("/listings/{}/{}", listing.id, listing.slug)
}

/// The address at which a listing is edited, at one of its plans.
fn edit_address(id: ListingId, plan: Option<PlanId>) -> String {
    match plan {
        Some(plan) => format!("/listings/{id}/edit#plan-{plan}"),
        None => format!("/listings/{id}/edit"),
    }
}

/// The listing of this number in an address, if this visitor may know of it.
async fn known(visit: &Visit, id: &str) -> Result<Opened, Failure> {
    let found = listings::find(visit.forum(), &visit.viewer, named(id)?).await?;
    found.ok_or(Failure::NotFound)
}

/// As [`known`], for whoever may edit it. To everybody else the page is not there.
async fn editable(visit: &Visit, id: &str) -> Result<Opened, Failure> {
    visit.member()?;
    let opened = known(visit, id).await?;
    if opened.may_edit {
        Ok(opened)
    } else {
        Err(Failure::NotFound)
    }
}

/// Which listing an address names.
fn named(id: &str) -> Result<ListingId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

/// Why nothing was done; what is typed wrong is told by the field before.
fn refused(error: CurateError) -> Failure {
    match error {
        CurateError::NotFound => Failure::NotFound,
        CurateError::Invalid(problems) => Failure::BadRequest(problems.to_string()),
        CurateError::Stale => Failure::Conflict(capitalised(&error.to_string())),
        CurateError::Refused(refusal) => Failure::Conflict(refusal.to_string()),
        CurateError::Limited { retry_after } => Failure::TooMany { retry_after },
        CurateError::Suspended => Failure::Suspended,
        CurateError::Broken(broken) => broken.into(),
    }
}

fn unfollowed(error: FollowError) -> Failure {
    match error {
        FollowError::NotFound => Failure::NotFound,
        FollowError::TooMany => Failure::Conflict(capitalised(&error.to_string())),
        FollowError::Suspended => Failure::Suspended,
        FollowError::Broken(broken) => broken.into(),
    }
}
