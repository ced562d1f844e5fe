//! Searches that somebody keeps.

use crate::clock::Timestamp;
use crate::ids::{AccountId, SearchId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "searches")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SearchId,
    pub account_id: AccountId,
    pub name: String,
    pub query: String,
    pub kind: crate::search::Kind,
    pub meaning: Vec<u8>,
    pub seen_value: i64,
    pub seen_id: i64,
    pub created_at: Timestamp,
    pub looked_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
