//! Undoing a measure.

use super::{
    ModerateError,
    appeals::grant_waiting,
    apply::standing,
    begin, checked,
    decide::{Measure, Taken, act_of, take, undone},
    edit::{self, Edit, Saved},
    merge, refused,
    target::{Stored, Target},
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    ids::MeasureId,
    log::Act,
    moderation::{Deed, Refusal, Thing},
    tables::measures,
    viewer::Moderator,
};
use sea_orm::{EntityTrait, QuerySelect};

/// Undoes a measure that stands: what was hidden is to be seen again, what was locked is open, whoever
/// was suspended may act. Whose it is is told.
///
/// # Errors
/// When it has been undone, cannot be, or a rule is against it.
pub async fn undo(
    forum: &Forum,
    moderator: &Moderator,
    measure: MeasureId,
    reason: &str,
) -> Result<MeasureId, ModerateError> {
    let reason = checked(reason)?;
    let known = known(forum, measure).await?;
    let edit = edit::prepare_undo(forum, &known).await?;
    let (write, role) = begin(forum, moderator, known.account_id).await?;
    let (target, row) = held(&write, measure).await?;
    if let Some(refusal) = target.refusal(moderator, role) {
        return Err(refused(refusal));
    }
    let undone = Undoing {
        moderator,
        reason: reason.as_str(),
        edit,
    };
    let undone = undone.run(forum, &write, &target, &row).await?;
    let id = undone.taken.id;
    let granted = grant_waiting(forum, &write, moderator, row.id, reason.as_str()).await?;
    let act = undone.told_in(act_of(&target, &undone.measure, &undone.taken));
    let act = match &granted {
        Some(answered) => answered.told_in(act),
        None => act,
    };
    write.record(act).await?;
    Ok(id)
}

/// A measure as it is before anything is held.
pub(super) async fn known(forum: &Forum, id: MeasureId) -> Result<measures::Model, ModerateError> {
    let row = measures::Entity::find_by_id(id).one(forum.read()).await?;
    row.ok_or(ModerateError::NotFound)
}

/// A measure with its thing, both held.
pub(super) async fn held(
    write: &Write,
    id: MeasureId,
) -> Result<(Target, measures::Model), ModerateError> {
    let row = measures::Entity::find_by_id(id).one(write.tx()).await?;
    let row = row.ok_or(ModerateError::NotFound)?;
    let thing = Thing::of(row.kind, row.subject);
    merge::hold(write, thing, row.other).await?;
    let target = Target::held(write, thing).await?;
    let target = target.ok_or(ModerateError::NotFound)?;
    let row = measures::Entity::find_by_id(id)
        .lock_exclusive()
        .one(write.tx())
        .await?;
    Ok((target, row.ok_or(ModerateError::NotFound)?))
}

/// Whether a measure stands: it can be undone and was not, and the thing is as it left it.
pub(super) fn stands(target: &Target, row: &measures::Model) -> Option<Deed> {
    let undoing = row.deed.undone_by().filter(|_| row.undone_by.is_none())?;
    let is_there = match row.deed {
        Deed::Warned | Deed::Suspended => true,
        deed => standing(&target.stored, deed) == Some(row.id),
    };
    is_there.then_some(undoing)
}

/// The undoing of a measure, with all that takes long done.
pub(super) struct Undoing<'m> {
    pub moderator: &'m Moderator,
    pub reason: &'m str,
    /// The revision that gives back what an edit changed.
    pub edit: Option<Edit>,
}

/// What was undone.
pub(super) struct Undone<'m> {
    pub measure: Measure<'m>,
    pub taken: Taken,
    revision: Option<Saved>,
}

impl Undone<'_> {
    /// Names the revision that it made in an entry of the log.
    pub(super) fn told_in(&self, act: Act) -> Act {
        match &self.revision {
            Some(saved) => saved.told_in(act),
            None => act,
        }
    }
}

impl<'m> Undoing<'m> {
    /// Does it, within a write that is about to be recorded.
    pub(super) async fn run(
        self,
        forum: &Forum,
        write: &Write,
        target: &Target,
        row: &measures::Model,
    ) -> Result<Undone<'m>, ModerateError> {
        let deed = stands(target, row).ok_or_else(|| refused(Refusal::Undone))?;
        let edit = match (row.deed, self.edit) {
            (Deed::Edited, None) => return Err(refused(Refusal::Undone)),
            (_, edit) => edit,
        };
        if let Some(edit) = &edit {
            edit.check_base(target)?;
        }
        let measure = Measure {
            deed,
            by: Some(self.moderator),
            reason: self.reason,
            until: None,
            other: row.other,
        };
        if let (Deed::Merged, Stored::Plan(plan)) = (row.deed, &target.stored) {
            merge::part(write, plan, row.id).await?;
        }
        let taken = take(forum, write, target, &measure).await?;
        undone(write, row.id, taken.id).await?;
        let revision = match edit {
            Some(edit) => Some(edit.give_back(write, target, taken.id).await?),
            None => None,
        };
        Ok(Undone {
            measure,
            taken,
            revision,
        })
    }
}

/// Whether the thing still is as the measure left it, asked outside of a write.
pub(super) async fn is_there(forum: &Forum, row: &measures::Model) -> Result<bool, Broken> {
    if matches!(row.deed, Deed::Warned | Deed::Suspended) {
        return Ok(true);
    }
    let stored = Stored::now(forum.read(), Thing::of(row.kind, row.subject)).await?;
    let by = stored.and_then(|stored| standing(&stored, row.deed));
    Ok(by == Some(row.id))
}
