//! Comments by what they have in common.

use super::{
    read::{Comment, Row, read},
    standing,
};
use crate::{
    broken::Broken,
    clock::Timestamp,
    comments::State,
    forum::Forum,
    ids::{AccountId, CommentId, MeasureId, PlanId, Seq},
    log::{self, Kind, Subject},
    plans::{self, Page, Plan},
    rendering,
    tables::{comments, log as log_rows, plans as plan_rows},
    text::{SectionKey, markdown::RenderedSection, without_links},
    viewer::{Member, Viewer},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationDef,
};
use std::collections::HashMap;

/// The most favorites that are listed of one plan.
const MOST_FAVORITES: u64 = 50;
/// The most new comments that are told at once.
pub const MOST_NEW: u64 = 200;

/// How many comments are shown on each section of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionCounts(HashMap<String, i64>);

impl SectionCounts {
    /// How many on this one.
    #[must_use]
    pub fn of(&self, section: &SectionKey) -> i64 {
        self.0.get(section.as_str()).copied().unwrap_or(0)
    }
}

/// How many comments are shown on each section of a plan.
///
/// # Errors
/// When the database fails.
pub async fn section_counts(forum: &Forum, plan: &Plan) -> Result<SectionCounts, Broken> {
    let counts: Vec<(String, i64)> = comments::Entity::find()
        .select_only()
        .column(comments::Column::Section)
        .column_as(comments::Column::Id.count(), "count")
        .filter(comments::Column::PlanId.eq(plan.id))
        .filter(comments::Column::Section.is_not_null())
        .filter(comments::Column::State.eq(State::Shown))
        .group_by(comments::Column::Section)
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(SectionCounts(counts.into_iter().collect()))
}

/// The comments of a plan that were lifted up, the newest choice first.
///
/// # Errors
/// When the database fails.
pub async fn favorites(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    sections: &[RenderedSection],
) -> Result<Vec<Comment>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = comments::Entity::find()
        .filter(comments::Column::PlanId.eq(plan.id))
        .filter(comments::Column::FavoriteAt.is_not_null())
        .order_by_desc(comments::Column::FavoriteAt)
        .limit(MOST_FAVORITES)
        .into_partial_model()
        .all(forum.read())
        .await?;
    read(forum, viewer, plan, sections, rows).await
}

/// The newest comments on a plan, whatever they answer.
///
/// # Errors
/// When the database fails.
pub async fn latest(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    limit: u64,
) -> Result<Vec<Comment>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = comments::Entity::find()
        .filter(comments::Column::PlanId.eq(plan.id))
        .filter(comments::Column::State.eq(State::Shown))
        .order_by_desc(comments::Column::Id)
        .limit(limit)
        .into_partial_model()
        .all(forum.read())
        .await?;
    read(forum, viewer, plan, &[], rows).await
}

/// A comment in the list of what a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Written {
    /// Its number.
    pub id: CommentId,
    /// The plan that it is on.
    pub plan_id: PlanId,
    /// The plan's title.
    pub title: String,
    /// The readable end of the plan's address.
    pub slug: String,
    /// The title then of the section that it names.
    pub section_title: Option<String>,
    /// What it says, made safe to put into a page.
    pub html: String,
    /// When it was posted.
    pub created_at: Timestamp,
    /// How many people agree.
    pub votes: i64,
    renderer: i32,
    unlinked: Option<MeasureId>,
}

/// What a person wrote on published plans, the newest first, at most 100 at a time.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    forum: &Forum,
    person: AccountId,
    after: Option<CommentId>,
    limit: u64,
) -> Result<Page<Written, CommentId>, Broken> {
    let limit = limit.clamp(1, plans::MOST_PER_PAGE);
    let mut items: Vec<Written> = comments::Entity::find()
        .select_only()
        .columns([
            comments::Column::Id,
            comments::Column::PlanId,
            comments::Column::SectionTitle,
            comments::Column::Html,
            comments::Column::Renderer,
            comments::Column::Unlinked,
            comments::Column::CreatedAt,
            comments::Column::Votes,
        ])
        .columns([plan_rows::Column::Title, plan_rows::Column::Slug])
        .join(JoinType::InnerJoin, on_plan())
        .filter(comments::Column::AuthorId.eq(person))
        .filter(comments::Column::State.eq(State::Shown))
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .apply_if(after, |query, after| {
            query.filter(comments::Column::Id.lt(after))
        })
        .order_by_desc(comments::Column::Id)
        .limit(limit + 1)
        .into_model()
        .all(forum.read())
        .await?;
    let more = items.len() as u64 > limit;
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = items.last().filter(|_| more).map(|item| item.id);
    let stored = items
        .iter_mut()
        .map(|item| (item.id, item.renderer, &mut item.html));
    rendering::refresh::<comments::Entity>(forum, stored).await?;
    for item in items.iter_mut().filter(|item| item.unlinked.is_some()) {
        item.html = without_links(&item.html, &forum.policy().public_url);
    }
    Ok(Page { items, next })
}

fn on_plan() -> RelationDef {
    comments::Entity::belongs_to(plan_rows::Entity)
        .from(comments::Column::PlanId)
        .to(plan_rows::Column::Id)
        .into()
}

/// The comments posted on a plan after this place in the log, oldest first, at most [`MOST_NEW`],
/// each with its place; what was taken back since is left out.
///
/// # Errors
/// When the database fails.
pub async fn since(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    after: Seq,
) -> Result<Vec<(Seq, CommentId)>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let entries: Vec<(Seq, String)> = log_rows::Entity::find()
        .select_only()
        .columns([log_rows::Column::Seq, log_rows::Column::Detail])
        .filter(log_rows::Column::Subject.eq(Subject::Plan(plan.id).to_string()))
        .filter(log_rows::Column::Seq.gt(after))
        .filter(log_rows::Column::Act.eq(Kind::CommentPosted.as_str()))
        .order_by_asc(log_rows::Column::Seq)
        .limit(MOST_NEW)
        .into_tuple()
        .all(forum.read())
        .await?;
    let mut posted = Vec::with_capacity(entries.len());
    for (seq, detail) in entries {
        let detail: serde_json::Value = serde_json::from_str(&detail)?;
        posted.extend(comment_in(&detail).map(|id| (seq, id)));
    }
    let shown = shown(forum, posted.iter().map(|(_, id)| *id).collect()).await?;
    posted.retain(|(_, id)| shown.contains(id));
    Ok(posted)
}

async fn shown(forum: &Forum, ids: Vec<CommentId>) -> Result<Vec<CommentId>, Broken> {
    if ids.is_empty() {
        return Ok(ids);
    }
    Ok(comments::Entity::find()
        .select_only()
        .column(comments::Column::Id)
        .filter(comments::Column::Id.is_in(ids))
        .filter(comments::Column::State.eq(State::Shown))
        .into_tuple()
        .all(forum.read())
        .await?)
}

fn comment_in(detail: &serde_json::Value) -> Option<CommentId> {
    detail.get("comment")?.as_i64().map(CommentId)
}

/// The comment whose posting this entry of the log records, and the plan that it is on.
#[must_use]
pub fn posted_in(entry: &log::Entry) -> Option<(PlanId, CommentId)> {
    if entry.act != Kind::CommentPosted.as_str() {
        return None;
    }
    let plan = entry.subject.strip_prefix("plan:")?.parse().ok()?;
    let comment = entry.detail.get("comment")?.as_i64()?;
    Some((plan, CommentId(comment)))
}

/// These comments of one plan, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    sections: &[RenderedSection],
    ids: Vec<CommentId>,
) -> Result<Vec<Comment>, Broken> {
    if ids.is_empty() || !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = comments::Entity::find()
        .filter(comments::Column::PlanId.eq(plan.id))
        .filter(comments::Column::Id.is_in(ids))
        .order_by_asc(comments::Column::Id)
        .into_partial_model()
        .all(forum.read())
        .await?;
    read(forum, viewer, plan, sections, rows).await
}

/// The sources of these comments, in Markdown; those that are no longer shown have none.
///
/// # Errors
/// When the database fails.
pub async fn bodies(
    forum: &Forum,
    shown: &[Comment],
) -> Result<HashMap<CommentId, String>, Broken> {
    if shown.is_empty() {
        return Ok(HashMap::new());
    }
    let bodies: Vec<(CommentId, String)> = comments::Entity::find()
        .select_only()
        .columns([comments::Column::Id, comments::Column::Body])
        .filter(comments::Column::Id.is_in(shown.iter().map(|comment| comment.id)))
        .filter(comments::Column::State.eq(State::Shown))
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(bodies.into_iter().collect())
}

/// What the writer of a comment needs to edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The plan that it is on.
    pub plan: PlanId,
    /// What it says, in Markdown.
    pub body: String,
    /// How often it was edited.
    pub edits: i32,
}

/// The source of a member's own comment; nothing when there is no such comment of theirs to edit.
///
/// # Errors
/// When the database fails.
pub async fn source(
    forum: &Forum,
    author: &Member,
    id: CommentId,
) -> Result<Option<Source>, Broken> {
    let standing = standing(forum.read(), id).await?;
    if standing.is_none_or(|of| of.author != author.id) {
        return Ok(None);
    }
    let found = comments::Entity::find_by_id(id)
        .select_only()
        .columns([
            comments::Column::PlanId,
            comments::Column::Body,
            comments::Column::Edits,
        ])
        .into_tuple()
        .one(forum.read())
        .await?;
    Ok(found.map(|(plan, body, edits)| Source { plan, body, edits }))
}
