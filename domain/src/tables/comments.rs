//! Comments.

use crate::clock::Timestamp;
use crate::ids::{AccountId, CommentId, MeasureId, PlanId, RevisionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CommentId,
    pub plan_id: PlanId,
    pub root_id: Option<CommentId>,
    pub parent_id: Option<CommentId>,
    pub depth: i32,
    pub author_id: AccountId,
    pub revision: RevisionNumber,
    pub section: Option<String>,
    pub section_title: Option<String>,
    pub section_hash: Option<String>,
    pub quote: Option<String>,
    pub forecast: Option<String>,
    pub body: String,
    pub html: String,
    pub renderer: i32,
    pub state: crate::comments::State,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub edits: i32,
    pub votes: i64,
    pub replies: i64,
    pub favorite_by: Option<AccountId>,
    pub favorite_at: Option<Timestamp>,
    pub favorite_revision: Option<RevisionNumber>,
    pub withheld: Option<MeasureId>,
    pub unlinked: Option<MeasureId>,
    pub from_plan: Option<PlanId>,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
