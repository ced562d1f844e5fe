//! Pairs of plans that moderators found to be no copies of one another.

use crate::ids::{ActionId, PlanId, RevisionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "set_asides")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub older_id: PlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub younger_id: PlanId,
    pub older_revision: RevisionNumber,
    pub younger_revision: RevisionNumber,
    pub action_id: ActionId,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
