//! What moderators do, in the database.

mod actions;
mod branch;
mod link;
mod pair;
mod pairs;
mod set_aside;
mod survey;
mod unlink;

pub use actions::*;
pub use link::*;
pub use pair::*;
pub use pairs::*;
pub use set_aside::*;
pub use unlink::*;

pub(crate) use actions::{empty_actions, reasons, stored_action_hash};
pub(crate) use branch::below;
pub(crate) use survey::Surveyed;

use super::Refusal;
use crate::{
    accounts,
    broken::{Broken, acts},
    forum::{Forum, Write},
    ids::{PlanId, RevisionNumber},
    moderation::PublicReason,
    plans::{self, State},
    problems::Problems,
    tables::plans as plan_rows,
    viewer::Moderator,
};

/// Two plans as a moderator compared them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The older …
    pub older: PlanId,
    /// … in its newest revision then …
    pub older_revision: RevisionNumber,
    /// … and the younger …
    pub younger: PlanId,
    /// … in its.
    pub younger_revision: RevisionNumber,
}

impl Judged {
    /// Whatever they say now.
    fn any(older: PlanId, younger: PlanId) -> Self {
        Self {
            older,
            older_revision: RevisionNumber::FIRST,
            younger,
            younger_revision: RevisionNumber::FIRST,
        }
    }
}

/// Why nothing was done about two plans.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// One of them is not to be seen, or whoever asks is no moderator any more.
    #[error("no such plans")]
    NotFound,
    /// One of them is the moderator's own.
    #[error("one of the two is your own plan: another moderator has to decide")]
    Own,
    /// A rule is against it.
    #[error("{0}")]
    Refused(Refusal),
    /// One of them has a newer revision than the one that was compared.
    #[error("one of the two has been changed since: compare them again")]
    Stale,
    /// The reason breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the moderator's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(JudgeError);

fn checked(reason: &str) -> Result<PublicReason, JudgeError> {
    let reason = reason.parse::<PublicReason>();
    reason.map_err(|wrong| JudgeError::Invalid(Problems::one("reason", wrong)))
}

/// Begins a moderator's act. Whether they still are one is asked again here, inside the transaction.
async fn begin(forum: &Forum, moderator: &Moderator) -> Result<Write, JudgeError> {
    let write = forum.act(moderator).await?;
    if accounts::moderates(write.tx(), moderator.id).await? {
        return Ok(write);
    }
    Err(JudgeError::NotFound)
}

/// The two plans of an act, held until it ends.
struct Both {
    older: plan_rows::Model,
    younger: plan_rows::Model,
}

impl Both {
    /// Both as they are now, if the moderator may decide about them.
    async fn held(
        write: &Write,
        moderator: &Moderator,
        judged: &Judged,
    ) -> Result<Self, JudgeError> {
        // The older first, as everybody holds several.
        let mut ids = [judged.older, judged.younger];
        ids.sort_unstable();
        let mut rows = Vec::new();
        for id in ids {
            let row = plans::hold(write, id).await?;
            rows.extend(row.filter(|row| row.state == State::Published));
        }
        let of = |id: PlanId| rows.iter().find(|row| row.id == id).cloned();
        let (Some(older), Some(younger)) = (of(judged.older), of(judged.younger)) else {
            return Err(JudgeError::NotFound);
        };
        if [older.author_id, younger.author_id].contains(&moderator.id) {
            return Err(JudgeError::Own);
        }
        Ok(Self { older, younger })
    }

    /// As [`Self::held`], and both still say what was compared.
    async fn unchanged(
        write: &Write,
        moderator: &Moderator,
        judged: &Judged,
    ) -> Result<Self, JudgeError> {
        let both = Self::held(write, moderator, judged).await?;
        let heads = (both.older.head, both.younger.head);
        if heads != (judged.older_revision, judged.younger_revision) {
            return Err(JudgeError::Stale);
        }
        Ok(both)
    }

    fn families(&self) -> (PlanId, PlanId) {
        let family = |row: &plan_rows::Model| row.family.unwrap_or(row.id);
        (family(&self.older), family(&self.younger))
    }
}
