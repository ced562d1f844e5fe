//! What edited comments said before.

use crate::clock::Timestamp;
use crate::ids::{CommentId, CommentVersionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comment_versions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CommentVersionId,
    pub comment_id: CommentId,
    pub number: i32,
    pub body: String,
    pub html: String,
    pub renderer: i32,
    pub written_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
