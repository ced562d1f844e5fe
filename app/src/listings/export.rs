//! A listing to take away: `/listings/{id}/listing.json`, `.csv` and `.md`.

use super::known;
use crate::{failure::Failure, visit::Visit};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    ids::ListingId,
    listings::{self, Export},
};

/// `GET /listings/{id}/listing.json`
pub async fn json(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let export = exported(&visit, &id).await?;
    let text = serde_json::to_string_pretty(&export)?;
    Ok(file(export.id, "json", "application/json", text))
}

/// `GET /listings/{id}/listing.csv`
pub async fn csv(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let export = exported(&visit, &id).await?;
    let text = export.to_csv()?;
    Ok(file(export.id, "csv", "text/csv; charset=utf-8", text))
}

/// `GET /listings/{id}/listing.md`
pub async fn markdown(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let export = exported(&visit, &id).await?;
    let text = export.to_markdown();
    Ok(file(export.id, "md", "text/markdown; charset=utf-8", text))
}

async fn exported(visit: &Visit, id: &str) -> Result<Export, Failure> {
    let opened = known(visit, id).await?;
    Ok(listings::export(visit.forum(), &visit.viewer, &opened).await?)
}

fn file(id: ListingId, ending: &str, kind: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"listing-{id}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}
