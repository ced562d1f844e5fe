//! Flags, cases, measures and appeals. Cases are moderators' alone; what was done is everybody's to read.

mod cases;
mod decide;
mod flag;
mod measures;
mod roles;

use super::Problem;
use domain::{
    Forum,
    moderation::{FlagError, ModerateError, Thing},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(flag::flag))
        .routes(routes!(cases::queue))
        .routes(routes!(cases::open))
        .routes(routes!(cases::case))
        .routes(routes!(decide::decide))
        .routes(routes!(decide::sweep))
        .routes(routes!(decide::claim, decide::release))
        .routes(routes!(decide::note))
        .routes(routes!(measures::appeals))
        .routes(routes!(measures::measure))
        .routes(routes!(measures::undo))
        .routes(routes!(measures::appeal))
        .routes(routes!(measures::answer))
        .routes(routes!(roles::appoint))
}

impl From<ModerateError> for Problem {
    fn from(error: ModerateError) -> Self {
        match error {
            ModerateError::NotFound => Self::not_found(),
            ModerateError::Refused(refusal) => Self::conflict(refusal.to_string()),
            ModerateError::Invalid(problems) => problems.into(),
            ModerateError::Suspended => Self::suspended(),
            ModerateError::Broken(broken) => broken.into(),
        }
    }
}

impl From<FlagError> for Problem {
    fn from(error: FlagError) -> Self {
        match error {
            FlagError::NotFound => Self::not_found(),
            FlagError::Own | FlagError::Already => Self::conflict(error.to_string()),
            FlagError::Invalid(problems) => problems.into(),
            FlagError::Limited { retry_after } => Self::too_many(retry_after),
            FlagError::Suspended => Self::suspended(),
            FlagError::Broken(broken) => broken.into(),
        }
    }
}

fn thing(named: &str) -> Result<Thing, Problem> {
    named.parse().map_err(|_| Problem::not_found())
}
