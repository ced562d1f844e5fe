//! Tags: how many published plans have each, and what moderators have said about them.

use crate::clock::Timestamp;
use crate::ids::{AccountId, TagId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    pub plans: i64,
    pub id: Option<TagId>,
    pub name_salt: Option<Vec<u8>>,
    pub about: String,
    pub about_by: Option<AccountId>,
    pub about_salt: Option<Vec<u8>>,
    pub about_hash: Option<Vec<u8>>,
    pub into_id: Option<TagId>,
    pub retired_at: Option<Timestamp>,
    pub instead_id: Option<TagId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
