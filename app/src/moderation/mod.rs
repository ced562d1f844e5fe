//! Keeping order: reporting a thing, the moderators' queue, and the public page of everything that was
//! done, with its appeal.

mod act;
pub mod appeals;
pub mod appoint;
pub mod case;
mod deciding;
pub mod flag;
mod many;
pub mod measure;
pub mod mine;
mod parts;
pub mod queue;

pub use act::{add_note, claim, decide, open, release, sweep};
pub use many::decide_many;
pub use parts::{acts, banner, look_after, measures, moderator, note, report};

use crate::failure::Failure;
use domain::{
    ids::{CaseId, MeasureId},
    moderation::{ModerateError, Thing},
};

/// The moderators' queue.
pub const QUEUE: &str = "/moderation";

/// The page of a case.
fn case_address(id: CaseId) -> String {
    format!("{QUEUE}/cases/{id}")
}

/// The public page of what was done.
#[must_use]
pub fn measure_address(id: MeasureId) -> String {
    format!("/measures/{id}")
}

/// Where a thing is reported.
#[must_use]
pub fn flag_address(thing: Thing) -> String {
    format!("/flag/{thing}")
}

/// The page of a failure that is not told on the form itself.
fn failed(error: ModerateError) -> Failure {
    match error {
        ModerateError::NotFound => Failure::NotFound,
        ModerateError::Refused(refusal) => Failure::Conflict(refusal.to_string()),
        ModerateError::Invalid(problems) => Failure::BadRequest(problems.to_string()),
        ModerateError::Suspended => Failure::Suspended,
        ModerateError::Broken(broken) => broken.into(),
    }
}
