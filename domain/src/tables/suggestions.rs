//! Changes offered to plans.

use crate::clock::Timestamp;
use crate::ids::{AccountId, PlanId, RevisionNumber, SuggestionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suggestions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SuggestionId,
    pub plan_id: PlanId,
    pub author_id: AccountId,
    pub base: RevisionNumber,
    pub fork_id: Option<PlanId>,
    pub fork_revision: Option<RevisionNumber>,
    pub title: String,
    pub pitch: String,
    pub body: String,
    pub tags: String,
    pub numbers: Option<String>,
    pub note: String,
    pub state: crate::suggestions::State,
    pub parts: i32,
    pub accepted: i32,
    pub declined: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
