//! What a measure does to the thing it is about.

use super::target::{Stored, Target};
use crate::{
    accounts::{self, Standing},
    broken::Broken,
    clock::Timestamp,
    comments,
    forum::Write,
    ids::MeasureId,
    listings,
    moderation::Deed,
    plans,
    tables::plans as plan_rows,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Does it.
pub(super) async fn apply(
    write: &Write,
    target: &Target,
    deed: Deed,
    measure: MeasureId,
    because: &str,
    until: Option<Timestamp>,
) -> Result<(), Broken> {
    match (&target.stored, deed) {
        (Stored::Plan(row), Deed::Held | Deed::Hidden) => {
            plans::withhold(write, row, Some(measure)).await
        }
        (Stored::Plan(row), Deed::Restored) => plans::withhold(write, row, None).await,
        (Stored::Plan(row), Deed::Locked | Deed::Unlocked | Deed::Outdated | Deed::Current) => {
            mark(write, row, deed, measure).await
        }
        (Stored::Comment(row), Deed::Held | Deed::Hidden) => {
            comments::withhold(write, row, Some(measure)).await
        }
        (Stored::Comment(row), Deed::Restored) => comments::withhold(write, row, None).await,
        (Stored::Listing(row), Deed::Held | Deed::Hidden) => {
            listings::withhold(write, row, Some(measure)).await
        }
        (Stored::Listing(row), Deed::Restored) => listings::withhold(write, row, None).await,
        (Stored::Account(row), Deed::Suspended) => {
            accounts::set_suspended(write, row.id, Some((because, until))).await
        }
        (Stored::Account(row), Deed::Lifted) => accounts::set_suspended(write, row.id, None).await,
        // A warning is told and written down, and changes nothing.
        _ => Ok(()),
    }
}

async fn mark(
    write: &Write,
    row: &plan_rows::Model,
    deed: Deed,
    measure: MeasureId,
) -> Result<(), Broken> {
    let mut marked = plan_rows::ActiveModel {
        id: Set(row.id),
        ..Default::default()
    };
    match deed {
        Deed::Locked => marked.locked = Set(Some(measure)),
        Deed::Unlocked => marked.locked = Set(None),
        Deed::Outdated => marked.outdated = Set(Some(measure)),
        _ => marked.outdated = Set(None),
    }
    marked.update(write.tx()).await?;
    Ok(())
}

/// Whether it has been done to the thing already.
pub(super) fn is_so(target: &Target, deed: Deed, now: Timestamp) -> bool {
    match (&target.stored, deed) {
        // Another title may be given to what was given one.
        (_, Deed::Edited) => false,
        (Stored::Account(row), Deed::Suspended) => {
            accounts::effective(row.standing, row.suspended_until, now) == Standing::Suspended
        }
        _ => standing(target, deed).is_some(),
    }
}

/// The measure of this kind that stands, if one does.
pub(super) fn standing(target: &Target, deed: Deed) -> Option<MeasureId> {
    match (&target.stored, deed) {
        (Stored::Plan(row), Deed::Locked) => row.locked,
        (Stored::Plan(row), Deed::Outdated) => row.outdated,
        (Stored::Plan(row), Deed::Edited) => row.edited,
        (_, Deed::Held | Deed::Hidden) => target.withheld(),
        _ => None,
    }
}
