//! Taking one's own suggestion back.

use super::{count_open, hold};
use crate::{
    broken::{Broken, acts},
    forum::Forum,
    ids::SuggestionId,
    log::{Act, Kind, Subject},
    plans,
    suggestions::State,
    tables::suggestions,
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// Why a suggestion was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum TakeBackError {
    /// There is no such suggestion of this member's.
    #[error("no such suggestion")]
    NotFound,
    /// The founder has decided about all of it already.
    #[error("this suggestion has been decided already")]
    Decided,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(TakeBackError);

/// Takes one's own suggestion back as far as it waits. What was accepted stays accepted. Again, it
/// changes nothing.
///
/// # Errors
/// When there is no such suggestion of the member's, or nothing of it waits.
pub async fn take_back(
    forum: &Forum,
    author: &Member,
    id: SuggestionId,
) -> Result<(), TakeBackError> {
    let write = forum.act(author).await?;
    let plan = suggestions::Entity::find_by_id(id)
        .one(write.tx())
        .await?
        .filter(|row| row.author_id == author.id)
        .ok_or(TakeBackError::NotFound)?
        .plan_id;
    // Plans before suggestions, as everybody locks them.
    plans::hold(&write, plan).await?;
    let row = hold(&write, id).await?.ok_or(TakeBackError::NotFound)?;
    match row.state {
        State::Open => {}
        State::TakenBack => return Ok(()),
        State::Decided | State::Erased => return Err(TakeBackError::Decided),
    }
    let changed = suggestions::ActiveModel {
        id: Set(id),
        state: Set(State::TakenBack),
        changed_at: Set(write.now()),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    count_open(&write, plan, -1).await?;
    let act =
        Act::by(author.id, Kind::SuggestionTakenBack, Subject::Plan(plan)).with("suggestion", id.0);
    write.record(act).await?;
    Ok(())
}
