//! `POST /suggestions/{id}/take-back`

use super::address;
use crate::{failure::Failure, visit::Visit};
use axum::{extract::Path, response::Response};
use domain::{
    ids::SuggestionId,
    suggestions::{self, TakeBackError},
};

/// `POST /suggestions/{id}/take-back`
pub async fn send(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let id: SuggestionId = id.parse().map_err(|_| Failure::NotFound)?;
    match suggestions::take_back(visit.forum(), member, id).await {
        Ok(()) => Ok(visit.to(&address(id))),
        Err(TakeBackError::NotFound) => Err(Failure::NotFound),
        Err(TakeBackError::Decided) => Err(Failure::Conflict(
            "The founder has decided about this suggestion already.".into(),
        )),
        Err(TakeBackError::Suspended) => Err(Failure::Suspended),
        Err(TakeBackError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}
