//! What moderators did about one thing.

use crate::clock::Timestamp;
use crate::ids::{AccountId, MeasureId, PlanId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "measures")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MeasureId,
    pub deed: crate::moderation::Deed,
    pub kind: crate::moderation::ThingKind,
    pub subject: i64,
    pub account_id: AccountId,
    pub moderator_id: Option<AccountId>,
    pub reason: String,
    pub until: Option<Timestamp>,
    pub other: Option<PlanId>,
    pub undone_by: Option<MeasureId>,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
