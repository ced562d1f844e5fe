//! The parts that suggestions change.

use crate::ids::{DecisionId, SuggestionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suggestion_parts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub suggestion_id: SuggestionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub part: String,
    pub title: String,
    pub accepted: Option<bool>,
    pub decision_id: Option<DecisionId>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
