//! The searches that somebody keeps.

use super::{
    List, Problem,
    extract::{Acting, Asking, At, Sent},
};
use app::search::feed_address;
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum,
    ids::SearchId,
    search::{
        Kind,
        saved::{self, NewSearch, SaveSearchError, SavedSearchError},
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(list, save))
        .routes(routes!(change, delete))
}

/// A search that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SavedSearch {
    id: i64,
    name: String,
    /// The query, as it can be sent to `GET /search`.
    q: String,
    #[schema(value_type = String)]
    kind: Kind,
    /// What it asks, in words.
    asks: String,
    /// How many hits have come since it was looked at, counted up to 100; null while the index is
    /// being built.
    new: Option<u64>,
    /// Where its Atom feed is, for everybody.
    feed: String,
    created_at: String,
    looked_at: String,
}

impl SavedSearch {
    fn of(forum: &Forum, search: saved::SavedSearch) -> Self {
        let feed = feed_address(&search.asked);
        Self {
            id: search.id.0,
            q: search.asked.query.to_string(),
            kind: search.asked.kind,
            asks: search.asked.in_words(),
            name: search.name,
            new: search.new,
            feed: format!("{}{feed}", forum.policy().public_url),
            created_at: search.created_at.to_rfc3339(),
            looked_at: search.looked_at.to_rfc3339(),
        }
    }
}

/// A search to be kept.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SearchToKeep {
    /// As for `GET /search`; it asks for something and is at most 32 words long.
    q: String,
    /// plan, comment or person; plan without it, unless the query names one.
    #[schema(value_type = Option<String>)]
    kind: Option<Kind>,
    /// At most 80 letters; made of the query without it.
    #[serde(default)]
    name: String,
}

/// What is to change. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SearchChange {
    /// What it is called from now on; what it asks, when empty.
    name: Option<String>,
    /// Whether it has been looked at: what it finds now is no longer new.
    #[serde(default)]
    looked: bool,
}

impl From<SaveSearchError> for Problem {
    fn from(error: SaveSearchError) -> Self {
        match error {
            SaveSearchError::Invalid(problems) => problems.into(),
            SaveSearchError::Suspended => Self::suspended(),
            SaveSearchError::Limited { retry_after } => Self::too_many(retry_after),
            SaveSearchError::Broken(broken) => broken.into(),
        }
    }
}

impl From<SavedSearchError> for Problem {
    fn from(error: SavedSearchError) -> Self {
        match error {
            SavedSearchError::NotFound => Self::not_found(),
            SavedSearchError::Invalid(problems) => problems.into(),
            SavedSearchError::Suspended => Self::suspended(),
            SavedSearchError::Broken(broken) => broken.into(),
        }
    }
}

/// The asker's saved searches, the last saved first, with what is new of each. There are 100 at most.
#[utoipa::path(get, path = "/searches", tag = "search",
    responses((status = OK, body = List<SavedSearch>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
) -> Result<Json<List<SavedSearch>>, Problem> {
    let person = viewer.person().ok_or_else(Problem::unauthorized)?;
    let searches = saved::all(&forum, person).await?.into_iter();
    Ok(Json(List {
        items: searches
            .map(|search| SavedSearch::of(&forum, search))
            .collect(),
        next: None,
    }))
}

/// Saves a search. One that was saved before, in whichever spelling, is answered as it is, with 200.
#[utoipa::path(post, path = "/searches", tag = "search", request_body = SearchToKeep,
    responses((status = CREATED, body = SavedSearch), (status = OK, body = SavedSearch),
        (status = "4XX", body = Problem)))]
pub(super) async fn save(
    State(forum): State<Forum>,
    Acting(member): Acting,
    Sent(search): Sent<SearchToKeep>,
) -> Result<(StatusCode, Json<SavedSearch>), Problem> {
    let new = NewSearch {
        query: &search.q,
        kind: search.kind,
        name: &search.name,
    };
    let kept = saved::save(&forum, &member, &new).await?;
    let status = if kept.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(SavedSearch::of(&forum, kept.search))))
}

/// Renames a saved search, or marks it as looked at.
#[utoipa::path(patch, path = "/searches/{id}", tag = "search", params(("id" = i64, Path)),
    request_body = SearchChange,
    responses((status = OK, body = SavedSearch), (status = "4XX", body = Problem)))]
pub(super) async fn change(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<SearchId>,
    Sent(change): Sent<SearchChange>,
) -> Result<Json<SavedSearch>, Problem> {
    let mut search = saved::one(&forum, &member, id).await?;
    if let Some(name) = &change.name {
        search = Some(saved::rename(&forum, &member, id, name).await?);
    }
    if change.looked {
        search = Some(saved::look(&forum, &member, id).await?.search);
    }
    let search = search.ok_or_else(Problem::not_found)?;
    Ok(Json(SavedSearch::of(&forum, search)))
}

/// Deletes a saved search.
#[utoipa::path(delete, path = "/searches/{id}", tag = "search", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn delete(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<SearchId>,
) -> Result<StatusCode, Problem> {
    saved::delete(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
