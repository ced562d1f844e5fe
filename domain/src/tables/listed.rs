//! Which plan stands where in which listing.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ListedId, ListingId, PlanId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listed")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ListedId,
    pub listing_id: ListingId,
    pub plan_id: PlanId,
    pub place: i64,
    pub note: String,
    pub edits: i32,
    pub writer_id: AccountId,
    pub added_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
