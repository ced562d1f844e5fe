//! `POST /comments/{id}/adopt`: a founder makes the numbers of a comment the plan's.

use crate::{failure::Failure, forms::capitalised, visit::Visit};
use axum::{extract::Path, response::Response};
use domain::{
    comments::{self, AdoptError},
    ids::CommentId,
};

/// `POST /comments/{id}/adopt`
pub async fn send(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let founder = visit.member()?;
    let id: CommentId = id.parse().map_err(|_| Failure::NotFound)?;
    match comments::adopt(visit.forum(), founder, id).await {
        Ok(saved) => Ok(visit.to(&format!("/plans/{}/history/{}", saved.id, saved.revision))),
        Err(AdoptError::NotFound) => Err(Failure::NotFound),
        Err(AdoptError::Invalid(problems)) => Err(Failure::Conflict(format!(
            "The plan breaks a rule by now: edit it first. {problems}"
        ))),
        Err(error @ (AdoptError::Adopted(_) | AdoptError::Stale(_))) => {
            Err(Failure::Conflict(capitalised(&error.to_string())))
        }
        Err(AdoptError::Suspended) => Err(Failure::Suspended),
        Err(AdoptError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}
