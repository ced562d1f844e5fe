//! `POST /listings/{id}/curators…`: members who may edit one listing.

use super::{
    edit_address,
    editing::page,
    known, named, refused,
    typed::{Part, Typed},
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    accounts::Handle,
    listings::{self, CurateError},
};
use serde::Deserialize;

/// Who.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    handle: String,
}

/// `POST /listings/{id}/curators`
pub async fn add(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Failure> {
    let (moderator, form) = (visit.moderator()?, posted.form);
    let listing = named(&id)?;
    let handle = Handle::looked_for(&form.handle);
    match listings::add_curator(visit.forum(), &moderator, listing, &handle).await {
        Ok(()) => Ok(visit.to(&format!("{}#curators", edit_address(listing, None)))),
        Err(CurateError::Invalid(problems)) => {
            let typed = Typed {
                handle: form.handle,
                ..Typed::wrong(Part::Curator, problems)
            };
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &id, typed).await
        }
        Err(error) => Err(refused(error)),
    }
}

/// `POST /listings/{id}/curators/{handle}/remove`: by a moderator, or by the curator.
pub async fn remove(
    visit: Visit,
    Path((id, handle)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (member, listing) = (visit.member()?, named(&id)?);
    let removed = listings::remove_curator(visit.forum(), member, listing, &handle).await;
    removed.map_err(refused)?;
    if visit.moderator().is_ok() {
        return Ok(visit.to(&format!("{}#curators", edit_address(listing, None))));
    }
    // Whoever is no curator any more is shown what everybody is, if there is anything.
    match known(&visit, &id).await {
        Ok(opened) => Ok(visit.to(&super::address(&opened.listing))),
        Err(_) => Ok(visit.to("/listings")),
    }
}
