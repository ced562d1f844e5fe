//! What changed from one state of a plan to another, or to one of its kin.

use super::{Plan, Revision, revision};
use crate::{
    broken::Broken,
    forum::Forum,
    ids::RevisionNumber,
    plans::{FieldChange, Typed, changes, effects},
    text::compare::{self, Comparison},
    viewer::{Moderator, Viewer},
};
use serde::Serialize;

/// Two contents side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContentComparison {
    /// The fields that differ, the body apart.
    pub fields: Vec<FieldChange>,
    /// What follows from the numbers, where that differs: when it breaks even, what is left of a unit.
    pub effects: Vec<FieldChange>,
    /// The body, by section, block and word.
    pub body: Comparison,
}

/// Two revisions and what lies between them.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionComparison {
    /// The one compared from.
    pub from: Revision,
    /// The one compared to.
    pub to: Revision,
    /// What changed.
    pub changes: ContentComparison,
}

/// Compares two revisions of a plan; nothing when one of them is not there for this viewer, or its
/// text was erased.
///
/// # Errors
/// When the database fails.
pub async fn compare(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    from: RevisionNumber,
    to: RevisionNumber,
) -> Result<Option<RevisionComparison>, Broken> {
    compare_plans(forum, viewer, (plan, from), (plan, to)).await
}

/// As [`compare`], of two plans of one family. Plans that are no kin are not compared: they have
/// no words in common that one took from the other, and telling that all is different is the most
/// work of all, which anybody could ask for of any two plans there are.
///
/// # Errors
/// When the database fails.
pub async fn compare_plans(
    forum: &Forum,
    viewer: &Viewer,
    (from_plan, from): (&Plan, RevisionNumber),
    (to_plan, to): (&Plan, RevisionNumber),
) -> Result<Option<RevisionComparison>, Broken> {
    if from_plan.family.first != to_plan.family.first {
        return Ok(None);
    }
    both(forum, viewer, (from_plan, from), (to_plan, to)).await
}

/// As [`compare_plans`], of any two plans: a moderator has to see whether one is a copy.
///
/// # Errors
/// When the database fails.
pub async fn compare_any(
    forum: &Forum,
    moderator: &Moderator,
    from: (&Plan, RevisionNumber),
    to: (&Plan, RevisionNumber),
) -> Result<Option<RevisionComparison>, Broken> {
    let viewer = Viewer::Member((**moderator).clone());
    both(forum, &viewer, from, to).await
}

async fn both(
    forum: &Forum,
    viewer: &Viewer,
    (from_plan, from): (&Plan, RevisionNumber),
    (to_plan, to): (&Plan, RevisionNumber),
) -> Result<Option<RevisionComparison>, Broken> {
    let there = |revision: &Revision| revision.erased_at.is_none();
    let from = revision(forum, viewer, from_plan, from).await?;
    let to = revision(forum, viewer, to_plan, to).await?;
    let (from, to) = (from.filter(there), to.filter(there));
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(None);
    };
    let changes = compare_typed(from.typed(), to.typed()).await?;
    Ok(Some(RevisionComparison { from, to, changes }))
}

/// Compares two contents that could be posted: what is in the way of a stale edit.
///
/// # Errors
/// When one of them is too complex to be shown, which none is that was ever saved.
pub async fn compare_typed(old: Typed, new: Typed) -> Result<ContentComparison, Broken> {
    tokio::task::spawn_blocking(move || {
        let body = compare::compare(&old.body, &new.body)
            .map_err(|error| Broken::internal(error.to_string()))?;
        Ok(ContentComparison {
            fields: changes(&old, &new),
            effects: effects(old.numbers.as_ref(), new.numbers.as_ref()),
            body,
        })
    })
    .await?
}
