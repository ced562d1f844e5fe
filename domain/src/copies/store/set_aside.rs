//! Saying that two plans are no copies of one another.

use super::{Both, JudgeError, Judged, actions::Doing, begin, checked};
use crate::{
    copies::{Deed, Refusal},
    forum::Forum,
    ids::PlanId,
    tables::set_asides,
    viewer::Moderator,
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

/// Sets two plans aside: they are not shown as a pair any more, until the text of one of them has
/// become another. Both authors are told. Setting them aside again, as they were, changes nothing.
///
/// # Errors
/// When they are kin, one of them was changed since, or the moderator may not decide about them.
pub async fn set_aside(
    forum: &Forum,
    moderator: &Moderator,
    judged: &Judged,
    reason: &str,
) -> Result<(), JudgeError> {
    let reason = checked(reason)?;
    if judged.older >= judged.younger {
        return Err(JudgeError::Refused(Refusal::Younger));
    }
    let write = begin(forum, moderator).await?;
    let both = Both::unchanged(&write, moderator, judged).await?;
    let (one, other) = both.families();
    if one == other {
        return Err(JudgeError::Refused(Refusal::Kin));
    }
    let before = set_asides::Entity::find_by_id((judged.older, judged.younger))
        .one(write.tx())
        .await?;
    let revisions = (judged.older_revision, judged.younger_revision);
    if before.is_some_and(|row| (row.older_revision, row.younger_revision) == revisions) {
        return Ok(());
    }
    let doing = Doing {
        write,
        moderator,
        both: &both,
        deed: Deed::SetAside,
        reason: &reason,
    };
    let noted = doing.note(forum).await?;
    let row = set_asides::ActiveModel {
        older_id: Set(judged.older),
        younger_id: Set(judged.younger),
        older_revision: Set(judged.older_revision),
        younger_revision: Set(judged.younger_revision),
        action_id: Set(noted.id),
    };
    let instead = OnConflict::columns([set_asides::Column::OlderId, set_asides::Column::YoungerId])
        .update_columns([
            set_asides::Column::OlderRevision,
            set_asides::Column::YoungerRevision,
            set_asides::Column::ActionId,
        ])
        .to_owned();
    set_asides::Entity::insert(row)
        .on_conflict(instead)
        .exec_without_returning(doing.write.tx())
        .await?;
    doing
        .record(forum, &noted, |act| {
            act.with("older_revision", judged.older_revision.0)
                .with("younger_revision", judged.younger_revision.0)
        })
        .await?;
    Ok(())
}

/// Takes back that two plans were set aside. Both authors are told.
///
/// # Errors
/// When they were not, or the moderator may not decide about them.
pub async fn reopen(
    forum: &Forum,
    moderator: &Moderator,
    older: PlanId,
    younger: PlanId,
    reason: &str,
) -> Result<(), JudgeError> {
    let reason = checked(reason)?;
    let write = begin(forum, moderator).await?;
    let both = Both::held(&write, moderator, &Judged::any(older, younger)).await?;
    let gone = set_asides::Entity::delete_by_id((older, younger))
        .exec(write.tx())
        .await?;
    if gone.rows_affected == 0 {
        return Err(JudgeError::Refused(Refusal::NotSetAside));
    }
    let doing = Doing {
        write,
        moderator,
        both: &both,
        deed: Deed::Reopened,
        reason: &reason,
    };
    let noted = doing.note(forum).await?;
    doing.record(forum, &noted, |act| act).await?;
    Ok(())
}
