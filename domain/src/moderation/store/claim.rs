//! Taking a case, so that two do not do the same, and talking about it.

use super::{
    ModerateError, begin,
    decide::{is_stale, known, open_case},
    flag::add_to_case,
    refused,
    target::{Target, author},
};
use crate::{
    accounts::{self, Role},
    forum::Forum,
    ids::{AccountId, CaseId},
    moderation::{Refusal, Thing, Words},
    problems::Problems,
    tables::{accounts as account_rows, case_notes, cases},
    viewer::Moderator,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Takes an open case, or gives it to another moderator. One that somebody else has taken within a day is
/// theirs, unless `over` says that they were asked.
///
/// # Errors
/// When the case has been decided, is somebody else's, or there is no such moderator.
pub async fn claim(
    forum: &Forum,
    moderator: &Moderator,
    case: CaseId,
    to: Option<&str>,
    over: bool,
) -> Result<(), ModerateError> {
    let (_, concerned) = known(forum, case).await?;
    let (write, _) = begin(forum, moderator, concerned).await?;
    let (_, row) = open_case(&write, case).await?;
    let is_others = row.claimed_by.is_some_and(|by| by != moderator.id);
    if is_others && !over && !is_stale(&row, write.now()) {
        return Err(refused(Refusal::Claimed));
    }
    let by = match to.map(str::trim).filter(|to| !to.is_empty()) {
        None => moderator.id,
        Some(handle) => {
            let found = account_rows::Entity::find()
                .filter(account_rows::Column::Handle.eq(handle.trim_start_matches('@')))
                .filter(account_rows::Column::Role.is_in([Role::Moderator, Role::Admin]))
                .filter(account_rows::Column::Standing.eq(accounts::Standing::Active))
                .one(write.tx())
                .await?;
            found.map(|row| row.id).ok_or_else(|| {
                ModerateError::Invalid(Problems::one("to", "is no moderator’s handle"))
            })?
        }
    };
    set(&write, case, Some(by)).await?;
    write.commit().await?;
    Ok(())
}

/// Gives back a case that one has taken.
///
/// # Errors
/// When the case has been decided or is not the moderator's.
pub async fn release(
    forum: &Forum,
    moderator: &Moderator,
    case: CaseId,
) -> Result<(), ModerateError> {
    let (_, concerned) = known(forum, case).await?;
    let (write, _) = begin(forum, moderator, concerned).await?;
    let (_, row) = open_case(&write, case).await?;
    if row.claimed_by != Some(moderator.id) {
        return Err(refused(Refusal::Claimed));
    }
    set(&write, case, None).await?;
    write.commit().await?;
    Ok(())
}

async fn set(
    write: &crate::forum::Write,
    case: CaseId,
    by: Option<AccountId>,
) -> Result<(), ModerateError> {
    let claimed = cases::ActiveModel {
        id: Set(case),
        claimed_by: Set(by),
        claimed_at: Set(by.map(|_| write.now())),
        ..Default::default()
    };
    claimed.update(write.tx()).await?;
    Ok(())
}

/// Tells other moderators something about a case. Nobody else reads it.
///
/// # Errors
/// When there is no such case, or it says nothing.
pub async fn add_note(
    forum: &Forum,
    moderator: &Moderator,
    case: CaseId,
    typed: &str,
) -> Result<(), ModerateError> {
    let words = Words::check(typed, 1)
        .map_err(|wrong| ModerateError::Invalid(Problems::one("note", wrong)))?;
    let (_, concerned) = known(forum, case).await?;
    let (write, _) = begin(forum, moderator, concerned).await?;
    let row = case_notes::ActiveModel {
        case_id: Set(case),
        moderator_id: Set(moderator.id),
        words: Set(words.as_str().into()),
        created_at: Set(write.now()),
        ..Default::default()
    };
    row.insert(write.tx()).await?;
    write.commit().await?;
    Ok(())
}

/// The open case of a thing that a moderator wants to do something about, flagged or not.
///
/// # Errors
/// When there is no such thing.
pub async fn open(
    forum: &Forum,
    moderator: &Moderator,
    thing: Thing,
) -> Result<CaseId, ModerateError> {
    let author = author(forum, thing).await?;
    let author = author.ok_or(ModerateError::NotFound)?;
    let (write, role) = begin(forum, moderator, author).await?;
    let target = Target::held(&write, thing).await?;
    let target = target.ok_or(ModerateError::NotFound)?;
    if let Some(refusal) = target.refusal(moderator, role) {
        return Err(refused(refusal));
    }
    let (case, _) = add_to_case(&write, &target, 0).await?;
    write.commit().await?;
    Ok(case)
}
