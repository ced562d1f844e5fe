use crate::broken::Broken;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{path::Path, sync::Arc, time::Duration};
use tokio::sync::Mutex;

use super::write::Lane;

/// The oldest `SQLite` without the bug that corrupts a write-ahead log as it is reset.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// Reading connections to `SQLite`.
const SQLITE_READERS: u32 = 8;
/// Connections of one process to `PostgreSQL`.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A server.
    Postgres,
}

/// An open database: one way to read and one way to write.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    lane: Arc<Mutex<Lane>>,
}

impl Db {
    /// The `SQLite` file, made when there is none: one writing connection, several reading ones.
    ///
    /// # Errors
    /// When the file cannot be opened, or `SQLite` is older than 3.51.3.
    pub async fn sqlite(file: &Path) -> Result<Self, Broken> {
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let writer = Database::connect(sqlite_options(&url, 1, false)).await?;
        refuse_old_sqlite(&writer).await?;
        let reader = Database::connect(sqlite_options(&url, SQLITE_READERS, true)).await?;
        Ok(Self::new(Engine::Sqlite, reader, writer))
    }

    /// A `PostgreSQL` database, and a replica to read from if there is one.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn postgres(url: &str, read_url: Option<&str>) -> Result<Self, Broken> {
        let writer = Database::connect(postgres_options(url)).await?;
        let reader = match read_url {
            Some(read_url) => Database::connect(postgres_options(read_url)).await?,
            None => writer.clone(),
        };
        Ok(Self::new(Engine::Postgres, reader, writer))
    }

    fn new(engine: Engine, reader: DatabaseConnection, writer: DatabaseConnection) -> Self {
        Self {
            engine,
            reader,
            writer,
            lane: Arc::default(),
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The connection that migrations and bulk loading use; all else goes through the forum.
    #[must_use]
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub(super) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub(super) fn lane(&self) -> Arc<Mutex<Lane>> {
        Arc::clone(&self.lane)
    }

    /// Closes every connection; on `SQLite` this folds the write-ahead log into the file.
    ///
    /// # Errors
    /// When a connection does not close.
    pub async fn close(self) -> Result<(), Broken> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged write survives a power loss.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("cache_size", "-32000")
                .pragma("mmap_size", "268435456")
                .pragma("temp_store", "memory")
                .statement_cache_capacity(256)
                // What a page reads is handed over at once, without two threads waiting for each other.
                .row_buffer_size(500)
                .read_only(read_only)
        });
    options
}

fn postgres_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .set_application_name("openplan")
        .sqlx_logging(false);
    options
}

async fn refuse_old_sqlite(db: &DatabaseConnection) -> Result<(), Broken> {
    let row = db
        .query_one_raw(Statement::from_string(
            DbBackend::Sqlite,
            "SELECT sqlite_version()",
        ))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("sqlite_version()".into()))?;
    let version: String = row.try_get_by_index(0)?;
    if parse_version(&version) < OLDEST_SQLITE {
        let (major, minor, patch) = OLDEST_SQLITE;
        return Err(Broken::internal(format!(
            "SQLite {version} can corrupt its write-ahead log; {major}.{minor}.{patch} or newer is needed"
        )));
    }
    Ok(())
}

fn parse_version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(parse_version("3.46.0") < parse_version("3.51.3"));
        assert!(parse_version("3.51.10") > parse_version("3.51.3"));
    }
}
