//! Suggestions in the database.

mod decide;
mod hashes;
mod list;
mod offer;
mod read;
mod take_back;

pub use decide::*;
pub use list::*;
pub use offer::*;
pub use read::*;
pub use take_back::*;

pub(crate) use hashes::{stored_decision_hash, stored_hash};

use crate::{
    broken::Broken,
    forum::Write,
    ids::{PlanId, SuggestionId},
    tables::{plans, suggestions},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};

/// A suggestion that this write will change.
async fn hold(write: &Write, id: SuggestionId) -> Result<Option<suggestions::Model>, Broken> {
    Ok(suggestions::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(write.tx())
        .await?)
}

/// So many more suggestions wait for the founder of this plan; fewer when negative.
async fn count_open(write: &Write, plan: PlanId, more: i64) -> Result<(), Broken> {
    plans::Entity::update_many()
        .col_expr(
            plans::Column::Suggestions,
            Expr::col(plans::Column::Suggestions).add(more),
        )
        .filter(plans::Column::Id.eq(plan))
        .exec(write.tx())
        .await?;
    Ok(())
}
