//! Every state of every plan.

use crate::clock::Timestamp;
use crate::ids::{AccountId, MeasureId, PlanId, RevisionId, RevisionNumber, SuggestionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revisions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RevisionId,
    pub plan_id: PlanId,
    pub number: RevisionNumber,
    pub author_id: AccountId,
    pub title: String,
    pub pitch: String,
    pub body: String,
    pub stage: crate::plans::Stage,
    pub licence: crate::plans::Licence,
    pub tags: String,
    pub numbers: Option<String>,
    pub note: String,
    pub restored_from: Option<RevisionNumber>,
    pub suggestion_id: Option<SuggestionId>,
    pub pulled_revision: Option<RevisionNumber>,
    pub measure_id: Option<MeasureId>,
    pub origin: Option<String>,
    pub html: String,
    pub sections: String,
    pub renderer: i32,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
