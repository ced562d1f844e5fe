//! Lists of rounds.

use super::{
    Round,
    read::from_rows,
    versions::{Version, from_rows as versions_of},
};
use crate::{
    broken::Broken,
    cursor::Cursor,
    forum::Forum,
    funding::{Phase, State},
    ids::{AccountId, RoundId},
    plans::{MOST_PER_PAGE, Page},
    tables::{round_versions, rounds},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
};
use std::collections::HashMap;

/// How many open rounds a plan is measured by: those that close first.
const MOST_MEASURED: u64 = 12;

/// Published rounds in this phase. What is open or upcoming begins with what ends first, what is closed with
/// what ended last.
///
/// # Errors
/// When the database fails.
pub async fn list(
    forum: &Forum,
    phase: Phase,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Round, Cursor>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let (end, id) = (rounds::Column::ClosesAt, rounds::Column::Id);
    let query = rounds::Entity::find()
        .filter(rounds::Column::State.eq(State::Published))
        .filter(in_phase(forum, phase))
        .apply_if(after, |query, after| query.filter(beyond(phase, after)));
    let query = match phase {
        Phase::Closed => query.order_by_desc(end).order_by_desc(id),
        Phase::Open | Phase::Upcoming => query.order_by_asc(end).order_by_asc(id),
    };
    let mut rows = query.limit(limit + 1).all(forum.read()).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        value: row.closes_at.0,
        id: row.id.0,
    });
    let items = from_rows(forum, rows).await?;
    Ok(Page { items, next })
}

fn in_phase(forum: &Forum, phase: Phase) -> Condition {
    let now = forum.now();
    let (opens, closes) = (rounds::Column::OpensAt, rounds::Column::ClosesAt);
    match phase {
        Phase::Closed => Condition::all().add(closes.lte(now)),
        Phase::Open => Condition::all().add(closes.gt(now)).add(opens.lte(now)),
        Phase::Upcoming => Condition::all().add(closes.gt(now)).add(opens.gt(now)),
    }
}

/// As a row comparison, which both databases answer from the index.
fn beyond(phase: Phase, after: Cursor) -> Condition {
    let columns = Expr::tuple([
        Expr::col(rounds::Column::ClosesAt),
        Expr::col(rounds::Column::Id),
    ]);
    let values = Expr::tuple([Expr::val(after.value), Expr::val(after.id)]);
    Condition::all().add(match phase {
        Phase::Closed => ExprTrait::lt(columns, values),
        Phase::Open | Phase::Upcoming => ExprTrait::gt(columns, values),
    })
}

/// Published rounds, the youngest first.
///
/// # Errors
/// When the database fails.
pub async fn newest(forum: &Forum, limit: u64) -> Result<Vec<Round>, Broken> {
    let rows = rounds::Entity::find()
        .filter(rounds::Column::State.eq(State::Published))
        .order_by_desc(rounds::Column::Id)
        .limit(limit.clamp(1, MOST_PER_PAGE))
        .all(forum.read())
        .await?;
    from_rows(forum, rows).await
}

/// Somebody's rounds, the youngest first: those that everybody may see, and for themselves drafts as well.
///
/// # Errors
/// When the database fails.
pub async fn of_funder(
    forum: &Forum,
    funder: AccountId,
    with_drafts: bool,
    limit: u64,
) -> Result<Vec<Round>, Broken> {
    let rows = rounds::Entity::find()
        .filter(rounds::Column::FunderId.eq(funder))
        .apply_if((!with_drafts).then_some(()), |query, ()| {
            query.filter(rounds::Column::State.eq(State::Published))
        })
        .order_by_desc(rounds::Column::Id)
        .limit(limit.clamp(1, MOST_PER_PAGE))
        .all(forum.read())
        .await?;
    from_rows(forum, rows).await
}

/// The open rounds that close first, each with what it says now.
pub(super) async fn open(forum: &Forum) -> Result<Vec<(Round, Version)>, Broken> {
    let rows = rounds::Entity::find()
        .filter(rounds::Column::State.eq(State::Published))
        .filter(in_phase(forum, Phase::Open))
        .order_by_asc(rounds::Column::ClosesAt)
        .order_by_asc(rounds::Column::Id)
        .limit(MOST_MEASURED)
        .all(forum.read())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let heads = rows.iter().fold(Condition::any(), |any, row| {
        let head = Condition::all()
            .add(round_versions::Column::RoundId.eq(row.id))
            .add(round_versions::Column::Number.eq(row.head));
        any.add(head)
    });
    let versions = round_versions::Entity::find()
        .filter(heads)
        .all(forum.read())
        .await?;
    let mut versions: HashMap<RoundId, Version> =
        versions_of(forum, versions).await?.into_iter().collect();
    let rounds = from_rows(forum, rows).await?.into_iter();
    let said = rounds.filter_map(|round| {
        let version = versions.remove(&round.id)?;
        Some((round, version))
    });
    Ok(said.collect())
}
