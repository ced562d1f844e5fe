//! A fresh, migrated database for each test, and the forum over it.

use domain::{
    Forum,
    clock::{Clock, Timestamp},
    forum::{Db, Entropy, Policy},
};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database};
use std::sync::atomic::{AtomicU32, Ordering};

/// 2026-11-01T09:00:00Z, when every test begins.
pub const BEGINNING: Timestamp = Timestamp(1_793_523_600 * Timestamp::SECOND);

/// Runs each of these tests once on each database.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(crate::harness::Fresh::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(crate::harness::Fresh::postgres().await).await;
            })+
        }
    };
}

/// A forum of its own for one test.
pub struct Fresh {
    pub forum: Forum,
    pub db: Db,
    _folder: Option<tempfile::TempDir>,
}

impl Fresh {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = Db::sqlite(&folder.path().join("openplan.db"))
            .await
            .expect("a fresh SQLite file opens");
        Self::over(db, Some(folder)).await
    }

    pub async fn postgres() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("OPENPLAN_TEST_POSTGRES")
            .expect("OPENPLAN_TEST_POSTGRES names a PostgreSQL: run `cargo xtask test`");
        let name = format!(
            "openplan_{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        let admin = Database::connect(&server)
            .await
            .expect("PostgreSQL answers");
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .expect("a database can be made");
        admin.close().await.expect("the connection closes");
        let (server, _) = server.rsplit_once('/').expect("an address with a database");
        let db = Db::postgres(&format!("{server}/{name}"), None)
            .await
            .expect("the new database opens");
        Self::over(db, None).await
    }

    async fn over(db: Db, folder: Option<tempfile::TempDir>) -> Self {
        Migrator::up(db.writer(), None).await.expect("it migrates");
        let forum = Forum::new(
            db.clone(),
            Clock::manual(BEGINNING),
            Entropy::System,
            Policy::default(),
        );
        Self {
            forum,
            db,
            _folder: folder,
        }
    }
}
