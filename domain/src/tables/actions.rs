//! What moderators did about plans.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ActionId, PlanId, RevisionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "actions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActionId,
    pub deed: crate::copies::Deed,
    pub plan_id: PlanId,
    pub plan_revision: RevisionNumber,
    pub other_id: PlanId,
    pub other_revision: RevisionNumber,
    pub moderator_id: AccountId,
    pub reason: String,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
