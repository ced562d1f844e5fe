//! Rounds and applications in the database.

mod applications;
mod apply;
mod close;
mod decide;
mod erase;
mod export;
mod hashes;
mod lists;
mod make;
mod measure;
mod named;
mod publish;
mod questions;
mod read;
mod versions;

pub use applications::*;
pub use apply::*;
pub use close::close;
pub use decide::*;
pub use export::*;
pub use lists::*;
pub use make::*;
pub use measure::*;
pub use publish::*;
pub use questions::*;
pub use read::*;
pub use versions::{Version, versions};

pub(crate) use close::withhold;
pub(crate) use erase::empty_rounds;
pub(crate) use hashes::{
    stored_answer_hash, stored_application_hash, stored_question_hash, stored_reason_hash,
    stored_version_hash,
};
pub(crate) use named::{application_reasons, round_names, round_notes};
pub(crate) use versions::html_of;

use super::{Refusal, State};
use crate::{
    broken::{Broken, acts},
    forum::{Forum, Write},
    ids::RoundId,
    limits::limited,
    problems::Problems,
    tables::rounds,
    viewer::Member,
};
use sea_orm::{EntityTrait, QuerySelect, sea_query::LockType};

/// Why nothing was done about a round or an application.
#[derive(Debug, thiserror::Error)]
pub enum FundError {
    /// There is no such thing of which the member has the say.
    #[error("no such round or application")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// It has been changed since: by its funder, or the plan by its founder.
    #[error("this has been changed since: read it again first")]
    Stale,
    /// A rule is against it.
    #[error("{0}")]
    Refused(Refusal),
    /// Too many in a short time.
    #[error("too many in a short time; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(FundError);
limited!(FundError);

/// A round that this write will change, or that nothing may change under it. Rounds are held before plans.
pub(crate) async fn hold(write: &Write, id: RoundId) -> Result<Option<rounds::Model>, Broken> {
    Ok(rounds::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(write.tx())
        .await?)
}

/// Begins a funder's act on a round of theirs, which is held until it ends.
async fn begin_on(
    forum: &Forum,
    funder: &Member,
    id: RoundId,
) -> Result<(Write, rounds::Model), FundError> {
    let write = forum.act(funder).await?;
    let row = hold(&write, id).await?;
    let row = row.filter(|row| row.funder_id == funder.id);
    let row = row.ok_or(FundError::NotFound)?;
    if row.state == State::Withheld {
        return Err(FundError::Refused(Refusal::Withheld));
    }
    Ok((write, row))
}
