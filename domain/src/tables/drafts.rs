//! Unposted texts.

use crate::clock::Timestamp;
use crate::ids::{AccountId, DraftId, PlanId, RevisionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DraftId,
    pub author_id: AccountId,
    pub plan_id: Option<PlanId>,
    pub base: Option<RevisionNumber>,
    pub form: String,
    pub title: String,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
