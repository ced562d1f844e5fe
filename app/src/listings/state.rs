//! `POST /listings/{id}/publish`, `/withdraw` and `/feature`: what moderators do with a listing.

use super::{address, edit_address, known, named, refused};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, response::Response};
use domain::listings;
use serde::Deserialize;

/// `yes` or `no`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    feature: String,
}

/// `POST /listings/{id}/publish`
pub async fn publish(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let published = listings::publish(visit.forum(), &moderator, named(&id)?).await;
    published.map_err(refused)?;
    let opened = known(&visit, &id).await?;
    Ok(visit.to(&address(&opened.listing)))
}

/// `POST /listings/{id}/withdraw`
pub async fn withdraw(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (moderator, id) = (visit.moderator()?, named(&id)?);
    let withdrawn = listings::withdraw(visit.forum(), &moderator, id).await;
    withdrawn.map_err(refused)?;
    Ok(visit.to(&edit_address(id, None)))
}

/// `POST /listings/{id}/feature`
pub async fn feature(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Failure> {
    let (moderator, id) = (visit.moderator()?, named(&id)?);
    let done = match posted.form.feature.as_str() {
        "yes" => listings::feature(visit.forum(), &moderator, id).await,
        "no" => listings::unfeature(visit.forum(), &moderator, id).await,
        _ => return Err(Failure::BadRequest("To feature is yes or no.".into())),
    };
    done.map_err(refused)?;
    Ok(visit.to(&edit_address(id, None)))
}
