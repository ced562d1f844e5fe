//! People.

use crate::clock::Timestamp;
use crate::ids::{AccountId, MeasureId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AccountId,
    pub handle: String,
    pub skeleton: String,
    pub role: crate::accounts::Role,
    pub standing: crate::accounts::Standing,
    pub name: String,
    pub about: String,
    pub about_html: String,
    pub about_renderer: i32,
    pub links: String,
    pub email: Option<String>,
    pub email_unconfirmed: Option<String>,
    pub password: Option<String>,
    pub suspended_because: Option<String>,
    pub suspended_until: Option<Timestamp>,
    pub unlinked: Option<MeasureId>,
    pub application: Option<String>,
    pub created_at: Timestamp,
    pub plans: i64,
    pub comments: i64,
    pub news: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
