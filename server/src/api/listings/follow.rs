//! Following a listing. `GET /listings?followed=true` tells what is new.

use super::{
    super::{
        Problem,
        extract::{Acting, At},
    },
    known,
};
use axum::{extract::State, http::StatusCode};
use domain::{Forum, Viewer, ids::ListingId, listings};

/// Follows a published listing. Again, it changes nothing.
#[utoipa::path(put, path = "/listings/{id}/follow", tag = "listings", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn follow(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ListingId>,
) -> Result<StatusCode, Problem> {
    listings::follow(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows it no longer. Again, it changes nothing.
#[utoipa::path(delete, path = "/listings/{id}/follow", tag = "listings", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn unfollow(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ListingId>,
) -> Result<StatusCode, Problem> {
    known(&forum, &Viewer::Member(member.clone()), id).await?;
    listings::unfollow(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Looks at a listing that the asker follows: what is in it now is no longer new.
#[utoipa::path(post, path = "/listings/{id}/look", tag = "listings", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn look(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ListingId>,
) -> Result<StatusCode, Problem> {
    known(&forum, &Viewer::Member(member.clone()), id).await?;
    listings::look(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
