//! Following a listing, and looking at it.

use super::{address, known, unfollowed};
use crate::{
    failure::Failure,
    posted::{Posted, local},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::listings;
use serde::Deserialize;

/// `yes` or `no`, and where the button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    follow: String,
    next: String,
}

/// `POST /listings/{id}/follow`
pub async fn follow(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Failure> {
    let (member, form) = (visit.member()?, posted.form);
    let listing = known(&visit, &id).await?.listing;
    let done = match form.follow.as_str() {
        "yes" => listings::follow(visit.forum(), member, listing.id).await,
        "no" => listings::unfollow(visit.forum(), member, listing.id).await,
        _ => return Err(Failure::BadRequest("To follow is yes or no.".into())),
    };
    done.map_err(unfollowed)?;
    Ok(visit.to(local(&form.next).unwrap_or(&address(&listing))))
}

/// `POST /listings/{id}/look`: looking at a listing that the visitor follows.
pub async fn look(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let opened = known(&visit, &id).await?;
    let since = listings::look(visit.forum(), member, opened.listing.id).await;
    let since = since.map_err(unfollowed)?;
    Ok(visit.to(&format!("{}?since={}", address(&opened.listing), since.0)))
}
