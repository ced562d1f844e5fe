//! The peer of the search: SQLite's own full-text index over the same texts, stemmed alike, asked for
//! the same twenty best and how many there are. It is spared the rest: counts of other kinds and of
//! what else could be chosen, and snippets.

use crate::fixture::Fixture;
use anyhow::Result;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// Something to search for, in both languages.
pub(crate) struct Asked {
    /// As it is typed.
    pub(crate) typed: &'static str,
    /// As FTS5 reads it; nothing where only conditions are asked for.
    words: &'static str,
    /// The conditions, in SQL.
    conditions: &'static str,
}

/// From rare words to such as nearly every plan says.
pub(crate) const QUERIES: [Asked; 10] = [
    asked("laundromat", "laundromat", ""),
    asked("price", "price", ""),
    asked("the price of a load", "the price of a load", ""),
    asked("\"per month\"", "\"per month\"", ""),
    asked("customers tag:energy", "customers", ENERGY),
    asked("rent -month even:<90", "rent NOT month", EVEN),
    asked(
        "week customers founders money",
        "week customers founders money",
        "",
    ),
    asked("stage:running ask:<20000", "", RUNNING),
    asked("bakrey", "bakrey", ""),
    asked(
        "solar roof power for apartment blocks",
        "solar roof power for apartment blocks",
        "",
    ),
];
const ENERGY: &str =
    "AND EXISTS (SELECT 1 FROM forum.plan_tags t WHERE t.tag = 'energy' AND t.plan_id = p.id)";
const EVEN: &str = "AND json_extract(p.figures, '$.breaks_even_by_day') < 90";
const RUNNING: &str = "AND p.stage = 'running' AND json_extract(p.figures, '$.ask') < 2000000";

const fn asked(typed: &'static str, words: &'static str, conditions: &'static str) -> Asked {
    Asked {
        typed,
        words,
        conditions,
    }
}

/// The peer's index.
pub(crate) struct Fts {
    db: DatabaseConnection,
    _folder: TempDir,
    file: PathBuf,
}

impl Fts {
    /// Indexes the fixture's plans and comments, with nothing that slows writing down.
    pub(crate) async fn index(fixture: &Fixture) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("fts.db");
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await?;
        let forum = fixture.folder().join("openplan.db");
        for sql in [
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            &format!("ATTACH 'file:{}?mode=ro' AS forum", forum.display()),
            "CREATE VIRTUAL TABLE plans USING fts5(title, pitch, body, content='', \
             tokenize = 'porter unicode61 remove_diacritics 2')",
            "CREATE VIRTUAL TABLE comments USING fts5(said, content='', \
             tokenize = 'porter unicode61 remove_diacritics 2')",
            "INSERT INTO plans (rowid, title, pitch, body) SELECT p.id, p.title, p.pitch, r.body \
             FROM forum.plans p JOIN forum.revisions r ON r.plan_id = p.id AND r.number = p.head",
            "INSERT INTO comments (rowid, said) SELECT id, body FROM forum.comments",
        ] {
            db.execute_unprepared(sql).await?;
        }
        Ok(Self {
            db,
            _folder: folder,
            file,
        })
    }

    pub(crate) fn size(&self) -> Result<u64> {
        Ok(fs::metadata(Path::new(&self.file))?.len())
    }

    /// The twenty best, and how many there are.
    pub(crate) async fn find(&self, asked: &Asked) -> Result<(usize, i64)> {
        let (from, order) = if asked.words.is_empty() {
            (
                "forum.plans p WHERE p.state = 'published'".to_owned(),
                "p.id DESC",
            )
        } else {
            let words = asked.words.replace('\'', "''");
            let from = format!(
                "plans f JOIN forum.plans p ON p.id = f.rowid \
                 WHERE f.plans MATCH '{words}' AND p.state = 'published'"
            );
            (from, "bm25(plans, 3.0, 2.0, 1.0)")
        };
        let conditions = asked.conditions;
        let hits = format!(
            "SELECT p.id, p.title, p.pitch FROM {from} {conditions} ORDER BY {order} LIMIT 20"
        );
        let count = format!("SELECT count(*) FROM {from} {conditions}");
        let hits = self.db.query_all_raw(sql(hits)).await?.len();
        let count = self.db.query_one_raw(sql(count)).await?;
        let count = count.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok((hits, count))
    }
}

fn sql(text: String) -> Statement {
    Statement::from_string(DbBackend::Sqlite, text)
}
