//! Listings: plans that moderators recommend.

mod curate;
mod follow;
mod proposals;
mod read;
mod write;

use super::Problem;
use domain::{
    Forum, Viewer,
    ids::ListingId,
    listings::{self, CurateError, FollowError, Opened, ProposeError},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(read::list, write::make))
        .routes(routes!(read::one, write::edit))
        .routes(routes!(write::publish))
        .routes(routes!(write::withdraw))
        .routes(routes!(write::feature, write::unfeature))
        .routes(routes!(curate::add))
        .routes(routes!(curate::change, curate::remove))
        .routes(routes!(curate::add_curator, curate::remove_curator))
        .routes(routes!(follow::follow, follow::unfollow))
        .routes(routes!(follow::look))
        .routes(routes!(proposals::list, proposals::propose))
        .routes(routes!(proposals::answer))
        .routes(routes!(proposals::take_back))
}

/// The listing of this number, if the asker may know of it.
async fn known(forum: &Forum, viewer: &Viewer, id: ListingId) -> Result<Opened, Problem> {
    let found = listings::find(forum, viewer, id).await?;
    found.ok_or_else(Problem::not_found)
}

impl From<CurateError> for Problem {
    fn from(error: CurateError) -> Self {
        match error {
            CurateError::NotFound => Self::not_found(),
            CurateError::Invalid(problems) => problems.into(),
            CurateError::Stale | CurateError::Refused(_) => Self::conflict(error.to_string()),
            CurateError::Limited { retry_after } => Self::too_many(retry_after),
            CurateError::Suspended => Self::suspended(),
            CurateError::Broken(broken) => broken.into(),
        }
    }
}

impl From<ProposeError> for Problem {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::NotFound => Self::not_found(),
            ProposeError::Invalid(problems) => problems.into(),
            ProposeError::Limited { retry_after } => Self::too_many(retry_after),
            ProposeError::Suspended => Self::suspended(),
            ProposeError::Broken(broken) => broken.into(),
        }
    }
}

impl From<FollowError> for Problem {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound => Self::not_found(),
            FollowError::TooMany => Self::conflict(error.to_string()),
            FollowError::Suspended => Self::suspended(),
            FollowError::Broken(broken) => broken.into(),
        }
    }
}
