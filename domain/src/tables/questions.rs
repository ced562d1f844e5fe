//! What funders ask about applications, and what is answered.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ApplicationId, QuestionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: QuestionId,
    pub application_id: ApplicationId,
    pub asker_id: AccountId,
    pub question: String,
    pub asked_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
    pub answerer_id: Option<AccountId>,
    pub answer: String,
    pub answered_at: Option<Timestamp>,
    pub answer_salt: Option<Vec<u8>>,
    pub answer_hash: Option<Vec<u8>>,
    pub answer_erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
