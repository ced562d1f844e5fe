//! What the forum's own pages said.

use crate::clock::Timestamp;
use crate::ids::{AccountId, PageVersionId, VersionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "page_versions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PageVersionId,
    pub page: crate::pages::Name,
    pub number: VersionNumber,
    pub author_id: AccountId,
    pub body: String,
    pub html: String,
    pub renderer: i32,
    pub note: String,
    pub restored_from: Option<VersionNumber>,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub note_salt: Vec<u8>,
    pub note_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
