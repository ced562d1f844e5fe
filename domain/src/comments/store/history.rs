//! What a comment has said, text by text.

use super::read::{Row, refresh};
use crate::{
    broken::Broken,
    clock::Timestamp,
    comments::State,
    forum::Forum,
    ids::{CommentId, CommentVersionId},
    plans, rendering,
    tables::{comment_versions, comments},
    text::without_links,
    viewer::Viewer,
};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder};

/// One of the texts that a comment has had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// 1 for what was posted.
    pub number: i32,
    /// What it said, made safe to put into a page.
    pub html: String,
    /// When it was written.
    pub written_at: Timestamp,
}

/// What is read of an earlier text: all but the source and the hashes.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "comment_versions::Entity")]
struct Earlier {
    id: CommentVersionId,
    number: i32,
    html: String,
    renderer: i32,
    written_at: Timestamp,
}

/// Every text that a shown comment has had, oldest first; the last is the one it has now. Nothing
/// for whoever may not read its plan, and nothing once it is deleted.
///
/// # Errors
/// When the database fails.
pub async fn history(
    forum: &Forum,
    viewer: &Viewer,
    id: CommentId,
) -> Result<Option<Vec<Version>>, Broken> {
    let Some(mut row) = comments::Entity::find_by_id(id)
        .filter(comments::Column::State.eq(State::Shown))
        .into_partial_model::<Row>()
        .one(forum.read())
        .await?
    else {
        return Ok(None);
    };
    let plan = plans::find(forum, viewer, row.plan_id).await?;
    if !plan.is_some_and(|plan| plan.readable_by(viewer)) {
        return Ok(None);
    }
    let mut texts = earlier(forum, &row).await?;
    if row.unlinked.is_some() {
        for text in &mut texts {
            text.html = without_links(&text.html, &forum.policy().public_url);
        }
    }
    refresh(forum, std::slice::from_mut(&mut row)).await?;
    texts.push(Version {
        number: row.edits + 1,
        html: row.html,
        written_at: row.edited_at.unwrap_or(row.created_at),
    });
    Ok(Some(texts))
}

/// What a comment said before it said what it says now.
async fn earlier(forum: &Forum, row: &Row) -> Result<Vec<Version>, Broken> {
    let mut earlier: Vec<Earlier> = comment_versions::Entity::find()
        .filter(comment_versions::Column::CommentId.eq(row.id))
        .filter(comment_versions::Column::Number.lte(row.edits))
        .order_by_asc(comment_versions::Column::Number)
        .into_partial_model()
        .all(forum.read())
        .await?;
    let stored = earlier
        .iter_mut()
        .map(|text| (text.id, text.renderer, &mut text.html));
    rendering::refresh::<comment_versions::Entity>(forum, stored).await?;
    let version = |text: Earlier| Version {
        number: text.number,
        html: text.html,
        written_at: text.written_at,
    };
    Ok(earlier.into_iter().map(version).collect())
}
