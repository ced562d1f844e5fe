//! Whether the index holds exactly what everybody may see.

use super::document::place;
use crate::{broken::Broken, forum::Forum, ids::Seq, log, search::Kind};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;

/// What an index lacks and what it has too much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// How many entries of the log it has still to take in; while there are any, the rest may be
    /// their doing.
    pub behind: i64,
    /// How many plans, comments and people it holds.
    pub documents: usize,
    /// What is not in it and should be, such as `plan 12`.
    pub missing: Vec<String>,
    /// What is in it and should not be.
    pub extra: Vec<String>,
}

/// Compares the index with the tables.
///
/// # Errors
/// When there is no index, or the database fails.
pub async fn audit(forum: &Forum) -> Result<Audit, Broken> {
    let none = || Broken::internal("there is no search index yet");
    let index = forum.index().ok_or_else(none)?;
    index.refresh()?;
    let snapshot = index.snapshot().ok_or_else(none)?;
    let Seq(newest) = log::newest(forum).await?;
    let mut there = BTreeSet::new();
    for reader in snapshot.searcher.segment_readers() {
        let fast = reader.fast_fields();
        let (kind, id) = (fast.i64("kind")?, fast.i64("id")?);
        let alive = reader.doc_ids_alive();
        there.extend(
            alive.filter_map(|document| Some((kind.first(document)?, id.first(document)?))),
        );
    }
    let mut meant = BTreeSet::new();
    for (kind, sql) in SHOWN {
        let statement = Statement::from_string(forum.read().get_database_backend(), sql);
        for row in forum.read().query_all_raw(statement).await? {
            meant.insert((place(Kind::ALL, &kind), row.try_get_by_index(0)?));
        }
    }
    let named = |(kind, id): &(i64, i64)| {
        let kind = usize::try_from(*kind)
            .ok()
            .and_then(|kind| Kind::ALL.get(kind));
        format!("{} {id}", kind.map_or("?", |kind| kind.as_str()))
    };
    Ok(Audit {
        behind: newest - snapshot.seq.0,
        documents: there.len(),
        missing: meant.difference(&there).map(named).collect(),
        extra: there.difference(&meant).map(named).collect(),
    })
}

/// The numbers of everything that everybody may see.
const SHOWN: [(Kind, &str); 3] = [
    (Kind::Plan, "SELECT id FROM plans WHERE state = 'published'"),
    (
        Kind::Comment,
        "SELECT c.id FROM comments c JOIN plans p ON p.id = c.plan_id WHERE c.state = 'shown' AND p.state = 'published'",
    ),
    (
        Kind::Person,
        "SELECT id FROM accounts WHERE standing IN ('active', 'suspended')",
    ),
];
