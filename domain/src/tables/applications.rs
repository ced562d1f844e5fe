//! Plans that were entered in a round.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ApplicationId, PlanId, RevisionNumber, RoundId, VersionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "applications")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ApplicationId,
    pub round_id: RoundId,
    pub version: VersionNumber,
    pub plan_id: PlanId,
    pub revision: RevisionNumber,
    pub applicant_id: AccountId,
    pub state: crate::funding::ApplicationState,
    pub findings: String,
    pub missed: i32,
    pub ask: Option<i64>,
    pub price: Option<i64>,
    pub margin: Option<i64>,
    pub even: Option<i32>,
    pub profit: Option<i32>,
    pub cash: Option<i64>,
    pub questions: i32,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
    pub decider_id: Option<AccountId>,
    pub declined_for: Option<i32>,
    pub reason: String,
    pub decided_at: Option<Timestamp>,
    pub reason_salt: Option<Vec<u8>>,
    pub reason_hash: Option<Vec<u8>>,
    pub reason_erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
