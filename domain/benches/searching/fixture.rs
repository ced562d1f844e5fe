//! A forum to search: so many seeded plans of two comments each.

use anyhow::{Result, ensure};
use domain::{
    Forum,
    clock::Clock,
    forum::{Db, Entropy, Policy},
    search::{self, Index},
    seed::{self, Amount, SeedError},
};
use migrations::{Migrator, MigratorTrait};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A forum, its database in a folder.
pub(crate) struct Fixture {
    pub(crate) forum: Forum,
    folder: PathBuf,
    /// Where the index is, anew each time.
    index: TempDir,
    _database: Option<TempDir>,
}

impl Fixture {
    /// With so many plans: those that are there already, where `OPENPLAN_BENCH_DATA` names a folder to
    /// keep them in.
    pub(crate) async fn seeded(plans: u32) -> Result<Self> {
        let kept = env::var_os("OPENPLAN_BENCH_DATA").map(PathBuf::from);
        let (database, folder) = if let Some(kept) = kept {
            let folder = kept.join(plans.to_string());
            fs::create_dir_all(&folder)?;
            (None, folder)
        } else {
            let folder = tempfile::tempdir()?;
            let path = folder.path().to_owned();
            (Some(folder), path)
        };
        let db = Db::sqlite(&folder.join("openplan.db")).await?;
        Migrator::up(db.writer(), None).await?;
        let policy = Policy {
            limits: false,
            ..Policy::default()
        };
        let forum = Forum::new(db, Clock::System, Entropy::System, policy);
        let amount = Amount {
            plans,
            comments_per_plan: 2,
            seed: 1,
        };
        eprintln!("seeding {plans} plans");
        match seed::seed(&forum, &amount, |_| {}).await {
            Ok(()) | Err(SeedError::NotEmpty) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Self {
            forum,
            folder,
            index: tempfile::tempdir()?,
            _database: database,
        })
    }

    /// Indexes everything, from here on to be searched, and tells where.
    pub(crate) async fn index(&self) -> Result<&Path> {
        let index = Index::open(self.index.path());
        self.forum.search_in(index.clone());
        search::catch_up(&self.forum).await?;
        ensure!(index.building().is_none(), "the index answers");
        Ok(self.index.path())
    }

    /// The database's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}
