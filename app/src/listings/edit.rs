//! `GET` and `POST /listings/{id}/edit`: everything about a listing that its curators change.

use super::{
    edit_address, editable,
    editing::page,
    form::Form,
    refused,
    typed::{Part, Typed},
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::listings::{self, CurateError};

/// `GET /listings/{id}/edit`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, &id, Typed::default()).await
}

/// `POST /listings/{id}/edit`
pub async fn save(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Failure> {
    let (member, form) = (visit.member()?, posted.form);
    let listing = editable(&visit, &id).await?.listing;
    let base = form.base.parse().unwrap_or(-1);
    let typed = form.typed();
    match listings::edit(visit.forum(), member, listing.id, base, &typed).await {
        Ok(()) => Ok(visit.to(&edit_address(listing.id, None))),
        Err(CurateError::Invalid(problems)) => {
            let typed = Typed {
                words: Some(form),
                ..Typed::wrong(Part::Words, problems)
            };
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &id, typed).await
        }
        Err(CurateError::Stale) => {
            let typed = Typed {
                words: Some(form),
                is_stale: true,
                ..Typed::default()
            };
            page(&visit, StatusCode::CONFLICT, &id, typed).await
        }
        Err(error) => Err(refused(error)),
    }
}
