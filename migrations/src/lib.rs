//! The schema, for `SQLite` and `PostgreSQL` alike: plain SQL that both understand, but for the few
//! words in [`sql`] that they spell differently. A migration works with the running version; a
//! breaking change takes two.

mod m20261122_000001_forum;
mod m20261124_000001_renderers;
mod m20261124_000002_forks;
mod m20261129_000001_differences;
mod m20261129_000002_searches;
mod m20261129_000003_moderation;
mod m20261129_000004_listings;
mod m20261129_000005_pages;
mod m20261129_000006_tags;
mod m20261129_000007_moderation;
mod m20261129_000008_forecasts;
mod m20261129_000009_funding;
mod m20261129_000010_rounds_in_order;
mod sql;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait};

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_forum::Migration),
            Box::new(m20261124_000001_renderers::Migration),
            Box::new(m20261124_000002_forks::Migration),
            Box::new(m20261129_000001_differences::Migration),
            Box::new(m20261129_000002_searches::Migration),
            Box::new(m20261129_000003_moderation::Migration),
            Box::new(m20261129_000004_listings::Migration),
            Box::new(m20261129_000005_pages::Migration),
            Box::new(m20261129_000006_tags::Migration),
            Box::new(m20261129_000007_moderation::Migration),
            Box::new(m20261129_000008_forecasts::Migration),
            Box::new(m20261129_000009_funding::Migration),
            Box::new(m20261129_000010_rounds_in_order::Migration),
        ]
    }
}
