//! Taking back that a plan was made from another.

use super::{
    Both, JudgeError, Judged,
    actions::Doing,
    branch::{Place, begin_with_families},
    checked,
};
use crate::{
    copies::{Deed, Refusal},
    forks::{Lineage, count_forks, count_running},
    forum::Forum,
    ids::PlanId,
    plans::hot_of,
    tables::{plans as plan_rows, revisions},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

/// Undoes a link that a moderator made: the plan and all that was forked from it are a family of their
/// own again. Both authors are told.
///
/// # Errors
/// When no moderator has linked them, the fork has taken over text of its parent since, or the
/// moderator may not decide about them.
pub async fn unlink(
    forum: &Forum,
    moderator: &Moderator,
    older: PlanId,
    younger: PlanId,
    reason: &str,
) -> Result<(), JudgeError> {
    let reason = checked(reason)?;
    let (write, branch) = begin_with_families(forum, moderator, older, younger).await?;
    let both = Both::held(&write, moderator, &Judged::any(older, younger)).await?;
    let plan = &both.younger;
    if plan.linked.is_none() || plan.forked_from_plan != Some(older) {
        return Err(JudgeError::Refused(Refusal::NotLinked));
    }
    let taken = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(younger))
        .filter(revisions::Column::PulledRevision.is_not_null())
        .count(write.tx())
        .await?;
    if taken > 0 {
        return Err(JudgeError::Refused(Refusal::Pulled));
    }
    let doing = Doing {
        write,
        moderator,
        both: &both,
        deed: Deed::Unlinked,
        reason: &reason,
    };
    let noted = doing.note(forum).await?;
    alone(plan).update(doing.write.tx()).await?;
    // The parent's line is told by the place that the fork leaves.
    count_running(&doing.write, &both.older, -plan.running).await?;
    count_forks(&doing.write, older, -1).await?;
    let place = Place {
        family: None,
        generation: 0,
        lineage: Lineage::default(),
    };
    branch.put(&doing.write, place).await?;
    doing.record(forum, &noted, |act| act).await?;
    Ok(())
}

/// A plan that was made from none.
fn alone(plan: &plan_rows::Model) -> plan_rows::ActiveModel {
    plan_rows::ActiveModel {
        id: Set(plan.id),
        forked_from_plan: Set(None),
        forked_from_revision: Set(None),
        pulled_revision: Set(None),
        fork_reason: Set(None),
        moved_words: Set(0),
        moved_numbers: Set(0),
        untouched: Set(false),
        hot: Set(hot_of(plan, plan.votes, false)),
        linked: Set(None),
        ..Default::default()
    }
}
