//! Migrations keep what was written before them.

use domain::forum::Db;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// By which tables are written anew in `SQLite`.
const ANEW: &str = "m20261129_000010_rounds_in_order";

/// How many migrations come before that.
fn before() -> u32 {
    let all = Migrator::migrations();
    let place = all.iter().position(|migration| migration.name() == ANEW);
    u32::try_from(place.expect("it is there")).expect("a small number")
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql)
        .await
        .expect("the statement runs");
}

async fn rows(db: &DatabaseConnection, sql: &str) -> usize {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement)
        .await
        .expect("the query runs")
        .len()
}

#[tokio::test]
async fn what_moderators_did_survives_that_its_table_is_written_anew() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Db::sqlite(&folder.path().join("openplan.db"))
        .await
        .expect("it opens");
    let db = db.writer();
    Migrator::up(db, Some(before()))
        .await
        .expect("it migrates so far");
    run(
        db,
        "INSERT INTO accounts (id, handle, skeleton, role, standing, name, about, about_html, links, created_at) \
         VALUES (1, 'mo', 'mo', 'moderator', 'active', 'Mo', '', '', '[]', 0)",
    )
    .await;
    run(
        db,
        "INSERT INTO measures (id, deed, kind, subject, account_id, moderator_id, reason, undone_by, created_at, salt, content_hash) \
         VALUES (7, 'warned', 'account', 1, 1, 1, 'Once', 8, 0, x'00', x'00'), \
                (8, 'unwarned', 'account', 1, 1, 1, 'A mistake', NULL, 0, x'00', x'00')",
    )
    .await;
    run(
        db,
        "INSERT INTO cases (id, kind, subject, account_id, state, opened_at, measure_id) \
         VALUES (3, 'account', 1, 1, 'upheld', 0, 7)",
    )
    .await;
    Migrator::up(db, None)
        .await
        .expect("it migrates to the end");
    assert_eq!(
        rows(
            db,
            "SELECT 1 FROM cases c JOIN measures m ON m.id = c.measure_id WHERE c.id = 3"
        )
        .await,
        1
    );
    assert_eq!(rows(db, "PRAGMA foreign_key_check").await, 0);
    assert_eq!(
        rows(
            db,
            "SELECT 1 FROM pragma_foreign_keys WHERE foreign_keys = 1"
        )
        .await,
        1
    );
    run(
        db,
        "INSERT INTO measures (deed, kind, subject, account_id, reason, created_at, salt, content_hash) \
         VALUES ('hidden', 'round', 1, 1, 'Spam', 0, x'00', x'00')",
    )
    .await;
    assert_eq!(
        rows(db, "SELECT 1 FROM measures WHERE id = 9 AND kind = 'round'").await,
        1
    );
    let dangling = "INSERT INTO cases (kind, subject, account_id, state, opened_at) VALUES ('round', 1, 99, 'open', 0)";
    assert!(
        db.execute_unprepared(dangling).await.is_err(),
        "keys are checked again"
    );
}
