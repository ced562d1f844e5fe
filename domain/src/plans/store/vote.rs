//! Votes: one a person and plan, the founder's own included.

use super::{head::hot_of, hold};
use crate::{
    broken::{Broken, acts},
    forum::{Forum, Write},
    ids::PlanId,
    plans::State,
    tables::{plan_votes, plans},
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// Where the votes stand after an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many people voted.
    pub votes: i64,
    /// Whether the asker is one of them.
    pub voted: bool,
}

/// Why a vote was not taken.
#[derive(Debug, thiserror::Error)]
pub enum VoteError {
    /// There is no such plan to vote for.
    #[error("no such plan")]
    NotFound,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the voter's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(VoteError);

/// Votes for a plan. Voting again changes nothing.
///
/// # Errors
/// When there is no such plan.
pub async fn vote(forum: &Forum, voter: &Member, id: PlanId) -> Result<Tally, VoteError> {
    let (write, plan) = hold_for_vote(forum, voter, id).await?;
    let row = plan_votes::ActiveModel {
        plan_id: Set(id),
        account_id: Set(voter.id),
        created_at: Set(write.now()),
    };
    let columns = [plan_votes::Column::PlanId, plan_votes::Column::AccountId];
    let inserted = plan_votes::Entity::insert(row)
        .try_insert()
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .exec_without_returning(write.tx())
        .await?;
    let tally = Tally {
        votes: plan.votes + i64::from(inserted > 0),
        voted: true,
    };
    count(write, plan, tally.votes).await?;
    Ok(tally)
}

/// Takes a vote back. Without one, nothing changes.
///
/// # Errors
/// When there is no such plan.
pub async fn unvote(forum: &Forum, voter: &Member, id: PlanId) -> Result<Tally, VoteError> {
    let (write, plan) = hold_for_vote(forum, voter, id).await?;
    let deleted = plan_votes::Entity::delete_by_id((id, voter.id))
        .exec(write.tx())
        .await?;
    let tally = Tally {
        votes: plan.votes - i64::from(deleted.rows_affected > 0),
        voted: false,
    };
    count(write, plan, tally.votes).await?;
    Ok(tally)
}

async fn hold_for_vote(
    forum: &Forum,
    voter: &Member,
    id: PlanId,
) -> Result<(Write, plans::Model), VoteError> {
    let write = forum.act(voter).await?;
    let plan = hold(&write, id).await?.ok_or(VoteError::NotFound)?;
    if plan.state != State::Published {
        return Err(VoteError::NotFound);
    }
    Ok((write, plan))
}

/// Writes down a new count, and the place among the hot that goes with it.
async fn count(write: Write, plan: plans::Model, votes: i64) -> Result<(), Broken> {
    if votes != plan.votes {
        let counted = plans::ActiveModel {
            id: Set(plan.id),
            votes: Set(votes),
            hot: Set(hot_of(&plan, votes, plan.untouched)),
            ..Default::default()
        };
        counted.update(write.tx()).await?;
    }
    write.commit().await
}
