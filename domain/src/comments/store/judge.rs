//! What others do to a comment: agree with it, lift it up.

use super::{Standing, standing};
use crate::{
    broken::{Broken, acts},
    comments::State,
    forum::{Forum, Write},
    ids::{CommentId, RevisionNumber},
    log::{Act, Kind, Subject},
    plans::Tally,
    problems::Problems,
    tables::{comment_votes, comments},
    viewer::Member,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict, Query},
};

/// Why a vote was not counted.
#[derive(Debug, thiserror::Error)]
pub enum VoteError {
    /// There is no such comment.
    #[error("no such comment")]
    NotFound,
    /// It is the member's own.
    #[error("nobody votes for what they wrote themselves")]
    Own,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the voter's fault.
    #[error(transparent)]
    Broken(Broken),
}

/// Why a comment was not lifted up.
#[derive(Debug, thiserror::Error)]
pub enum FavoriteError {
    /// There is no such comment.
    #[error("no such comment")]
    NotFound,
    /// The member is neither the plan's founder nor a moderator.
    #[error("only the founder or a moderator lifts comments up")]
    NotYours,
    /// The revision named is not one that the comment can have caused.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(VoteError, FavoriteError);

/// Agrees with somebody else's comment, once however often it is asked. Answers where the votes stand.
///
/// # Errors
/// When there is no such comment, or it is the member's own.
pub async fn vote(forum: &Forum, member: &Member, id: CommentId) -> Result<Tally, VoteError> {
    let (write, of) = begin_vote(forum, member, id).await?;
    let row = comment_votes::ActiveModel {
        comment_id: Set(id),
        account_id: Set(member.id),
        created_at: Set(write.now()),
    };
    let columns = [
        comment_votes::Column::CommentId,
        comment_votes::Column::AccountId,
    ];
    let added = comment_votes::Entity::insert(row)
        .try_insert()
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .exec_without_returning(write.tx())
        .await?;
    let change = i64::from(added > 0);
    let votes = end_vote(write, id, &of, change).await?;
    Ok(Tally { votes, voted: true })
}

/// Takes a vote back, if there is one. Answers where the votes stand.
///
/// # Errors
/// When there is no such comment, or it is the member's own.
pub async fn unvote(forum: &Forum, member: &Member, id: CommentId) -> Result<Tally, VoteError> {
    let (write, of) = begin_vote(forum, member, id).await?;
    let removed = comment_votes::Entity::delete_by_id((id, member.id))
        .exec(write.tx())
        .await?;
    let change = -i64::from(removed.rows_affected > 0);
    let votes = end_vote(write, id, &of, change).await?;
    Ok(Tally {
        votes,
        voted: false,
    })
}

async fn begin_vote(
    forum: &Forum,
    member: &Member,
    id: CommentId,
) -> Result<(Write, Standing), VoteError> {
    let write = forum.act(member).await?;
    let of = standing(write.tx(), id).await?.ok_or(VoteError::NotFound)?;
    if of.author == member.id {
        return Err(VoteError::Own);
    }
    Ok((write, of))
}

async fn end_vote(
    write: Write,
    id: CommentId,
    of: &Standing,
    change: i64,
) -> Result<i64, VoteError> {
    if change == 0 {
        return Ok(of.votes);
    }
    let count = Query::update()
        .table(comments::Entity)
        .value(
            comments::Column::Votes,
            Expr::col(comments::Column::Votes).add(change),
        )
        .and_where(comments::Column::Id.eq(id))
        .and_where(comments::Column::State.eq(State::Shown))
        .returning(Query::returning().column(comments::Column::Votes))
        .to_owned();
    let row = write
        .tx()
        .query_one(&count)
        .await?
        .ok_or(VoteError::NotFound)?;
    let votes = row.try_get("", "votes")?;
    write.commit().await?;
    Ok(votes)
}

/// Lifts a comment up, and says which revision of the plan it caused, if one. Done again, it may
/// name another revision.
///
/// # Errors
/// When the member may not, or the revision is older than the comment or does not exist.
pub async fn favorite(
    forum: &Forum,
    member: &Member,
    id: CommentId,
    caused: Option<RevisionNumber>,
) -> Result<(), FavoriteError> {
    let write = forum.act(member).await?;
    let of = liftable(&write, member, id).await?;
    if let Some(revision) = caused
        && !(of.revision..=of.head).contains(&revision)
    {
        return Err(FavoriteError::Invalid(Problems::one(
            "revision",
            format!("must be one from {} to {}", of.revision, of.head),
        )));
    }
    if of.favorite && of.caused == caused {
        return Ok(());
    }
    let row = comments::ActiveModel {
        favorite_by: Set(Some(member.id)),
        favorite_at: Set(Some(write.now())),
        favorite_revision: Set(caused),
        ..Default::default()
    };
    if !set_favorite(&write, id, row).await? {
        return Err(FavoriteError::NotFound);
    }
    let act = Act::by(member.id, Kind::CommentFavorited, Subject::Comment(id))
        .with("plan", of.plan.0)
        .with("revision", caused.map(|revision| revision.0));
    write.record(act).await?;
    Ok(())
}

/// No longer lifts a comment up. Nothing happens when it was not.
///
/// # Errors
/// When there is no such comment, or the member may not.
pub async fn unfavorite(
    forum: &Forum,
    member: &Member,
    id: CommentId,
) -> Result<(), FavoriteError> {
    let write = forum.act(member).await?;
    let of = liftable(&write, member, id).await?;
    if !of.favorite {
        return Ok(());
    }
    let row = comments::ActiveModel {
        favorite_by: Set(None),
        favorite_at: Set(None),
        favorite_revision: Set(None),
        ..Default::default()
    };
    if !set_favorite(&write, id, row).await? {
        return Err(FavoriteError::NotFound);
    }
    let act =
        Act::by(member.id, Kind::CommentUnfavorited, Subject::Comment(id)).with("plan", of.plan.0);
    write.record(act).await?;
    Ok(())
}

async fn liftable(
    write: &Write,
    member: &Member,
    id: CommentId,
) -> Result<Standing, FavoriteError> {
    let of = standing(write.tx(), id)
        .await?
        .ok_or(FavoriteError::NotFound)?;
    if of.founder != member.id && member.moderator().is_none() {
        return Err(FavoriteError::NotYours);
    }
    Ok(of)
}

/// Whether the comment is still there to be changed.
pub(super) async fn set_favorite(
    write: &Write,
    id: CommentId,
    row: comments::ActiveModel,
) -> Result<bool, Broken> {
    let changed = comments::Entity::update_many()
        .set(row)
        .filter(comments::Column::Id.eq(id))
        .filter(comments::Column::State.eq(State::Shown))
        .exec(write.tx())
        .await?;
    Ok(changed.rows_affected > 0)
}
