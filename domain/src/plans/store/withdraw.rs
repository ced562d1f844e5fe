//! Withdrawing a plan, which leaves a tombstone, and bringing it back.

use super::{hold_own, retag, tagging::count_plans};
use crate::{
    broken::{Broken, acts},
    forks::{count_forks, count_running, hold_line, is_placed},
    forum::{Forum, Write},
    ids::{MeasureId, PlanId},
    log::{Act, Kind, Subject},
    plans::State,
    tables::plans,
    tags,
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Why a plan was neither withdrawn nor brought back.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// There is no such plan of this member's.
    #[error("no such plan")]
    NotFound,
    /// Moderators keep it from readers' eyes: an appeal may give it back.
    #[error("moderators hide this plan: appeal against that instead")]
    Withheld,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the founder's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(WithdrawError);

/// Withdraws one's own plan: it leaves every list, and its address shows a tombstone. Copies that
/// others made stay. Withdrawing it again changes nothing.
///
/// # Errors
/// When there is no such plan of the member's.
pub async fn withdraw(forum: &Forum, author: &Member, id: PlanId) -> Result<(), WithdrawError> {
    show(forum, author, id, State::Withdrawn).await
}

/// Brings one's own withdrawn plan back, as it was.
///
/// # Errors
/// When there is no such plan of the member's.
pub async fn bring_back(forum: &Forum, author: &Member, id: PlanId) -> Result<(), WithdrawError> {
    show(forum, author, id, State::Published).await
}

async fn show(
    forum: &Forum,
    author: &Member,
    id: PlanId,
    state: State,
) -> Result<(), WithdrawError> {
    let write = forum.act(author).await?;
    tags::share(write.tx()).await?;
    hold_line(&write, id).await?;
    let plan = hold_own(&write, author, id)
        .await?
        .ok_or(WithdrawError::NotFound)?;
    if plan.withheld.is_some() {
        return Err(WithdrawError::Withheld);
    }
    if plan.state == state {
        return Ok(());
    }
    let withdrawn_at = (state == State::Withdrawn).then_some(write.now());
    let changed = plans::ActiveModel {
        withdrawn_at: Set(withdrawn_at),
        ..Default::default()
    };
    set_state(&write, &plan, state, changed).await?;
    let kind = match state {
        State::Published => Kind::PlanReturned,
        State::Withdrawn => Kind::PlanWithdrawn,
    };
    write
        .record(Act::by(author.id, kind, Subject::Plan(id)))
        .await?;
    Ok(())
}

/// Keeps a held plan from readers' eyes by a measure, or gives it back to them, unless its author has
/// withdrawn it.
pub(crate) async fn withhold(
    write: &Write,
    plan: &plans::Model,
    by: Option<MeasureId>,
) -> Result<(), Broken> {
    let is_shown = by.is_none() && plan.withdrawn_at.is_none();
    let state = if is_shown {
        State::Published
    } else {
        State::Withdrawn
    };
    let changed = plans::ActiveModel {
        withheld: Set(by),
        ..Default::default()
    };
    set_state(write, plan, state, changed).await
}

/// Changes whether a held plan is to be seen, with all that is counted of published plans.
async fn set_state(
    write: &Write,
    plan: &plans::Model,
    state: State,
    changed: plans::ActiveModel,
) -> Result<(), Broken> {
    let published = state == State::Published;
    let shown = plans::ActiveModel {
        id: Set(plan.id),
        state: Set(state),
        ..changed
    };
    shown.update(write.tx()).await?;
    if plan.state == state {
        return Ok(());
    }
    let (before, after) = if published {
        ("", plan.tags.as_str())
    } else {
        (plan.tags.as_str(), "")
    };
    let one = if published { 1 } else { -1 };
    retag(write.tx(), plan.id, before, after).await?;
    if let Some(parent) = plan.forked_from_plan {
        count_forks(write, parent, one).await?;
    }
    if is_placed(write, plan.id).await? {
        count_running(write, plan, one).await?;
    }
    count_plans(write.tx(), plan.author_id, one).await
}
