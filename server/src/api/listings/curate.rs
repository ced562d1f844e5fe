//! The plans of a listing, and who curates it.

use super::{
    super::{
        Problem,
        extract::{Acting, At, Moderating, Sent},
    },
    read::WholeListing,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum, Member, Viewer,
    ids::{ListingId, PlanId},
    listings::{self, Move},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A plan to be put into a listing.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PlanToList {
    plan: i64,
    /// What the listing says of it, in at most 500 letters.
    #[serde(default)]
    note: String,
}

async fn now(forum: &Forum, curator: Member, id: ListingId) -> Result<Json<WholeListing>, Problem> {
    let listing = WholeListing::now(forum, Viewer::Member(curator), id).await?;
    Ok(Json(listing))
}

/// Puts a plan at the end of a listing.
#[utoipa::path(post, path = "/listings/{id}/plans", tag = "listings", params(("id" = i64, Path)),
    request_body = PlanToList,
    responses((status = CREATED, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn add(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ListingId>,
    Sent(new): Sent<PlanToList>,
) -> Result<(StatusCode, Json<WholeListing>), Problem> {
    listings::add(&forum, &member, id, PlanId(new.plan), &new.note).await?;
    Ok((StatusCode::CREATED, now(&forum, member, id).await?))
}

/// What is to change about a plan in a listing. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ListedChange {
    /// up, down, top, bottom, or a place from 1 on.
    to: Option<String>,
    /// What the listing says of it …
    note: Option<String>,
    /// … and how often that had been changed when the change began; needed with a note.
    base_edits: Option<i32>,
}

/// Puts a plan elsewhere in its listing, or changes what this says of it.
#[utoipa::path(patch, path = "/listings/{id}/plans/{plan}", tag = "listings",
    params(("id" = i64, Path), ("plan" = i64, Path)), request_body = ListedChange,
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn change(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At((id, plan)): At<(ListingId, PlanId)>,
    Sent(change): Sent<ListedChange>,
) -> Result<Json<WholeListing>, Problem> {
    let to: Option<Move> = change
        .to
        .map(|to| to.parse())
        .transpose()
        .map_err(|wrong: &str| Problem::field("to", wrong))?;
    if let Some(note) = &change.note {
        let base = change.base_edits.ok_or_else(|| {
            Problem::field("base_edits", "must say what the note was changed from")
        })?;
        listings::set_note(&forum, &member, (id, plan), base, note).await?;
    }
    if let Some(to) = to {
        listings::move_plan(&forum, &member, id, plan, to).await?;
    }
    if change.note.is_none() && to.is_none() {
        return Err(Problem::field("to", "or a note must be sent"));
    }
    now(&forum, member, id).await
}

/// Takes a plan out of a listing. One that is not in it changes nothing.
#[utoipa::path(delete, path = "/listings/{id}/plans/{plan}", tag = "listings",
    params(("id" = i64, Path), ("plan" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn remove(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At((id, plan)): At<(ListingId, PlanId)>,
) -> Result<StatusCode, Problem> {
    listings::remove(&forum, &member, id, plan).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a member a curator of a listing.
#[utoipa::path(put, path = "/listings/{id}/curators/{handle}", tag = "listings",
    params(("id" = i64, Path), ("handle" = String, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn add_curator(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At((id, handle)): At<(ListingId, String)>,
) -> Result<StatusCode, Problem> {
    listings::add_curator(&forum, &moderator, id, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes somebody a curator no longer: a moderator anybody, a curator themselves.
#[utoipa::path(delete, path = "/listings/{id}/curators/{handle}", tag = "listings",
    params(("id" = i64, Path), ("handle" = String, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn remove_curator(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At((id, handle)): At<(ListingId, String)>,
) -> Result<StatusCode, Problem> {
    listings::remove_curator(&forum, &member, id, &handle).await?;
    Ok(StatusCode::NO_CONTENT)
}
