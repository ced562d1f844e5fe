//! Keeping order, in the database.

mod appeals;
mod apply;
mod appoint;
mod cases;
mod claim;
mod decide;
mod edit;
mod file;
mod first;
mod flag;
mod measures;
mod merge;
mod said;
mod sweep;
mod target;
mod undo;

pub use appeals::*;
pub use appoint::*;
pub use cases::*;
pub use claim::*;
pub use decide::*;
pub use file::*;
pub use flag::*;
pub use measures::*;
pub use sweep::*;
pub use undo::*;

pub(crate) use first::{of_applicant, of_newcomer};
pub(crate) use said::{
    empty_measures, stored_answer_hash, stored_appeal_hash, stored_measure_hash,
};

use super::{PublicReason, Refusal};
use crate::{
    accounts::{self, Role},
    broken::{Broken, acts},
    forum::{Forum, Write},
    ids::AccountId,
    problems::Problems,
    tags::gives,
    viewer::Moderator,
};

/// Why nothing was done about a thing.
#[derive(Debug, thiserror::Error)]
pub enum ModerateError {
    /// There is no such thing, or whoever asks may not know of it.
    #[error("no such thing")]
    NotFound,
    /// A rule is against it.
    #[error("{0}")]
    Refused(Refusal),
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the moderator's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(ModerateError);
gives!(ModerateError);

fn refused(refusal: Refusal) -> ModerateError {
    ModerateError::Refused(refusal)
}

fn checked(reason: &str) -> Result<PublicReason, ModerateError> {
    let reason = reason.parse::<PublicReason>();
    reason.map_err(|wrong| ModerateError::Invalid(Problems::one("reason", wrong)))
}

/// Begins a moderator's act about somebody's thing. Whether they still are one is asked again here, inside the
/// transaction.
async fn begin(
    forum: &Forum,
    moderator: &Moderator,
    concerned: AccountId,
) -> Result<(Write, Role), ModerateError> {
    let write = forum.act_about(moderator, concerned).await?;
    let role = accounts::role_of(write.tx(), moderator.id).await?;
    let role = role.filter(|role| role.moderates());
    let role = role.ok_or(ModerateError::NotFound)?;
    Ok((write, role))
}
