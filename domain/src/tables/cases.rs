//! What waits for a moderator, and what became of it.

use crate::clock::Timestamp;
use crate::ids::{AccountId, CaseId, MeasureId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CaseId,
    pub kind: crate::moderation::ThingKind,
    pub subject: i64,
    pub account_id: AccountId,
    pub state: crate::moderation::CaseState,
    pub weight: i64,
    pub flags: i64,
    pub claimed_by: Option<AccountId>,
    pub claimed_at: Option<Timestamp>,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub measure_id: Option<MeasureId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
