//! A plan to take away: `/plans/{id}/plan.md` and `/plans/{id}/plan.json`.

use super::page::readable;
use crate::{failure::Failure, visit::Visit};
use axum::{
    body::{Body, Bytes},
    extract::{Path, Query, rejection::QueryRejection},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    Broken, forks,
    ids::RevisionNumber,
    plans::{self, Plan},
};
use futures::stream;
use serde::Deserialize;

/// `?revision=`; the newest without it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    revision: Option<RevisionNumber>,
}

/// `GET /plans/{id}/plan.md`
pub async fn markdown(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let number = asked.revision.unwrap_or(plan.head);
    let revision = plans::revision(visit.forum(), &visit.viewer, &plan, number)
        .await?
        .ok_or(Failure::NotFound)?;
    let credits = forks::credits(visit.forum(), &plan).await?;
    let differences = plans::differences(visit.forum(), &visit.viewer, &plan).await?;
    let text = plans::markdown_of(visit.forum(), &plan, &revision, &credits, &differences)?;
    let text = text.ok_or(Failure::NotFound)?;
    let headers = headers(&plan, "md", "text/markdown; charset=utf-8");
    Ok((headers, text).into_response())
}

/// `GET /plans/{id}/plan.json`: sent a few revisions at a time, however many there are.
pub async fn json(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let headers = headers(&plan, "json", "application/json");
    let credits = forks::credits(visit.forum(), &plan).await?;
    let differences = plans::differences(visit.forum(), &visit.viewer, &plan).await?;
    let archive = plans::archive(visit.forum(), &plan, &credits, &differences);
    let archive = serde_json::to_string_pretty(&archive)?;
    // The head's closing brace makes room for the revisions.
    let head = archive.trim_end_matches(['}', '\n']);
    let begin = Sending {
        chunk: format!("{head},\n  \"revisions\": ["),
        last: RevisionNumber(0),
        done: false,
        visit,
        plan,
    };
    let body = stream::try_unfold(Some(begin), |sending| async move {
        match sending {
            Some(sending) => sending.next().await.map(Some),
            None => Ok::<_, Broken>(None),
        }
    });
    Ok((headers, Body::from_stream(body)).into_response())
}

struct Sending {
    visit: Visit,
    plan: Plan,
    chunk: String,
    last: RevisionNumber,
    done: bool,
}

impl Sending {
    /// What is ready, and what comes after it; nothing comes after the end.
    async fn next(mut self) -> Result<(Bytes, Option<Self>), Broken> {
        let ready = Bytes::from(std::mem::take(&mut self.chunk));
        if self.done {
            return Ok((ready, None));
        }
        let visit = &self.visit;
        let revisions =
            plans::archived(visit.forum(), &visit.viewer, &self.plan, self.last).await?;
        self.done = revisions.is_empty();
        for revision in revisions {
            let comma = if self.last.0 == 0 { "" } else { "," };
            self.chunk.push_str(comma);
            self.chunk.push('\n');
            self.chunk.push_str(&serde_json::to_string(&revision)?);
            self.last = revision.number;
        }
        if self.done {
            self.chunk.push_str("\n]}\n");
        }
        Ok((ready, Some(self)))
    }
}

fn headers(
    plan: &Plan,
    extension: &str,
    kind: &'static str,
) -> impl IntoResponse + use<> + axum::response::IntoResponseParts {
    [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.{extension}\"", plan.slug),
        ),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::VARY, "cookie".to_owned()),
    ]
}
