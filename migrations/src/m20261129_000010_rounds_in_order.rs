//! Rounds are reported and acted upon as other things are: a table's check of a word cannot be changed in `SQLite`, so
//! the tables are written anew there, as <https://sqlite.org/lang_altertable.html#otheralter> has it.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let script = match manager.get_database_backend() {
            DbBackend::Sqlite => include_str!("m20261129_000010_rounds_in_order.sqlite.sql"),
            _ => include_str!("m20261129_000010_rounds_in_order.postgres.sql"),
        };
        manager.get_connection().execute_unprepared(script).await?;
        Ok(())
    }
}
