//! Lists of plans, paged by key.

use super::{Plan, read::with_authors};
use crate::{
    broken::Broken,
    cursor::Cursor,
    forum::Forum,
    ids::AccountId,
    plans::{Stage, State, Tag},
    tables::{plan_tags, plans, tags as tag_rows},
    tags,
    viewer::Viewer,
    words::words,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, Query},
};

/// The most that a page of a list holds.
pub const MOST_PER_PAGE: u64 = 100;

words! {
    /// In which order plans are listed.
    Sort {
        /// By votes and age; see [`crate::plans::hot`].
        Hot = "hot",
        /// Youngest first.
        New = "new",
        /// Most votes first.
        Top = "top",
        /// Most comments first.
        Discussed = "discussed",
        /// Most forks first.
        Forked = "forked",
    }
}

/// Which plans, in which order, from where.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The order.
    pub sort: Sort,
    /// Only plans with the tag that this means.
    pub tag: Option<Tag>,
    /// Only plans at this stage.
    pub stage: Option<Stage>,
    /// Only plans of this author.
    pub author: Option<AccountId>,
    /// Only what comes after this place.
    pub after: Option<Cursor>,
    /// At most so many, and never more than [`MOST_PER_PAGE`].
    pub limit: u64,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            sort: Sort::Hot,
            tag: None,
            stage: None,
            author: None,
            after: None,
            limit: 30,
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<T, C> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<C>,
}

/// A page of published plans.
///
/// # Errors
/// When the database fails.
pub async fn list(
    forum: &Forum,
    viewer: &Viewer,
    listing: &Listing,
) -> Result<Page<Plan, Cursor>, Broken> {
    let limit = listing.limit.clamp(1, MOST_PER_PAGE);
    let tag = match &listing.tag {
        Some(word) => Some(tags::resolve(forum, word).await?),
        None => None,
    };
    let key = sort_column(listing.sort);
    let mut query = plans::Entity::find()
        .filter(plans::Column::State.eq(State::Published))
        .order_by(key, Order::Desc)
        .limit(limit + 1);
    if listing.sort == Sort::New && listing.author.is_none() {
        // A copy in which nothing was changed yet is no news.
        query = query.filter(plans::Column::Untouched.eq(false));
    }
    if key as usize != plans::Column::Id as usize {
        query = query.order_by(plans::Column::Id, Order::Desc);
    }
    query = query
        .apply_if(tag.as_ref(), |query, tag| query.filter(tagged(tag)))
        .apply_if(listing.stage, |query, stage| {
            query.filter(plans::Column::Stage.eq(stage))
        })
        .apply_if(listing.author, |query, author| {
            query.filter(plans::Column::AuthorId.eq(author))
        })
        .apply_if(listing.after, |query, after| {
            query.filter(beyond(key, after))
        });
    let mut rows = query.all(forum.read()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| place(listing.sort, row));
    Ok(Page {
        items: with_authors(forum, viewer, rows).await?,
        next,
    })
}

/// The tags that most published plans have, with how many; none that is no longer given.
///
/// # Errors
/// When the database fails.
pub async fn popular_tags(forum: &Forum, limit: u64) -> Result<Vec<(Tag, i64)>, Broken> {
    let rows = tag_rows::Entity::find()
        .filter(tag_rows::Column::Plans.gt(0))
        .filter(tag_rows::Column::RetiredAt.is_null())
        .order_by_desc(tag_rows::Column::Plans)
        .order_by_asc(tag_rows::Column::Tag)
        .limit(limit)
        .all(forum.read())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.tag.parse().map_err(Broken::internal)?, row.plans)))
        .collect()
}

fn sort_column(sort: Sort) -> plans::Column {
    match sort {
        Sort::Hot => plans::Column::Hot,
        Sort::New => plans::Column::Id,
        Sort::Top => plans::Column::Votes,
        Sort::Discussed => plans::Column::Comments,
        Sort::Forked => plans::Column::Forks,
    }
}

fn place(sort: Sort, row: &plans::Model) -> Cursor {
    let value = match sort {
        Sort::Hot => row.hot,
        Sort::New => row.id.0,
        Sort::Top => row.votes,
        Sort::Discussed => row.comments,
        Sort::Forked => row.forks,
    };
    Cursor {
        value,
        id: row.id.0,
    }
}

/// As a row comparison, which both databases answer from the index.
fn beyond(key: plans::Column, after: Cursor) -> Condition {
    let columns = Expr::tuple([
        Expr::col((plans::Entity, key)),
        Expr::col((plans::Entity, plans::Column::Id)),
    ]);
    let values = Expr::tuple([Expr::val(after.value), Expr::val(after.id)]);
    Condition::all().add(ExprTrait::lt(columns, values))
}

fn tagged(tag: &Tag) -> Condition {
    let with_tag = Query::select()
        .column(plan_tags::Column::PlanId)
        .from(plan_tags::Entity)
        .and_where(plan_tags::Column::Tag.eq(tag.as_str()))
        .to_owned();
    Condition::all().add(plans::Column::Id.in_subquery(with_tag))
}
