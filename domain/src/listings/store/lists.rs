//! Lists of listings.

use super::Listing;
use crate::{
    accounts,
    broken::Broken,
    clock::Timestamp,
    cursor::Cursor,
    forum::Forum,
    ids::{ListingId, PlanId},
    listings::State,
    plans::{MOST_PER_PAGE, Page},
    rendering,
    tables::{listing_curators, listings},
    viewer::Member,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, Query},
};
use std::collections::HashMap;

/// How many listings a plan's page names.
const MOST_NAMED: u64 = 10;

/// Published listings, the youngest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    forum: &Forum,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Listing, Cursor>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut rows = listings::Entity::find()
        .filter(listings::Column::State.eq(State::Published))
        .apply_if(after, |query, after| query.filter(beyond(after)))
        .order_by_desc(listings::Column::PublishedAt)
        .order_by_desc(listings::Column::Id)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let next = cut(&mut rows, limit, |row| Cursor {
        value: row.published_at.map_or(0, |at| at.0),
        id: row.id.0,
    });
    let items = from_rows(forum, rows).await?;
    Ok(Page { items, next })
}

/// As a row comparison, which both databases answer from the index.
fn beyond(after: Cursor) -> Condition {
    let columns = Expr::tuple([
        Expr::col(listings::Column::PublishedAt),
        Expr::col(listings::Column::Id),
    ]);
    let values = Expr::tuple([Expr::val(after.value), Expr::val(after.id)]);
    Condition::all().add(ExprTrait::lt(columns, values))
}

/// Listings that are not to be seen by everybody and that this member may edit, the youngest first.
///
/// # Errors
/// When the database fails.
pub async fn unpublished(
    forum: &Forum,
    member: &Member,
    below: Option<ListingId>,
    limit: u64,
) -> Result<Page<Listing, ListingId>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let own = Query::select()
        .column(listing_curators::Column::ListingId)
        .from(listing_curators::Entity)
        .and_where(listing_curators::Column::AccountId.eq(member.id))
        .to_owned();
    let is_moderator = accounts::moderates(forum.read(), member.id).await?;
    let mut rows = listings::Entity::find()
        .filter(listings::Column::State.ne(State::Published))
        .apply_if((!is_moderator).then_some(own), |query, own| {
            query.filter(listings::Column::Id.in_subquery(own))
        })
        .apply_if(below, |query, below| {
            query.filter(listings::Column::Id.lt(below))
        })
        .order_by_desc(listings::Column::Id)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let next = cut(&mut rows, limit, |row| row.id);
    let items = from_rows(forum, rows).await?;
    Ok(Page { items, next })
}

/// The listings on the front page, in their places.
///
/// # Errors
/// When the database fails.
pub async fn featured(forum: &Forum) -> Result<Vec<Listing>, Broken> {
    let rows = listings::Entity::find()
        .filter(listings::Column::State.eq(State::Published))
        .filter(listings::Column::Featured.is_not_null())
        .order_by_asc(listings::Column::Featured)
        .all(forum.read())
        .await?;
    from_rows(forum, rows).await
}

/// The published listings into which a plan was put, the youngest first.
///
/// # Errors
/// When the database fails.
pub async fn naming(forum: &Forum, plan: PlanId) -> Result<Vec<Named>, Broken> {
    let sql = format!(
        "SELECT l.id, l.slug, l.title FROM listed e JOIN listings l ON l.id = e.listing_id \
         WHERE e.plan_id = {plan} AND l.state = 'published' \
         ORDER BY l.published_at DESC, l.id DESC LIMIT {MOST_NAMED}"
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    Ok(Named::find_by_statement(statement)
        .all(forum.read())
        .await?)
}

/// A listing by its name.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Named {
    /// Its number.
    pub id: ListingId,
    /// The readable end of its address.
    pub slug: String,
    /// What it is called.
    pub title: String,
}

/// The addresses of published listings, for the sitemap: the youngest.
///
/// # Errors
/// When the database fails.
pub async fn newest_addresses(
    forum: &Forum,
    limit: u64,
) -> Result<Vec<(ListingId, String, Timestamp)>, Broken> {
    Ok(listings::Entity::find()
        .select_only()
        .columns([
            listings::Column::Id,
            listings::Column::Slug,
            listings::Column::ChangedAt,
        ])
        .filter(listings::Column::State.eq(State::Published))
        .order_by_desc(listings::Column::PublishedAt)
        .limit(limit)
        .into_tuple()
        .all(forum.read())
        .await?)
}

/// Cuts the row off that only tells that there are more, and says where the next page begins then.
fn cut<C>(
    rows: &mut Vec<listings::Model>,
    limit: u64,
    place: impl Fn(&listings::Model) -> C,
) -> Option<C> {
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    rows.last().filter(|_| more).map(place)
}

/// Rows as listings, with who made them and how many plans they show, in two queries however many.
pub(super) async fn from_rows(
    forum: &Forum,
    mut rows: Vec<listings::Model>,
) -> Result<Vec<Listing>, Broken> {
    let stored = rows.iter_mut();
    let stored = stored.map(|row| (row.id, row.renderer, &mut row.html));
    rendering::refresh::<listings::Entity>(forum, stored).await?;
    let makers = accounts::bylines(forum, rows.iter().map(|row| row.maker_id)).await?;
    let ids: Vec<ListingId> = rows.iter().map(|row| row.id).collect();
    let counts = counted(forum, &ids).await?;
    let listings = rows.into_iter().map(|row| {
        let (maker, plans) = (makers.of(row.maker_id), counts.get(&row.id));
        Listing::of(row, maker, plans.copied().unwrap_or(0))
    });
    Ok(listings.collect())
}

#[derive(FromQueryResult)]
struct Counted {
    listing_id: ListingId,
    plans: i64,
}

/// How many plans that are to be seen were put into each of these.
async fn counted(forum: &Forum, ids: &[ListingId]) -> Result<HashMap<ListingId, i64>, Broken> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let sql = format!(
        "SELECT e.listing_id, COUNT(*) AS plans FROM listed e \
         JOIN plans p ON p.id = e.plan_id AND p.state = 'published' \
         WHERE e.listing_id IN ({}) GROUP BY e.listing_id",
        ids.join(",")
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    let counts = Counted::find_by_statement(statement)
        .all(forum.read())
        .await?;
    let counts = counts.into_iter();
    Ok(counts.map(|row| (row.listing_id, row.plans)).collect())
}
