//! What a measure does to the thing it is about.

use super::{
    decide::Measure,
    merge,
    target::{Stored, Target},
};
use crate::{
    accounts::{self, Standing},
    broken::Broken,
    clock::Timestamp,
    comments,
    forum::Write,
    funding,
    ids::MeasureId,
    listings,
    moderation::Deed,
    plans,
    tables::{accounts as account_rows, comments as comment_rows, plans as plan_rows},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Does it.
pub(super) async fn apply(
    write: &Write,
    target: &Target,
    taken: &Measure<'_>,
    measure: MeasureId,
) -> Result<(), Broken> {
    let deed = taken.deed;
    match (&target.stored, deed) {
        (Stored::Plan(row), Deed::Merged) => match taken.other {
            Some(home) => merge::pool(write, row, home, measure).await,
            None => Ok(()),
        },
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
        (Stored::Round(row), Deed::Held | Deed::Hidden) => {
            funding::withhold(write, row, Some(measure)).await
        }
        (Stored::Round(row), Deed::Restored) => funding::withhold(write, row, None).await,
        (Stored::Account(row), Deed::Suspended) => {
            accounts::set_suspended(write, row.id, Some((taken.reason, taken.until))).await
        }
        (Stored::Account(row), Deed::Lifted) => accounts::set_suspended(write, row.id, None).await,
        (stored, Deed::LinksCut) => unlink(write, stored, Some(measure)).await,
        (stored, Deed::LinksBack) => unlink(write, stored, None).await,
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

/// Shows a thing without its links to elsewhere, or with them again.
async fn unlink(write: &Write, stored: &Stored, unlinked: Option<MeasureId>) -> Result<(), Broken> {
    match stored {
        Stored::Plan(row) => {
            let changed = plan_rows::ActiveModel {
                id: Set(row.id),
                unlinked: Set(unlinked),
                ..Default::default()
            };
            changed.update(write.tx()).await?;
        }
        Stored::Comment(row) => {
            let changed = comment_rows::ActiveModel {
                id: Set(row.id),
                unlinked: Set(unlinked),
                ..Default::default()
            };
            changed.update(write.tx()).await?;
        }
        Stored::Account(row) => {
            let changed = account_rows::ActiveModel {
                id: Set(row.id),
                unlinked: Set(unlinked),
                ..Default::default()
            };
            changed.update(write.tx()).await?;
        }
        Stored::Listing(_) | Stored::Round(_) => {}
    }
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
        (Stored::Account(row), Deed::Lifted) => {
            accounts::effective(row.standing, row.suspended_until, now) != Standing::Suspended
        }
        _ => standing(&target.stored, deed).is_some(),
    }
}

/// The measure of this kind that stands, if one does.
pub(super) fn standing(stored: &Stored, deed: Deed) -> Option<MeasureId> {
    match (stored, deed) {
        (Stored::Plan(row), Deed::Locked) => row.locked,
        (Stored::Plan(row), Deed::Outdated) => row.outdated,
        (Stored::Plan(row), Deed::Edited) => row.edited,
        (Stored::Plan(row), Deed::LinksCut) => row.unlinked,
        (Stored::Comment(row), Deed::LinksCut) => row.unlinked,
        (Stored::Account(row), Deed::LinksCut) => row.unlinked,
        (Stored::Plan(row), Deed::Merged) => row.withheld.filter(|_| row.merged_into.is_some()),
        (_, Deed::Held | Deed::Hidden) => stored.withheld(),
        _ => None,
    }
}
