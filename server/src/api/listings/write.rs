//! Making a listing, changing its words, and what moderators do with it.

use super::{
    super::{
        PREFIX, Problem,
        extract::{Acting, At, Moderating, Once, Sent},
    },
    known,
    read::WholeListing,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum, Moderator, Viewer,
    ids::ListingId,
    listings::{self, TypedListing},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A listing to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewListing {
    /// In 4 to 120 letters.
    title: String,
    /// Markdown, at most 4,000 letters.
    #[serde(default)]
    introduction: String,
    /// By what it fills itself, as in the search box.
    #[serde(default)]
    question: String,
    /// In which order the answers stand: relevance, new or forked; new without it.
    #[serde(default)]
    sort: String,
}

/// Makes a listing, which is a draft until it is published.
#[utoipa::path(post, path = "/listings", tag = "listings", request_body = NewListing,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn make(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    once: Once,
    Sent(new): Sent<NewListing>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<WholeListing>), Problem> {
    let typed = TypedListing {
        title: new.title,
        introduction: new.introduction,
        question: new.question,
        sort: new.sort,
    };
    let id = listings::make(&forum, &moderator, &typed, once.key()).await?;
    let location = format!("{PREFIX}/listings/{id}");
    let listing = now(&forum, &moderator, id).await?;
    Ok((StatusCode::CREATED, [(LOCATION, location)], listing))
}

async fn now(
    forum: &Forum,
    moderator: &Moderator,
    id: ListingId,
) -> Result<Json<WholeListing>, Problem> {
    let viewer = Viewer::Member((**moderator).clone());
    Ok(Json(WholeListing::now(forum, viewer, id).await?))
}

/// A listing's words. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ListingChange {
    /// How often they had been changed when the change began.
    base_edits: i32,
    title: Option<String>,
    introduction: Option<String>,
    /// Empty for a listing that asks nothing any more.
    question: Option<String>,
    sort: Option<String>,
}

/// Changes a listing's words. A change that began before somebody else's is a conflict.
#[utoipa::path(put, path = "/listings/{id}", tag = "listings", params(("id" = i64, Path)),
    request_body = ListingChange,
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn edit(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ListingId>,
    Sent(change): Sent<ListingChange>,
) -> Result<Json<WholeListing>, Problem> {
    let viewer = Viewer::Member(member.clone());
    let opened = known(&forum, &viewer, id).await?;
    if !opened.may_edit {
        return Err(Problem::not_found());
    }
    let listing = opened.listing;
    let question = listing.question.as_ref();
    let typed = TypedListing {
        title: change.title.unwrap_or(listing.title),
        introduction: change.introduction.unwrap_or(listing.introduction),
        question: change.question.unwrap_or_else(|| {
            question
                .map(|question| question.asked.query.to_string())
                .unwrap_or_default()
        }),
        sort: change.sort.unwrap_or_else(|| {
            question
                .map(|question| question.sort.to_string())
                .unwrap_or_default()
        }),
    };
    listings::edit(&forum, &member, id, change.base_edits, &typed).await?;
    Ok(Json(WholeListing::now(&forum, viewer, id).await?))
}

/// Publishes a listing, or brings one back that was withdrawn.
#[utoipa::path(post, path = "/listings/{id}/publish", tag = "listings", params(("id" = i64, Path)),
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn publish(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<ListingId>,
) -> Result<Json<WholeListing>, Problem> {
    listings::publish(&forum, &moderator, id).await?;
    now(&forum, &moderator, id).await
}

/// Withdraws a listing: only its curators see it from then on.
#[utoipa::path(post, path = "/listings/{id}/withdraw", tag = "listings", params(("id" = i64, Path)),
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn withdraw(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<ListingId>,
) -> Result<Json<WholeListing>, Problem> {
    listings::withdraw(&forum, &moderator, id).await?;
    now(&forum, &moderator, id).await
}

/// Puts a published listing on the front page, where there are four at most.
#[utoipa::path(put, path = "/listings/{id}/featured", tag = "listings", params(("id" = i64, Path)),
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn feature(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<ListingId>,
) -> Result<Json<WholeListing>, Problem> {
    listings::feature(&forum, &moderator, id).await?;
    now(&forum, &moderator, id).await
}

/// Takes a listing from the front page.
#[utoipa::path(delete, path = "/listings/{id}/featured", tag = "listings", params(("id" = i64, Path)),
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn unfeature(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<ListingId>,
) -> Result<Json<WholeListing>, Problem> {
    listings::unfeature(&forum, &moderator, id).await?;
    now(&forum, &moderator, id).await
}
