//! Where plans run.

use crate::clock::Timestamp;
use crate::ids::PlanId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "places")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: PlanId,
    pub place: String,
    pub since: crate::forks::Since,
    pub report: String,
    pub html: String,
    pub renderer: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
