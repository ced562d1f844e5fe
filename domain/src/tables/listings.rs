//! Plans that moderators recommend.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ListingId, MeasureId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ListingId,
    pub maker_id: AccountId,
    pub writer_id: AccountId,
    pub slug: String,
    pub title: String,
    pub introduction: String,
    pub html: String,
    pub renderer: i32,
    pub question: Option<String>,
    pub sort: crate::search::Sort,
    pub state: crate::listings::State,
    pub edits: i32,
    pub followers: i64,
    pub featured: Option<i32>,
    pub withheld: Option<MeasureId>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
