//! What moderators did about tags.

use crate::clock::Timestamp;
use crate::ids::{AccountId, TagActionId, TagId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tag_actions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TagActionId,
    pub deed: crate::tags::Deed,
    pub tag_id: TagId,
    pub other_id: Option<TagId>,
    pub word: String,
    pub other_word: Option<String>,
    pub moderator_id: AccountId,
    pub reason: String,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
