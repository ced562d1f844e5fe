//! The public log.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, Problem,
    extract::{Asked, Asking},
    plans::Author,
};
use app::log::{address, entry_address};
use axum::{Json, extract::State};
use domain::{
    Forum,
    clock::Timestamp,
    cursor::Cursor,
    log::{self, Entry, Filter, FilterError, Head, Part, Told, TypedFilter},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(head))
}

/// An entry: what is recorded, and what it says to the asker.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LogEntry {
    /// Its place: 1, 2, 3, …
    seq: i64,
    /// When: RFC 3339, UTC.
    at: String,
    /// What was done, such as `plan.published`.
    act: String,
    /// Who did it; null when it was done from the shell of the machine.
    actor: Option<Author>,
    /// Whether it was done to keep order.
    moderation: bool,
    /// Who did what to what, in a sentence.
    text: String,
    /// The same in parts, each with the address on this forum that it leads to.
    sentence: Vec<SentencePart>,
    /// Why, in the words of whoever did it; null where nothing was said, or the asker may not read it.
    why: Option<String>,
    /// The entry's page.
    address: String,
    /// All that is hashed, as the log has it, with both hashes: `{act, actor, at, detail, hash, prev_hash,
    /// seq, subject}`.
    #[schema(value_type = Object)]
    entry: Entry,
}

/// A part of a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SentencePart {
    words: String,
    /// Null where the words name nothing that one can go to.
    address: Option<String>,
}

impl From<Part> for SentencePart {
    fn from(part: Part) -> Self {
        match part {
            Part::Words(words) => Self {
                words,
                address: None,
            },
            Part::Link(words, target) => Self {
                words,
                address: Some(address(&target)),
            },
        }
    }
}

impl From<Told> for LogEntry {
    fn from(told: Told) -> Self {
        Self {
            seq: told.entry.seq.0,
            at: told.entry.at.to_rfc3339(),
            act: told.entry.act.clone(),
            actor: told.who.as_ref().map(Author::from),
            moderation: told.is_moderation(),
            text: told.text(),
            sentence: told.sentence.into_iter().map(Into::into).collect(),
            why: told.why,
            address: entry_address(told.entry.seq),
            entry: told.entry,
        }
    }
}

/// Which entries, from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LogQuery {
    /// Whose acts, by handle; `operator` for what was done from the shell.
    person: Option<String>,
    /// A kind of act, such as `plan.published`, or a group of them: people, plans, forks, suggestions, comments,
    /// pages.
    act: Option<String>,
    /// `yes` for what was done to keep order.
    moderation: Option<String>,
    /// The first day, UTC, such as 2026-03-31.
    since: Option<String>,
    /// The last day, UTC.
    until: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

impl From<FilterError> for Problem {
    fn from(error: FilterError) -> Self {
        match error {
            FilterError::Invalid(problems) => problems.into(),
            FilterError::Broken(broken) => broken.into(),
        }
    }
}

/// What was done, the newest first. To check the chain, take `/log.ndjson`, which is outside of this interface.
#[utoipa::path(get, path = "/log", tag = "log", params(LogQuery),
    responses((status = OK, body = List<LogEntry>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(query): Asked<LogQuery>,
) -> Result<Json<List<LogEntry>>, Problem> {
    let typed = TypedFilter {
        person: query.person.unwrap_or_default(),
        act: query.act.unwrap_or_default(),
        moderation: query.moderation.unwrap_or_default(),
        since: query.since.unwrap_or_default(),
        until: query.until.unwrap_or_default(),
    };
    let filter = Filter::read(&forum, &typed).await?;
    let after = query.after.map(|after| after.parse::<Cursor>()).transpose();
    let after = after.map_err(|wrong| Problem::field("after", wrong))?;
    let limit = query.limit.unwrap_or(50);
    let found = log::told(&forum, &viewer, &filter, after, limit).await?;
    Ok(Json(List::of(found)))
}

/// The newest entry, which speaks for all before it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LogHead {
    /// Its place; 0 in an empty log.
    seq: i64,
    /// Its hash, 64 letters of hexadecimal; zeros in an empty log.
    hash: String,
    /// When it was written: RFC 3339, UTC. Null in an empty log.
    at: Option<String>,
}

impl From<Head> for LogHead {
    fn from(head: Head) -> Self {
        Self {
            seq: head.seq.0,
            hash: head.hash.to_hex(),
            at: head.at.map(Timestamp::to_rfc3339),
        }
    }
}

/// The log's newest entry: whoever keeps its hash can tell later whether the past was changed.
#[utoipa::path(get, path = "/log/head", tag = "log",
    responses((status = OK, body = LogHead), (status = "4XX", body = Problem)))]
pub(super) async fn head(State(forum): State<Forum>) -> Result<Json<LogHead>, Problem> {
    Ok(Json(log::head(&forum).await?.into()))
}
