//! Rounds: what funders publish, and the plans that are entered there.

mod act;
mod applications;
mod enter;
mod read;
mod rules;
mod write;

use super::Problem;
use domain::{
    Forum, Viewer,
    funding::{self, FundError, OpenedApplication, OpenedRound},
    ids::{ApplicationId, RoundId},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(read::list, write::make))
        .routes(routes!(read::one, write::edit, write::discard))
        .routes(routes!(read::versions))
        .routes(routes!(write::publish))
        .routes(routes!(write::close))
        .routes(routes!(applications::list, enter::enter))
        .routes(routes!(applications::one, enter::take_back))
        .routes(routes!(applications::mine))
        .routes(routes!(act::shortlist, act::unlist))
        .routes(routes!(act::decide))
        .routes(routes!(act::ask))
        .routes(routes!(act::answer))
        .routes(routes!(rules::ready_made))
        .routes(routes!(rules::standing))
}

/// The round of this number, if the asker may know of it.
async fn known(forum: &Forum, viewer: &Viewer, id: RoundId) -> Result<OpenedRound, Problem> {
    let found = funding::find(forum, viewer, id, None).await?;
    found.ok_or_else(Problem::not_found)
}

/// The application of this number, if the asker may know of it.
async fn entered(
    forum: &Forum,
    viewer: &Viewer,
    id: ApplicationId,
) -> Result<OpenedApplication, Problem> {
    let found = funding::application(forum, viewer, id).await?;
    found.ok_or_else(Problem::not_found)
}

impl From<FundError> for Problem {
    fn from(error: FundError) -> Self {
        match error {
            FundError::NotFound => Self::not_found(),
            FundError::Invalid(problems) => problems.into(),
            FundError::Stale | FundError::Refused(_) => Self::conflict(error.to_string()),
            FundError::Limited { retry_after } => Self::too_many(retry_after),
            FundError::Suspended => Self::suspended(),
            FundError::Broken(broken) => broken.into(),
        }
    }
}
