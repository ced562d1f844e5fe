//! Merging a plan that was posted twice into the other: its votes and its discussion are pooled with the other's,
//! and its address leads there. All of it can be taken apart again.

use super::{Decision, ModerateError, refused, target::Target};
use crate::{
    broken::Broken,
    forks::hold_lines,
    forum::Write,
    ids::{MeasureId, PlanId},
    moderation::{Deed, Refusal, Thing},
    plans::{self, State, plan_named},
    problems::Problems,
    tables::{plan_votes, plans as plan_rows},
    tags,
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    Value,
};

fn invalid(words: &str) -> ModerateError {
    ModerateError::Invalid(Problems::one("into", words))
}

/// The plan that somebody typed, where that is what is done.
pub(super) fn typed(deed: Deed, typed: &Decision) -> Result<Option<PlanId>, ModerateError> {
    if deed != Deed::Merged {
        return Ok(None);
    }
    let named = plan_named(&typed.into);
    let named = named.ok_or_else(|| invalid("is neither a plan’s number nor its address"))?;
    Ok(Some(named))
}

/// Holds both with their ancestors, in the one order, before anything else holds one of them.
pub(super) async fn hold(write: &Write, thing: Thing, into: Option<PlanId>) -> Result<(), Broken> {
    if let (Thing::Plan(plan), Some(into)) = (thing, into) {
        tags::share(write.tx()).await?;
        hold_lines(write, &[plan, into]).await?;
    }
    Ok(())
}

/// Whether a plan, which is held, can be merged into this one, which is held as well: never into the moderator's
/// own, which would gain by it.
pub(super) async fn check(
    write: &Write,
    moderator: &Moderator,
    target: &Target,
    into: PlanId,
) -> Result<(), ModerateError> {
    if target.thing == Thing::Plan(into) {
        return Err(invalid("is the plan itself"));
    }
    let home = plan_rows::Entity::find_by_id(into).one(write.tx()).await?;
    match home {
        Some(home) if home.author_id == moderator.id => Err(refused(Refusal::Own)),
        Some(home) if home.state == State::Published => Ok(()),
        _ => Err(invalid("is no plan that everybody sees")),
    }
}

/// Pools what is on a plan with what is on its home.
pub(super) async fn pool(
    write: &Write,
    plan: &plan_rows::Model,
    home: PlanId,
    measure: MeasureId,
) -> Result<(), Broken> {
    plans::withhold(write, plan, Some(measure)).await?;
    let (by, from, to): (Value, Value, Value) = (measure.0.into(), plan.id.0.into(), home.0.into());
    // Nobody counts twice.
    let added = "INSERT INTO pooled_votes (measure_id, account_id) \
        SELECT $1, v.account_id FROM plan_votes v WHERE v.plan_id = $2 AND NOT EXISTS \
        (SELECT 1 FROM plan_votes h WHERE h.plan_id = $3 AND h.account_id = v.account_id)";
    write
        .run(added, vec![by.clone(), from.clone(), to.clone()])
        .await?;
    let voted = "INSERT INTO plan_votes (plan_id, account_id, created_at) \
        SELECT $3, v.account_id, v.created_at FROM plan_votes v \
        JOIN pooled_votes p ON p.account_id = v.account_id AND p.measure_id = $1 WHERE v.plan_id = $2";
    write
        .run(voted, vec![by.clone(), from.clone(), to.clone()])
        .await?;
    let threads = "INSERT INTO pooled_threads (measure_id, comment_id) \
        SELECT $1, id FROM comments WHERE plan_id = $2 AND root_id IS NULL";
    write.run(threads, vec![by, from.clone()]).await?;
    let moved =
        "UPDATE comments SET plan_id = $2, from_plan = COALESCE(from_plan, $1) WHERE plan_id = $1";
    write.run(moved, vec![from, to]).await?;
    settle(write, plan.id, home).await?;
    lead(write, plan.id, Some(home)).await
}

/// Takes apart what was pooled: threads go back with all that was answered since, votes that came along go.
pub(super) async fn part(
    write: &Write,
    plan: &plan_rows::Model,
    measure: MeasureId,
) -> Result<(), ModerateError> {
    let home = plan.merged_into.ok_or_else(|| refused(Refusal::Undone))?;
    let row = plan_rows::Entity::find_by_id(home).one(write.tx()).await?;
    // What came along is elsewhere by now.
    if row.is_none_or(|row| row.merged_into.is_some()) {
        return Err(refused(Refusal::Merged));
    }
    plans::withhold(write, plan, None).await?;
    lead(write, plan.id, None).await?;
    let back = "UPDATE comments SET plan_id = $2, from_plan = CASE WHEN from_plan = $2 THEN NULL ELSE from_plan END \
        WHERE plan_id = $3 AND (id IN (SELECT comment_id FROM pooled_threads WHERE measure_id = $1) \
        OR root_id IN (SELECT comment_id FROM pooled_threads WHERE measure_id = $1))";
    write
        .run(
            back,
            vec![measure.0.into(), plan.id.0.into(), home.0.into()],
        )
        .await?;
    let voted = "DELETE FROM plan_votes WHERE plan_id = $2 AND account_id IN \
        (SELECT account_id FROM pooled_votes WHERE measure_id = $1)";
    write
        .run(voted, vec![measure.0.into(), home.0.into()])
        .await?;
    for sql in [
        "DELETE FROM pooled_votes WHERE measure_id = $1",
        "DELETE FROM pooled_threads WHERE measure_id = $1",
    ] {
        write.run(sql, vec![measure.0.into()]).await?;
    }
    Ok(settle(write, plan.id, home).await?)
}

/// Counts the votes and the comments of both anew.
async fn settle(write: &Write, plan: PlanId, home: PlanId) -> Result<(), Broken> {
    for id in [plan, home] {
        let row = plan_rows::Entity::find_by_id(id).one(write.tx()).await?;
        let row = row.ok_or_else(|| Broken::internal("a plan that is held is not there"))?;
        let votes = plan_votes::Entity::find()
            .filter(plan_votes::Column::PlanId.eq(id))
            .count(write.tx())
            .await?;
        let votes = i64::try_from(votes).unwrap_or(i64::MAX);
        let counted = plan_rows::ActiveModel {
            id: Set(id),
            votes: Set(votes),
            hot: Set(plans::hot_of(&row, votes, row.untouched)),
            ..Default::default()
        };
        counted.update(write.tx()).await?;
    }
    let comments = "UPDATE plans SET comments = (SELECT COUNT(*) FROM comments \
        WHERE comments.plan_id = plans.id AND comments.state = 'shown') WHERE id = $1 OR id = $2";
    write
        .run(comments, vec![plan.0.into(), home.0.into()])
        .await
}

async fn lead(write: &Write, plan: PlanId, home: Option<PlanId>) -> Result<(), Broken> {
    let leading = plan_rows::ActiveModel {
        id: Set(plan),
        merged_into: Set(home),
        ..Default::default()
    };
    leading.update(write.tx()).await?;
    Ok(())
}
