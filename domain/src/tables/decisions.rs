//! What founders said to suggestions.

use crate::clock::Timestamp;
use crate::ids::{AccountId, DecisionId, RevisionNumber, SuggestionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decisions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DecisionId,
    pub suggestion_id: SuggestionId,
    pub author_id: AccountId,
    pub revision: Option<RevisionNumber>,
    pub reasons: String,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
