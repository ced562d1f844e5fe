//! `GET /plans/{id}/discussion/new`: the comments after a place in the log, as a part to put into a
//! page that is open.

use super::parts;
use crate::{failure::Failure, plans::page::known, render, visit::Visit};
use axum::{
    extract::{Path, Query},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{comments, ids::Seq};
use serde::Deserialize;

/// From where on.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Asked {
    /// The place in the log up to which the page knows everything.
    pub after: i64,
}

/// `GET /plans/{id}/discussion/new`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    if !plan.readable_by(&visit.viewer) {
        return Err(Failure::NotFound);
    }
    let (forum, viewer) = (visit.forum(), &visit.viewer);
    let new = comments::since(forum, viewer, &plan, Seq(asked.after)).await?;
    let ids = new.into_iter().map(|(_, id)| id).collect();
    let sections = comments::sections(forum, &plan).await?;
    let comments = comments::by_ids(forum, viewer, &plan, &sections, ids).await?;
    let html = render::fragment(|| parts::flat(&visit, &plan, &comments));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "cookie"),
    ];
    Ok((headers, html).into_response())
}
