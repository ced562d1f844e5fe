//! Every state of what rounds say.

use crate::clock::Timestamp;
use crate::ids::{RoundId, RoundVersionId, VersionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_versions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RoundVersionId,
    pub round_id: RoundId,
    pub number: VersionNumber,
    pub title: String,
    pub body: String,
    pub html: String,
    pub renderer: i32,
    pub currency: String,
    pub amount: i64,
    pub per_plan: i64,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub rules: String,
    pub note: String,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
