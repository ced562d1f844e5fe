//! The addresses of all published plans, for robots.

use crate::{
    broken::Broken, clock::Timestamp, forum::Forum, ids::PlanId, plans::State, tables::plans,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Where a published plan is, and when it last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its number.
    pub id: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// When its newest revision was saved.
    pub changed_at: Timestamp,
}

/// The published plans numbered after `after` up to and with `to`.
///
/// # Errors
/// When the database fails.
pub async fn addresses(forum: &Forum, after: PlanId, to: PlanId) -> Result<Vec<Address>, Broken> {
    let rows: Vec<(PlanId, String, Timestamp)> = plans::Entity::find()
        .select_only()
        .columns([
            plans::Column::Id,
            plans::Column::Slug,
            plans::Column::ChangedAt,
        ])
        .filter(plans::Column::State.eq(State::Published))
        .filter(plans::Column::Id.gt(after))
        .filter(plans::Column::Id.lte(to))
        .order_by_asc(plans::Column::Id)
        .into_tuple()
        .all(forum.read())
        .await?;
    let address = |(id, slug, changed_at)| Address {
        id,
        slug,
        changed_at,
    };
    Ok(rows.into_iter().map(address).collect())
}

/// The number of the youngest published plan; 0 when there is none.
///
/// # Errors
/// When the database fails.
pub async fn youngest(forum: &Forum) -> Result<PlanId, Broken> {
    let youngest: Option<PlanId> = plans::Entity::find()
        .select_only()
        .column(plans::Column::Id)
        .filter(plans::Column::State.eq(State::Published))
        .order_by_desc(plans::Column::Id)
        .into_tuple()
        .one(forum.read())
        .await?;
    Ok(youngest.unwrap_or(PlanId(0)))
}
