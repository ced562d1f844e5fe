//! Editing and deleting one's own comment.

use super::{Prepared, prepare, standing, stored_content};
use crate::{
    accounts::{self, Written, check_text},
    broken::{Broken, acts},
    comments::{Content, State},
    forum::{Forum, Write},
    ids::{AccountId, CommentId, MeasureId, PlanId},
    log::{Act, Kind, Subject},
    problems::Problems,
    tables::{accounts as account_rows, comment_versions, comments, plans},
    text::markdown::RENDERER,
    viewer::Member,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};

/// Another text for one's own comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// How often the comment had been edited when the writer began.
    pub base: i32,
    /// What it shall say, in Markdown.
    pub body: String,
}

/// Why an edit was not saved.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such comment for this member to edit.
    #[error("no such comment")]
    NotFound,
    /// The text breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// It was edited since this edit began, in another window perhaps.
    #[error("the comment has been edited since")]
    Stale,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

/// Why a comment was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// There is no such comment for this member to delete.
    #[error("no such comment")]
    NotFound,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(EditError, DeleteError);

/// Gives one's own comment another text; the earlier one stays in its history. Saving the same
/// text again changes nothing.
///
/// # Errors
/// When the text breaks a rule, the comment is not the member's, or the edit is stale.
pub async fn edit(
    forum: &Forum,
    author: &Member,
    id: CommentId,
    edit: &Edit,
) -> Result<(), EditError> {
    let before = own(forum, author, id).await?.ok_or(EditError::NotFound)?;
    let content = stored_content(&before)?
        .with_body(&edit.body)
        .map_err(EditError::Invalid)?;
    check_new(forum, author, content.body(), &before.body).await?;
    let prepared = prepare(forum, &content)
        .await?
        .map_err(|complex| EditError::Invalid(Problems::one("body", complex.to_string())))?;
    let write = forum.act(author).await?;
    let before = comments::Entity::find_by_id(id)
        .filter(comments::Column::State.eq(State::Shown))
        .lock_exclusive()
        .one(write.tx())
        .await?
        .ok_or(EditError::NotFound)?;
    if before.body == content.body() {
        return Ok(());
    }
    if before.edits != edit.base {
        return Err(EditError::Stale);
    }
    let (plan, edits, hash) = (before.plan_id, before.edits + 1, prepared.hash);
    keep_version(&write, before).await?;
    show(&write, id, edits, &content, prepared).await?;
    let act = Act::by(author.id, Kind::CommentEdited, Subject::Comment(id))
        .with("plan", plan.0)
        .with("edit", edits)
        .with("content", hash);
    write.record(act).await?;
    Ok(())
}

/// Refuses more links and mentions than a new account may add to what its comment says.
async fn check_new(
    forum: &Forum,
    author: &Member,
    body: &str,
    before: &str,
) -> Result<(), EditError> {
    let new = accounts::newcomer(forum, author.id).await?;
    let place = (Written::Comment, "body");
    let problems = check_text(forum, new.as_ref(), place, body, before).await?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(EditError::Invalid(problems))
}

/// A member's own comment as it stands, if its plan is published.
async fn own(
    forum: &Forum,
    author: &Member,
    id: CommentId,
) -> Result<Option<comments::Model>, Broken> {
    let row = comments::Entity::find_by_id(id)
        .filter(comments::Column::AuthorId.eq(author.id))
        .one(forum.read())
        .await?;
    let published = standing(forum.read(), id).await?.is_some();
    Ok(row.filter(|_| published))
}

/// Moves what a comment says now into its history.
async fn keep_version(write: &Write, before: comments::Model) -> Result<(), Broken> {
    let version = comment_versions::ActiveModel {
        comment_id: Set(before.id),
        number: Set(before.edits + 1),
        body: Set(before.body),
        html: Set(before.html),
        renderer: Set(before.renderer),
        written_at: Set(before.edited_at.unwrap_or(before.created_at)),
        salt: Set(before.salt),
        content_hash: Set(before.content_hash),
        ..Default::default()
    };
    comment_versions::Entity::insert(version)
        .exec_without_returning(write.tx())
        .await?;
    Ok(())
}

/// Makes an edited text the one that is shown.
async fn show(
    write: &Write,
    id: CommentId,
    edits: i32,
    content: &Content,
    prepared: Prepared,
) -> Result<(), Broken> {
    let row = comments::ActiveModel {
        body: Set(content.body().into()),
        html: Set(prepared.html),
        renderer: Set(RENDERER),
        edited_at: Set(Some(write.now())),
        edits: Set(edits),
        salt: Set(prepared.salt.to_vec()),
        content_hash: Set(prepared.hash.to_vec()),
        ..Default::default()
    };
    comments::Entity::update_many()
        .set(row)
        .filter(comments::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Deletes one's own comment: its text, its quote and its history are gone from the database, its
/// place in the thread stays. What the log has of it is a hash whose salt is gone too.
///
/// # Errors
/// When there is no such comment of this member.
pub async fn delete(forum: &Forum, author: &Member, id: CommentId) -> Result<(), DeleteError> {
    let found = standing(forum.read(), id).await?;
    let of = found
        .filter(|of| of.author == author.id)
        .ok_or(DeleteError::NotFound)?;
    let write = forum.act(author).await?;
    // The plan first, as posting does: two writers that lock in one order never wait for each other.
    count(&write, of.plan, of.parent, author.id, -1).await?;
    let emptied = comments::Entity::update_many()
        .set(emptied(State::Deleted))
        .filter(comments::Column::Id.eq(id))
        .filter(comments::Column::State.eq(State::Shown))
        .exec(write.tx())
        .await?;
    if emptied.rows_affected == 0 {
        return Err(DeleteError::NotFound);
    }
    comment_versions::Entity::delete_many()
        .filter(comment_versions::Column::CommentId.eq(id))
        .exec(write.tx())
        .await?;
    let act =
        Act::by(author.id, Kind::CommentDeleted, Subject::Comment(id)).with("plan", of.plan.0);
    write.record(act).await?;
    Ok(())
}

/// A comment's columns when its text is gone.
pub(crate) fn emptied(state: State) -> comments::ActiveModel {
    comments::ActiveModel {
        state: Set(state),
        body: Set(String::new()),
        html: Set(String::new()),
        quote: Set(None),
        forecast: Set(None),
        favorite_by: Set(None),
        favorite_at: Set(None),
        favorite_revision: Set(None),
        salt: Set(Vec::new()),
        ..Default::default()
    }
}

/// Keeps a held comment from readers' eyes by a measure, or gives it back to them. Its text stays; its
/// plan is held as well.
pub(crate) async fn withhold(
    write: &Write,
    row: &comments::Model,
    by: Option<MeasureId>,
) -> Result<(), Broken> {
    let state = match by {
        Some(_) => State::Deleted,
        None => State::Shown,
    };
    if row.state != state {
        let more = if state == State::Shown { 1 } else { -1 };
        count(write, row.plan_id, row.parent_id, row.author_id, more).await?;
    }
    let changed = comments::ActiveModel {
        state: Set(state),
        withheld: Set(by),
        ..Default::default()
    };
    comments::Entity::update_many()
        .set(changed)
        .filter(comments::Column::Id.eq(row.id))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Counts so many more comments on a plan, as answers and of a writer; plans before comments, as
/// everybody locks them; whoever acts holds the account already.
async fn count(
    write: &Write,
    plan: PlanId,
    parent: Option<CommentId>,
    author: AccountId,
    more: i32,
) -> Result<(), Broken> {
    plans::Entity::update_many()
        .col_expr(
            plans::Column::Comments,
            Expr::col(plans::Column::Comments).add(more),
        )
        .filter(plans::Column::Id.eq(plan))
        .exec(write.tx())
        .await?;
    if let Some(parent) = parent {
        comments::Entity::update_many()
            .col_expr(
                comments::Column::Replies,
                Expr::col(comments::Column::Replies).add(more),
            )
            .filter(comments::Column::Id.eq(parent))
            .exec(write.tx())
            .await?;
    }
    account_rows::Entity::update_many()
        .col_expr(
            account_rows::Column::Comments,
            Expr::col(account_rows::Column::Comments).add(more),
        )
        .filter(account_rows::Column::Id.eq(author))
        .exec(write.tx())
        .await?;
    Ok(())
}
