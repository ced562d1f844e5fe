//! Saying that a plan was made from another.

use super::{
    Both, JudgeError, Judged,
    actions::Doing,
    branch::{Place, begin_with_families},
    checked,
};
use crate::{
    broken::Broken,
    clock::Timestamp,
    copies::{Deed, rules::Linking},
    forks::{count_forks, count_running},
    forum::Forum,
    ids::{ActionId, PlanId, RevisionNumber},
    moderation::PublicReason,
    plans::{self, Distance, Licence, hot_of},
    tables::{plans as plan_rows, revisions},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Makes the younger of two plans a fork of the older, at the revision that was its newest when the
/// younger was posted. All that was forked from the younger comes along. Both authors are told.
///
/// # Errors
/// When a rule is against it, one of them was changed since, or the moderator may not decide about them.
pub async fn link(
    forum: &Forum,
    moderator: &Moderator,
    judged: &Judged,
    reason: &str,
) -> Result<(), JudgeError> {
    let reason = checked(reason)?;
    let fit = Fit::find(forum, judged).await?;
    let (write, branch) =
        begin_with_families(forum, moderator, judged.older, judged.younger).await?;
    let both = Both::unchanged(&write, moderator, judged).await?;
    if let Some(refusal) = linking(&both, fit.licence).refusal() {
        return Err(JudgeError::Refused(refusal));
    }
    let doing = Doing {
        write,
        moderator,
        both: &both,
        deed: Deed::Linked,
        reason: &reason,
    };
    let noted = doing.note(forum).await?;
    let row = fork_row(&both, &fit, &reason, noted.id);
    row.update(doing.write.tx()).await?;
    let above = &both.older;
    let place = Place {
        family: Some(above.family.unwrap_or(above.id)),
        generation: above.generation + 1,
        lineage: above.lineage.then(both.younger.id),
    };
    branch.put(&doing.write, place).await?;
    count_forks(&doing.write, above.id, 1).await?;
    count_running(&doing.write, above, both.younger.running).await?;
    doing
        .record(forum, &noted, |act| {
            act.with("from_revision", fit.revision.0)
        })
        .await?;
    Ok(())
}

pub(super) fn linking(both: &Both, licence: Licence) -> Linking {
    let (older, younger) = (&both.older, &both.younger);
    Linking {
        older: older.id,
        younger: younger.id,
        families: both.families(),
        parent: younger.forked_from_plan,
        is_brought: younger.origin.is_some(),
        licences: (licence, younger.licence),
    }
}

fn fork_row(
    both: &Both,
    fit: &Fit,
    reason: &PublicReason,
    action: ActionId,
) -> plan_rows::ActiveModel {
    let younger = &both.younger;
    plan_rows::ActiveModel {
        id: Set(younger.id),
        forked_from_plan: Set(Some(both.older.id)),
        forked_from_revision: Set(Some(fit.revision)),
        pulled_revision: Set(Some(fit.revision)),
        fork_reason: Set(Some(reason.as_str().into())),
        moved_words: Set(fit.distance.words),
        moved_numbers: Set(fit.distance.numbers),
        untouched: Set(fit.distance.untouched),
        hot: Set(hot_of(younger, younger.votes, fit.distance.untouched)),
        linked: Set(Some(action)),
        ..Default::default()
    }
}

/// The revision of the older that the younger was made from, if from any, and how far it has moved.
struct Fit {
    revision: RevisionNumber,
    licence: Licence,
    distance: Distance,
}

impl Fit {
    async fn find(forum: &Forum, judged: &Judged) -> Result<Self, JudgeError> {
        let posted: Option<Timestamp> = plan_rows::Entity::find_by_id(judged.younger)
            .select_only()
            .column(plan_rows::Column::CreatedAt)
            .into_tuple()
            .one(forum.read())
            .await?;
        let posted = posted.ok_or(JudgeError::NotFound)?;
        let parent = fitting(forum, judged.older, posted).await?;
        let parent = parent.ok_or(JudgeError::NotFound)?;
        let (revision, licence) = (parent.number, parent.licence);
        let old = plans::stored_typed(parent)?;
        let new = plans::typed_in(forum.read(), judged.younger, judged.younger_revision).await?;
        let new = new.ok_or(JudgeError::NotFound)?;
        let measured = tokio::task::spawn_blocking(move || Distance::between(&old, &new));
        let distance = measured
            .await?
            .map_err(|error| Broken::internal(error.to_string()))?;
        Ok(Self {
            revision,
            licence,
            distance,
        })
    }
}

/// A plan's newest revision at a moment, or its first, unless its text was erased.
pub(super) async fn fitting(
    forum: &Forum,
    plan: PlanId,
    at: Timestamp,
) -> Result<Option<revisions::Model>, Broken> {
    let then = Condition::any()
        .add(revisions::Column::CreatedAt.lte(at))
        .add(revisions::Column::Number.eq(RevisionNumber::FIRST));
    let found = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan))
        .filter(then)
        .order_by_desc(revisions::Column::Number)
        .one(forum.read())
        .await?;
    Ok(found.filter(|row| row.erased_at.is_none()))
}
