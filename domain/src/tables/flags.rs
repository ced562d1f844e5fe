//! Who reported what.

use crate::clock::Timestamp;
use crate::ids::{AccountId, CaseId, FlagId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "flags")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FlagId,
    pub case_id: CaseId,
    pub account_id: AccountId,
    pub reason: crate::moderation::Complaint,
    pub words: String,
    pub weight: i64,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
