//! `POST /pages/{page}/restore`: an old version becomes the newest.

use super::{address, named, refused};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, response::Response};
use domain::{ids::VersionNumber, pages};
use serde::Deserialize;

/// What a press of Restore sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Restoring {
    version: String,
    base: String,
}

/// `POST /pages/{page}/restore`
pub async fn send(
    visit: Visit,
    Path(page): Path<String>,
    Posted { form, .. }: Posted<Restoring>,
) -> Result<Response, Failure> {
    let admin = visit.admin()?;
    let page = named(&page)?;
    let number = |typed: &str| -> Result<VersionNumber, Failure> {
        typed.trim().parse().map_err(|_| Failure::NotFound)
    };
    let (version, base) = (number(&form.version)?, number(&form.base)?);
    let restored = pages::restore(visit.forum(), &admin, page, version, base).await;
    restored.map_err(refused)?;
    Ok(visit.to(&address(page)))
}
