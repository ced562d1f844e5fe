//! Plans: what lists show, kept in step with the head revision.

use crate::clock::Timestamp;
use crate::forks::Lineage;
use crate::ids::{AccountId, ActionId, MeasureId, PlanId, RevisionNumber};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plans")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PlanId,
    pub author_id: AccountId,
    pub slug: String,
    pub title: String,
    pub pitch: String,
    pub stage: crate::plans::Stage,
    pub licence: crate::plans::Licence,
    pub tags: String,
    pub state: crate::plans::State,
    pub head: RevisionNumber,
    pub forked_from_plan: Option<PlanId>,
    pub forked_from_revision: Option<RevisionNumber>,
    pub family: Option<PlanId>,
    pub lineage: Lineage,
    pub generation: i32,
    pub fork_reason: Option<String>,
    pub fork_differs: Option<String>,
    pub pulled_revision: Option<RevisionNumber>,
    pub moved_words: i32,
    pub moved_numbers: i32,
    pub untouched: bool,
    pub origin: Option<String>,
    pub running: i64,
    pub suggestions: i64,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
    pub votes: i64,
    pub comments: i64,
    pub forks: i64,
    pub hot: i64,
    pub figures: Option<String>,
    pub linked: Option<ActionId>,
    pub withheld: Option<MeasureId>,
    pub locked: Option<MeasureId>,
    pub outdated: Option<MeasureId>,
    pub edited: Option<MeasureId>,
    pub unlinked: Option<MeasureId>,
    pub merged_into: Option<PlanId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
