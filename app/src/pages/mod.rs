//! The forum's own pages: rules, about, privacy and terms, written by admins, with their history.

pub mod compare;
mod conflict;
pub mod edit;
mod form;
pub mod history;
pub mod restore;
pub mod show;
pub mod version;

use crate::{failure::Failure, plans::parts::author, time::Ago, visit::Visit};
use domain::{
    ids::VersionNumber,
    pages::{EditPageError, Name, Saving},
};
use leptos::prelude::*;

/// The address of a page.
#[must_use]
pub fn address(page: Name) -> String {
    format!("/{page}")
}

/// The address of a page as it was in a version.
#[must_use]
pub fn version_address(page: Name, number: VersionNumber) -> String {
    format!("/pages/{page}/history/{number}")
}

/// The page that an address names.
fn named(page: &str) -> Result<Name, Failure> {
    page.parse().map_err(|_| Failure::NotFound)
}

/// Why nothing was saved, but for what is told in the form.
fn refused(error: EditPageError) -> Failure {
    match error {
        EditPageError::NotFound => Failure::NotFound,
        EditPageError::Suspended => Failure::Suspended,
        EditPageError::Broken(broken) => broken.into(),
        EditPageError::Invalid(problems) => Failure::BadRequest(problems.to_string()),
        EditPageError::Stale { newest } => Failure::Conflict(format!(
            "The page has been changed since: it is at version {newest}. Look at it again."
        )),
        EditPageError::Unchanged => Failure::Conflict("The page says that already.".into()),
    }
}

/// Who saved a version, when and why.
fn saved_by(visit: &Visit, saved: Option<&Saving>) -> AnyView {
    match saved {
        Some(saved) => view! {
            {author(&saved.by)}
            ", "
            <Ago at=saved.at now=visit.now />
        }
        .into_any(),
        None => "The text that ships with the program".into_any(),
    }
}
