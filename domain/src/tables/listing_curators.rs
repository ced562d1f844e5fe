//! Members who may edit one listing.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ListingId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_curators")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub added_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
