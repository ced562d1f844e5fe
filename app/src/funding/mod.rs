//! Rounds: what funders publish, the plans that are entered there, and how a plan stands in each.

pub mod act;
pub mod apply;
mod decide;
pub mod edit;
pub mod entered;
mod entries;
pub mod export;
mod form;
pub mod history;
pub mod list;
pub mod mine;
pub mod new;
pub mod page;
mod parts;
mod questions;
mod rail;
pub mod standing;

pub use parts::funded_by;
pub use standing::{IN_OPEN_ROUNDS, beside, standings_of_draft, while_writing};

use crate::{failure::Failure, forms::capitalised, visit::Visit};
use domain::{
    funding::{self, FundError, OpenedApplication, OpenedRound, Round},
    ids::{ApplicationId, RoundId, VersionNumber},
};

/// The address of a round's own page.
#[must_use]
pub fn address(round: &Round) -> String {
    format!("/rounds/{}/{}", round.id, round.slug)
}

/// The round of this number in an address, if this visitor may know of it.
async fn known(visit: &Visit, id: &str) -> Result<OpenedRound, Failure> {
    in_version(visit, id, None).await
}

async fn in_version(
    visit: &Visit,
    id: &str,
    version: Option<VersionNumber>,
) -> Result<OpenedRound, Failure> {
    let found = funding::find(visit.forum(), &visit.viewer, named(id)?, version).await?;
    found.ok_or(Failure::NotFound)
}

/// As [`known`], for its funder. To everybody else the page is not there.
async fn own(visit: &Visit, id: &str) -> Result<OpenedRound, Failure> {
    visit.member()?;
    let opened = known(visit, id).await?;
    if opened.is_funder {
        Ok(opened)
    } else {
        Err(Failure::NotFound)
    }
}

/// The application of this number in an address, if this visitor may know of it.
async fn entered(visit: &Visit, id: &str) -> Result<OpenedApplication, Failure> {
    let found = funding::application(visit.forum(), &visit.viewer, application(id)?).await?;
    found.ok_or(Failure::NotFound)
}

fn named(id: &str) -> Result<RoundId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

fn application(id: &str) -> Result<ApplicationId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

/// Why nothing was done; what is typed wrong is told by the field before.
fn refused(error: FundError) -> Failure {
    match error {
        FundError::NotFound => Failure::NotFound,
        FundError::Invalid(problems) => Failure::BadRequest(problems.to_string()),
        FundError::Stale => Failure::Conflict(capitalised(&error.to_string())),
        FundError::Refused(refusal) => Failure::Conflict(refusal.to_string()),
        FundError::Limited { retry_after } => Failure::TooMany { retry_after },
        FundError::Suspended => Failure::Suspended,
        FundError::Broken(broken) => broken.into(),
    }
}
