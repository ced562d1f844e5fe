//! Funders' open calls: what lists show, kept in step with the newest version.

use crate::clock::Timestamp;
use crate::ids::{AccountId, MeasureId, RoundId, VersionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rounds")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RoundId,
    pub funder_id: AccountId,
    pub slug: String,
    pub title: String,
    pub state: crate::funding::State,
    pub withheld: Option<MeasureId>,
    pub head: VersionNumber,
    pub currency: String,
    pub amount: i64,
    pub per_plan: i64,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub applications: i64,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub published_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
