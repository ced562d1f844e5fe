//! Plans that members would like to see in a listing.

use crate::clock::Timestamp;
use crate::ids::{AccountId, ListingId, PlanId, ProposalId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposals")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ProposalId,
    pub listing_id: ListingId,
    pub plan_id: PlanId,
    pub proposer_id: AccountId,
    pub because: String,
    pub state: crate::listings::Outcome,
    pub created_at: Timestamp,
    pub salt: Vec<u8>,
    pub content_hash: Vec<u8>,
    pub erased_at: Option<Timestamp>,
    pub curator_id: Option<AccountId>,
    pub reason: String,
    pub answered_at: Option<Timestamp>,
    pub reason_salt: Option<Vec<u8>>,
    pub reason_hash: Option<Vec<u8>>,
    pub reason_erased_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
