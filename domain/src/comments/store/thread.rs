//! A plan's discussion, page by page.

use super::read::{Comment, Row, read};
use crate::{
    broken::Broken,
    comments::{Sort, State, reading_order},
    cursor::Cursor,
    forum::Forum,
    ids::{CommentId, PlanId},
    plans::{self, Plan},
    tables::comments,
    text::{SectionKey, markdown::RenderedSection},
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, Func, Query},
};
use std::collections::HashMap;

/// How many threads a page of a discussion holds.
pub const THREADS_PER_PAGE: u64 = 50;
/// How many answers a page of a discussion holds; what is deeper or later is on pages of its own.
pub const ANSWERS_PER_PAGE: u64 = 500;
/// How far a thread is searched for the answers below one of its comments.
const LONGEST_SEARCHED: u64 = 10_000;

/// Which part of a discussion, in which order.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The order of the threads.
    pub sort: Sort,
    /// Only threads in which this section is talked about.
    pub section: Option<SectionKey>,
    /// Only what comes after this place.
    pub after: Option<Cursor>,
    /// At most so many threads, and never more than [`THREADS_PER_PAGE`].
    pub limit: u64,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            sort: Sort::Best,
            section: None,
            after: None,
            limit: THREADS_PER_PAGE,
        }
    }
}

/// A page of a discussion.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// Comments in the order in which they are read: each followed by its answers, and theirs.
    pub comments: Vec<Comment>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// A page of a plan's discussion: threads with all their answers, up to a bound. `sections` are
/// those of the plan's newest revision. Four queries, however long the page; nothing for whoever
/// may not read the plan.
///
/// # Errors
/// When the database fails.
pub async fn thread(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    sections: &[RenderedSection],
    reading: &Reading,
) -> Result<Thread, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Thread::default());
    }
    let limit = reading.limit.clamp(1, THREADS_PER_PAGE);
    let mut rows = roots(forum, plan.id, reading, limit + 1).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        value: row.votes,
        id: row.id.0,
    });
    rows.extend(answers(forum, &rows).await?);
    let comments = arranged(forum, viewer, plan, sections, rows, reading.sort).await?;
    Ok(Thread { comments, next })
}

async fn roots(
    forum: &Forum,
    plan: PlanId,
    reading: &Reading,
    limit: u64,
) -> Result<Vec<Row>, Broken> {
    let order = match reading.sort {
        Sort::Old => Order::Asc,
        Sort::Best | Sort::New => Order::Desc,
    };
    let mut query = comments::Entity::find()
        .filter(comments::Column::PlanId.eq(plan))
        .filter(comments::Column::ParentId.is_null())
        .apply_if(reading.section.as_ref(), |query, section| {
            query.filter(talking_about(plan, section))
        })
        .apply_if(reading.after, |query, after| {
            query.filter(beyond(reading.sort, after))
        })
        .limit(limit);
    if reading.sort == Sort::Best {
        query = query.order_by(comments::Column::Votes, Order::Desc);
    }
    Ok(query
        .order_by(comments::Column::Id, order)
        .into_partial_model()
        .all(forum.read())
        .await?)
}

/// The threads of a plan that have a comment on this section: exactly those that
/// [`super::section_counts`] counts.
fn talking_about(plan: PlanId, section: &SectionKey) -> Condition {
    let root = Func::coalesce([
        Expr::col(comments::Column::RootId),
        Expr::col(comments::Column::Id),
    ]);
    let threads = Query::select()
        .expr(root)
        .from(comments::Entity)
        .and_where(comments::Column::PlanId.eq(plan))
        .and_where(comments::Column::Section.eq(section.as_str()))
        .and_where(comments::Column::State.eq(State::Shown))
        .to_owned();
    Condition::all().add(comments::Column::Id.in_subquery(threads))
}

fn beyond(sort: Sort, after: Cursor) -> Condition {
    let condition = match sort {
        Sort::New => comments::Column::Id.lt(after.id),
        Sort::Old => comments::Column::Id.gt(after.id),
        // A row comparison, which both databases answer from the index.
        Sort::Best => ExprTrait::lt(
            Expr::tuple([
                Expr::col((comments::Entity, comments::Column::Votes)),
                Expr::col((comments::Entity, comments::Column::Id)),
            ]),
            Expr::tuple([Expr::val(after.value), Expr::val(after.id)]),
        ),
    };
    Condition::all().add(condition)
}

/// The answers in these threads, the nearest to the top first, so that what is left out of a long
/// one leaves no gap in what is shown.
async fn answers(forum: &Forum, roots: &[Row]) -> Result<Vec<Row>, Broken> {
    let answered = roots
        .iter()
        .filter(|row| row.replies > 0 || row.state != State::Shown);
    let answered: Vec<CommentId> = answered.map(|row| row.id).collect();
    if answered.is_empty() {
        return Ok(Vec::new());
    }
    Ok(comments::Entity::find()
        .filter(comments::Column::RootId.is_in(answered))
        .order_by_asc(comments::Column::Depth)
        .order_by_asc(comments::Column::Id)
        .limit(ANSWERS_PER_PAGE)
        .into_partial_model()
        .all(forum.read())
        .await?)
}

/// Rows as comments, in reading order, each told whether answers to it are missing.
async fn arranged(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    sections: &[RenderedSection],
    rows: Vec<Row>,
    sort: Sort,
) -> Result<Vec<Comment>, Broken> {
    let places: Vec<_> = rows.iter().map(Row::place).collect();
    let mut present: HashMap<CommentId, i64> = HashMap::new();
    for row in rows.iter().filter(|row| row.state == State::Shown) {
        if let Some(parent) = row.parent_id {
            *present.entry(parent).or_default() += 1;
        }
    }
    let mut comments: Vec<_> = read(forum, viewer, plan, sections, rows)
        .await?
        .into_iter()
        .map(Some)
        .collect();
    let in_order = reading_order(&places, sort)
        .into_iter()
        .filter_map(|index| comments[index].take());
    Ok(in_order
        .map(|comment| Comment {
            continues: comment.replies > present.get(&comment.id).copied().unwrap_or(0),
            ..comment
        })
        .collect())
}

/// One comment's own page.
#[derive(Clone, Debug)]
pub struct Subthread {
    /// The plan that it is on.
    pub plan: Plan,
    /// What it answers.
    pub above: Option<Comment>,
    /// The comment itself, then its answers in reading order.
    pub comments: Vec<Comment>,
}

impl Subthread {
    /// The comment whose page this is.
    #[must_use]
    pub fn comment(&self) -> &Comment {
        &self.comments[0]
    }
}

/// A comment with what it answers and all that answers it, if this viewer may read its plan.
///
/// # Errors
/// When the database fails.
pub async fn subthread(
    forum: &Forum,
    viewer: &Viewer,
    id: CommentId,
) -> Result<Option<Subthread>, Broken> {
    let Some(row) = row(forum, id).await? else {
        return Ok(None);
    };
    let plan = plans::find(forum, viewer, row.plan_id).await?;
    let Some(plan) = plan.filter(|plan| plan.readable_by(viewer)) else {
        return Ok(None);
    };
    let sections = super::sections(forum, &plan).await?;
    let above = match row.parent_id {
        Some(parent) => self::row(forum, parent).await?,
        None => None,
    };
    let mut rows = below(forum, &row).await?;
    rows.insert(0, row);
    let comments = arranged(forum, viewer, &plan, &sections, rows, Sort::Best).await?;
    let above = read(forum, viewer, &plan, &sections, above.into_iter().collect()).await?;
    Ok(Some(Subthread {
        above: above.into_iter().next(),
        plan,
        comments,
    }))
}

async fn row(forum: &Forum, id: CommentId) -> Result<Option<Row>, Broken> {
    Ok(comments::Entity::find_by_id(id)
        .into_partial_model()
        .one(forum.read())
        .await?)
}

/// What answers a comment, and its answers' answers, nearest first. An answer's number is always
/// higher than that of what it answers, so one pass over the thread's later comments finds them.
async fn below(forum: &Forum, top: &Row) -> Result<Vec<Row>, Broken> {
    let root = top.root_id.unwrap_or(top.id);
    let later: Vec<(CommentId, Option<CommentId>)> = comments::Entity::find()
        .select_only()
        .columns([comments::Column::Id, comments::Column::ParentId])
        .filter(comments::Column::RootId.eq(root))
        .filter(comments::Column::Id.gt(top.id))
        .order_by_asc(comments::Column::Id)
        .limit(LONGEST_SEARCHED)
        .into_tuple()
        .all(forum.read())
        .await?;
    let mut depths = HashMap::from([(top.id, 0)]);
    let mut found = Vec::new();
    for (id, parent) in later {
        if let Some(depth) = parent.and_then(|parent| depths.get(&parent)).copied() {
            depths.insert(id, depth + 1);
            found.push((depth + 1, id));
        }
    }
    found.sort_unstable();
    found.truncate(usize::try_from(ANSWERS_PER_PAGE).unwrap_or(usize::MAX));
    if found.is_empty() {
        return Ok(Vec::new());
    }
    Ok(comments::Entity::find()
        .filter(comments::Column::Id.is_in(found.into_iter().map(|(_, id)| id)))
        .order_by_asc(comments::Column::Id)
        .into_partial_model()
        .all(forum.read())
        .await?)
}
