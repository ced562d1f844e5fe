//! How plans differ from others that they are like.

use crate::clock::Timestamp;
use crate::ids::{DifferenceId, PlanId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "differences")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DifferenceId,
    pub plan_id: PlanId,
    pub other_id: PlanId,
    pub because: String,
    pub said_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
