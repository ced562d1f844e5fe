//! Where a forum's data is, and opening it.

use anyhow::{Context, Result};
use clap::Args;
use domain::{
    Forum,
    clock::Clock,
    forum::{Db, Entropy, Policy},
    search::{Index, Model},
};
use migrations::{Migrator, MigratorTrait};
use std::{path::PathBuf, sync::Arc};

/// Where the data is. Every command takes it.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The folder of the database, the search index, uploads and mail.
    #[arg(long, env = "OPENPLAN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A replica of that database to read from.
    #[arg(
        long,
        env = "DATABASE_READ_URL",
        hide_env_values = true,
        requires = "database_url"
    )]
    pub database_read_url: Option<String>,
}

impl Place {
    /// The data in a folder.
    #[must_use]
    pub fn folder(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            database_url: None,
            database_read_url: None,
        }
    }

    /// Opens the database, making the folder and the file when there are none, and brings its
    /// schema up to date.
    ///
    /// # Errors
    /// When the database cannot be opened or migrated.
    pub async fn open(&self) -> Result<Db> {
        let db = self.connect().await?;
        Migrator::up(db.writer(), None)
            .await
            .context("the database cannot be migrated")?;
        Ok(db)
    }

    /// The forum over this data.
    ///
    /// # Errors
    /// When the database cannot be opened or migrated.
    pub async fn forum(&self, policy: Policy) -> Result<Forum> {
        let db = self.open().await?;
        Ok(Forum::new(db, Clock::System, Entropy::System, policy))
    }

    /// The search index over this data, as it is.
    #[must_use]
    pub fn index(&self) -> Index {
        Index::open(&self.index_folder())
    }

    /// The search index over this data, with a model that reads plans.
    #[must_use]
    pub fn index_with(&self, model: Option<Arc<dyn Model>>) -> Index {
        Index::open_with(&self.index_folder(), model)
    }

    /// Where the search index is.
    #[must_use]
    pub fn index_folder(&self) -> PathBuf {
        self.data.join("search")
    }

    async fn connect(&self) -> Result<Db> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("the folder {} cannot be made", self.data.display()))?;
        if let Some(url) = &self.database_url {
            return Db::postgres(url, self.database_read_url.as_deref())
                .await
                .context("the PostgreSQL of DATABASE_URL does not answer");
        }
        let file = self.data.join("openplan.db");
        Db::sqlite(&file)
            .await
            .with_context(|| format!("{} cannot be opened", file.display()))
    }
}
