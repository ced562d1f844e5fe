//! `GET /log.ndjson`: the whole log to take away, an entry on each line, sent a few at a time.

use crate::{failure::Failure, visit::Visit};
use axum::{
    body::{Body, Bytes},
    extract::{Query, rejection::QueryRejection},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{Broken, Forum, ids::Seq, log};
use futures::stream;
use serde::Deserialize;

/// How many entries are in memory at once.
const AT_ONCE: u64 = 500;

/// `?after=`: the entry after which the export begins; from the first on without it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: Option<Seq>,
}

/// `GET /log.ndjson`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let begin = Sending {
        forum: visit.forum().clone(),
        last: asked.after.unwrap_or(Seq(0)),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"log.ndjson\"",
        ),
        (header::CACHE_CONTROL, "public, no-cache"),
    ];
    let body = stream::try_unfold(begin, Sending::next);
    Ok((headers, Body::from_stream(body)).into_response())
}

struct Sending {
    forum: Forum,
    last: Seq,
}

impl Sending {
    /// The next lines, and what comes after them; nothing at the log's end.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Broken> {
        let entries = log::after(&self.forum, self.last, AT_ONCE).await?;
        let Some(last) = entries.last() else {
            return Ok(None);
        };
        self.last = last.seq;
        let mut lines = String::new();
        for entry in &entries {
            lines.push_str(&entry.to_line()?);
            lines.push('\n');
        }
        Ok(Some((Bytes::from(lines), self)))
    }
}
