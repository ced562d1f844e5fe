//! Who wants to know what is new of a listing.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ListingId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_follows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    pub seen_value: i64,
    pub seen_id: i64,
    pub created_at: Timestamp,
    pub looked_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
