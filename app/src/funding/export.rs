//! `GET /rounds/{id}/applications.csv`: what was entered in a round, to take away.

use super::known;
use crate::{failure::Failure, visit::Visit};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::funding;

/// `GET /rounds/{id}/applications.csv`
pub async fn csv(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    let text = funding::applications_csv(visit.forum(), &visit.viewer, &opened.round).await?;
    let id = opened.round.id;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"round-{id}.csv\""),
        ),
    ];
    Ok((headers, text).into_response())
}
