//! A plan's family, page by page.

use crate::{
    broken::Broken,
    forum::Forum,
    ids::PlanId,
    plans::{self, Family, MOST_PER_PAGE, Page, Plan},
    search::fold,
    tables::plans as rows,
    viewer::{Member, Viewer},
    words::words,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Func, SimpleExpr},
};
use std::collections::HashMap;

/// How many of a plan's ancestors are told beside its page: the first, and the nearest.
const MOST_ANCESTORS: usize = 12;
/// How many of one's own forks of a plan are offered to suggest from.
const MOST_OWN: u64 = 20;
/// How many forks stand beside a plan.
const BESIDE_PLAN: u64 = 5;

words! {
    /// In which order a family is told.
    FamilyOrder {
        /// From the first ancestor down, each plan before its forks.
        Tree = "tree",
        /// The last changed first.
        Active = "active",
        /// Those first that have moved furthest from their parents.
        Distance = "distance",
    }
}

/// Which part of a family, in which order.
#[derive(Clone, Debug)]
pub struct FamilyReading {
    /// The order.
    pub order: FamilyOrder,
    /// Only plans whose title or reason says this.
    pub words: String,
    /// Leaves out forks in which nothing was changed yet.
    pub hide_untouched: bool,
    /// Only what comes after this plan.
    pub after: Option<PlanId>,
    /// At most so many, and never more than [`MOST_PER_PAGE`].
    pub limit: u64,
}

impl Default for FamilyReading {
    fn default() -> Self {
        Self {
            order: FamilyOrder::Tree,
            words: String::new(),
            hide_untouched: false,
            after: None,
            limit: 25,
        }
    }
}

/// A page of a family. Of plans that this viewer may not read it holds what their tombstones show.
#[derive(Clone, Debug)]
pub struct FamilyPage {
    /// The plans on it, and where the next page begins.
    pub page: Page<Plan, PlanId>,
    /// In the order of the tree, the ancestors of the first plan on the page that are on earlier
    /// pages, the first ancestor first.
    pub above: Vec<Plan>,
    /// Where the plan stands with which the next page begins.
    pub below: Option<Family>,
}

/// A page of the family that this plan belongs to, in a handful of queries however large it is.
///
/// # Errors
/// When the database fails.
pub async fn family(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    reading: &FamilyReading,
) -> Result<FamilyPage, Broken> {
    let limit = reading.limit.clamp(1, MOST_PER_PAGE);
    let saying = saying(forum, plan, reading).await?;
    let mut query = of_family(plan).apply_if(saying, QueryFilter::filter);
    if reading.hide_untouched {
        query = query.filter(rows::Column::Untouched.eq(false));
    }
    if let Some(after) = reading.after {
        let Some(last) = rows::Entity::find_by_id(after).one(forum.read()).await? else {
            return Ok(FamilyPage::empty());
        };
        query = query.filter(beyond(reading.order, &last));
    }
    let mut found = ordered(query, reading.order)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let below = if found.len() as u64 > limit {
        found.pop().as_ref().map(Family::of_row)
    } else {
        None
    };
    let next = found.last().filter(|_| below.is_some()).map(|row| row.id);
    let items = plans::with_authors(forum, viewer, found).await?;
    let above = match items.first() {
        Some(first) if reading.order == FamilyOrder::Tree => told_of(first),
        _ => Vec::new(),
    };
    let above = by_ids(forum, viewer, above).await?;
    Ok(FamilyPage {
        page: Page {
            items: as_seen_by(viewer, items),
            next,
        },
        above,
        below,
    })
}

impl FamilyPage {
    fn empty() -> Self {
        Self {
            page: Page {
                items: Vec::new(),
                next: None,
            },
            above: Vec::new(),
            below: None,
        }
    }
}

/// How many plans a family has, tombstones included.
///
/// # Errors
/// When the database fails.
pub async fn family_size(forum: &Forum, plan: &Plan) -> Result<u64, Broken> {
    Ok(of_family(plan).count(forum.read()).await?)
}

/// The same expression as in the indexes, or they are not used.
fn family_column() -> SimpleExpr {
    Func::coalesce([
        Expr::col((rows::Entity, rows::Column::Family)),
        Expr::col((rows::Entity, rows::Column::Id)),
    ])
    .into()
}

fn of_family(plan: &Plan) -> Select<rows::Entity> {
    rows::Entity::find().filter(ExprTrait::eq(family_column(), plan.family.first))
}

/// A plan and everything that was forked from it, in the order of the tree.
pub(super) fn tree_from(plan: &Plan) -> Select<rows::Entity> {
    let way = &plan.family.lineage;
    ordered(of_family(plan), FamilyOrder::Tree)
        .filter(rows::Column::Lineage.gte(way.as_str()))
        .filter(rows::Column::Lineage.lt(way.end()))
}

fn ordered(query: Select<rows::Entity>, order: FamilyOrder) -> Select<rows::Entity> {
    match order {
        FamilyOrder::Tree => query
            .order_by(rows::Column::Lineage, Order::Asc)
            .order_by(rows::Column::Id, Order::Asc),
        FamilyOrder::Active => query
            .order_by(rows::Column::ChangedAt, Order::Desc)
            .order_by(rows::Column::Id, Order::Desc),
        FamilyOrder::Distance => query
            .order_by(rows::Column::MovedWords, Order::Desc)
            .order_by(rows::Column::Id, Order::Desc),
    }
}

/// As a row comparison, which both databases answer from the index.
pub(super) fn beyond(order: FamilyOrder, last: &rows::Model) -> Condition {
    let pair = |column: rows::Column| {
        Expr::tuple([
            Expr::col((rows::Entity, column)),
            Expr::col((rows::Entity, rows::Column::Id)),
        ])
    };
    let id = Expr::val(last.id);
    Condition::all().add(match order {
        FamilyOrder::Tree => {
            pair(rows::Column::Lineage).gt(Expr::tuple([Expr::val(last.lineage.as_str()), id]))
        }
        FamilyOrder::Active => {
            pair(rows::Column::ChangedAt).lt(Expr::tuple([Expr::val(last.changed_at), id]))
        }
        FamilyOrder::Distance => {
            pair(rows::Column::MovedWords).lt(Expr::tuple([Expr::val(last.moved_words), id]))
        }
    })
}

/// The plans of the family whose title or reason says this, whatever the case and the accents, which
/// neither database ignores beyond ASCII by itself. Only those that are to be seen: a tombstone
/// has no reason to be found by.
async fn saying(
    forum: &Forum,
    plan: &Plan,
    reading: &FamilyReading,
) -> Result<Option<SimpleExpr>, Broken> {
    let words = fold(reading.words.trim());
    if words.is_empty() {
        return Ok(None);
    }
    let texts: Vec<(PlanId, String, Option<String>)> = of_family(plan)
        .filter(rows::Column::State.eq(plans::State::Published))
        .select_only()
        .columns([
            rows::Column::Id,
            rows::Column::Title,
            rows::Column::ForkReason,
        ])
        .into_tuple()
        .all(forum.read())
        .await?;
    let says = |text: &str| fold(text).contains(&words);
    let ids = texts
        .iter()
        .filter(|(_, title, reason)| says(title) || reason.as_deref().is_some_and(says))
        .map(|(id, ..)| id.to_string());
    // As text, because there may be more of them than a statement may have parameters.
    let ids = ids.collect::<Vec<_>>().join(",");
    Ok(Some(if ids.is_empty() {
        Expr::val(false)
    } else {
        Expr::cust(format!("\"plans\".\"id\" IN ({ids})"))
    }))
}

/// The plans that one was made from, the first ancestor first, as far as its way names them; its
/// parent always.
pub(super) fn made_from(plan: &Plan) -> Vec<PlanId> {
    let mut way: Vec<PlanId> = std::iter::once(plan.family.first)
        .chain(plan.family.lineage.steps())
        .filter(|above| *above != plan.id)
        .collect();
    way.extend(plan.fork.as_ref().map(|fork| fork.from));
    way.dedup();
    way
}

/// Those of them that are told; of very many the first and the nearest.
fn told_of(plan: &Plan) -> Vec<PlanId> {
    let mut way = made_from(plan);
    if way.len() > MOST_ANCESTORS {
        way.drain(1..=way.len() - MOST_ANCESTORS);
    }
    way
}

/// These plans in this order, as this viewer may see them.
async fn by_ids(forum: &Forum, viewer: &Viewer, ids: Vec<PlanId>) -> Result<Vec<Plan>, Broken> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = rows::Entity::find()
        .filter(rows::Column::Id.is_in(ids.iter().copied()))
        .all(forum.read())
        .await?;
    let plans = plans::with_authors(forum, viewer, found).await?;
    let mut by_id: HashMap<PlanId, Plan> = as_seen_by(viewer, plans)
        .into_iter()
        .map(|plan| (plan.id, plan))
        .collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

fn as_seen_by(viewer: &Viewer, plans: Vec<Plan>) -> Vec<Plan> {
    plans
        .into_iter()
        .map(|plan| plan.as_seen_by(viewer))
        .collect()
}

/// A member's own forks of a plan, the last changed first.
///
/// # Errors
/// When the database fails.
pub async fn own_forks(forum: &Forum, member: &Member, plan: &Plan) -> Result<Vec<Plan>, Broken> {
    let found = rows::Entity::find()
        .filter(rows::Column::ForkedFromPlan.eq(plan.id))
        .filter(rows::Column::AuthorId.eq(member.id))
        .filter(rows::Column::State.eq(plans::State::Published))
        .order_by_desc(rows::Column::ChangedAt)
        .limit(MOST_OWN)
        .all(forum.read())
        .await?;
    plans::with_authors(forum, &Viewer::Member(member.clone()), found).await
}

/// What stands beside a plan of its family.
#[derive(Clone, Debug, Default)]
pub struct Kin {
    /// Its ancestors, the first one first; of very many the first and the nearest.
    pub ancestors: Vec<Plan>,
    /// Its forks that were changed last.
    pub forks: Vec<Plan>,
}

/// A plan's ancestors and its liveliest forks. Nothing is asked for a plan that has neither.
///
/// # Errors
/// When the database fails.
pub async fn kin(forum: &Forum, viewer: &Viewer, plan: &Plan) -> Result<Kin, Broken> {
    let (ancestors, forks) = tokio::try_join!(
        by_ids(forum, viewer, told_of(plan)),
        liveliest(forum, viewer, plan)
    )?;
    Ok(Kin { ancestors, forks })
}

async fn liveliest(forum: &Forum, viewer: &Viewer, plan: &Plan) -> Result<Vec<Plan>, Broken> {
    if plan.forks == 0 {
        return Ok(Vec::new());
    }
    let found = rows::Entity::find()
        .filter(rows::Column::ForkedFromPlan.eq(plan.id))
        .filter(rows::Column::State.eq(plans::State::Published))
        .order_by_desc(rows::Column::ChangedAt)
        .order_by_desc(rows::Column::Id)
        .limit(BESIDE_PLAN)
        .all(forum.read())
        .await?;
    plans::with_authors(forum, viewer, found).await
}
