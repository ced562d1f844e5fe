//! What moderators tell each other about a case.

use crate::clock::Timestamp;
use crate::ids::{AccountId, CaseId, NoteId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_notes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NoteId,
    pub case_id: CaseId,
    pub moderator_id: AccountId,
    pub words: String,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
