//! Closing a round before its last day, and keeping one from readers' eyes.

use super::{FundError, begin_on};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    funding::{Refusal, State},
    ids::{MeasureId, RoundId},
    log::{Act, Kind, Subject},
    tables::rounds,
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Closes a round now: nobody can apply any more, and what has applied is still decided. Again, it changes
/// nothing.
///
/// # Errors
/// When it is not published, or is not the member's.
pub async fn close(forum: &Forum, funder: &Member, id: RoundId) -> Result<(), FundError> {
    let (write, row) = begin_on(forum, funder, id).await?;
    if row.state != State::Published {
        return Err(FundError::Refused(Refusal::NotYetOpen));
    }
    if row.closes_at <= write.now() {
        return Ok(());
    }
    let closed = rounds::ActiveModel {
        id: Set(id),
        closes_at: Set(write.now()),
        changed_at: Set(write.now()),
        ..Default::default()
    };
    closed.update(write.tx()).await?;
    let act = Act::by(funder.id, Kind::RoundClosed, Subject::Round(id));
    write.record(act).await?;
    Ok(())
}

/// Keeps a held round from readers' eyes by a measure, or gives it back to them. While it is hidden nobody can apply.
pub(crate) async fn withhold(
    write: &Write,
    row: &rounds::Model,
    by: Option<MeasureId>,
) -> Result<(), Broken> {
    let withheld = rounds::ActiveModel {
        id: Set(row.id),
        state: Set(match by {
            Some(_) => State::Withheld,
            None => State::Published,
        }),
        withheld: Set(by),
        ..Default::default()
    };
    withheld.update(write.tx()).await?;
    Ok(())
}
