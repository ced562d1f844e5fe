//! What people say against measures, and what was answered.

use crate::clock::Timestamp;
use crate::ids::{AccountId, AppealId, MeasureId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appeals")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AppealId,
    pub measure_id: MeasureId,
    pub account_id: AccountId,
    pub words: String,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub created_at: Timestamp,
    pub erased_at: Option<Timestamp>,
    pub state: crate::moderation::AppealState,
    pub answered_by: Option<AccountId>,
    pub answered_at: Option<Timestamp>,
    pub answer: Option<String>,
    pub answer_salt: Option<Vec<u8>>,
    pub answer_hash: Option<Vec<u8>>,
    pub answer_erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
