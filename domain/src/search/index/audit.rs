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
    /// How many plans, comments, people and listings it holds.
    pub documents: usize,
    /// What is not in it and should be, such as `plan 12`.
    pub missing: Vec<String>,
    /// What is in it and should not be.
    pub extra: Vec<String>,
}

/// Compares the index with the tables; nothing while there is none.
///
/// # Errors
/// When the index or the database fails.
pub async fn audit(forum: &Forum) -> Result<Option<Audit>, Broken> {
    let Some(index) = forum.index() else {
        return Ok(None);
    };
    index.refresh()?;
    let Some(snapshot) = index.snapshot() else {
        return Ok(None);
    };
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
    Ok(Some(Audit {
        behind: newest - snapshot.seq.0,
        documents: there.len(),
        missing: meant.difference(&there).map(named).collect(),
        extra: there.difference(&meant).map(named).collect(),
    }))
}

impl Audit {
    /// What is wrong, in sentences: nothing while the index is behind, for it may be on its way.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        if self.behind > 0 {
            return Vec::new();
        }
        let missing = self
            .missing
            .iter()
            .map(|one| format!("the search index lacks {one}"));
        let extra = self
            .extra
            .iter()
            .map(|one| format!("the search index still has {one}"));
        missing.chain(extra).collect()
    }
}

/// The numbers of everything that everybody may see.
const SHOWN: [(Kind, &str); 4] = [
    (Kind::Plan, "SELECT id FROM plans WHERE state = 'published'"),
    (
        Kind::Comment,
        "SELECT c.id FROM comments c JOIN plans p ON p.id = c.plan_id WHERE c.state = 'shown' AND p.state = 'published'",
    ),
    (
        Kind::Person,
        "SELECT id FROM accounts WHERE standing IN ('active', 'suspended')",
    ),
    (
        Kind::Listing,
        "SELECT id FROM listings WHERE state = 'published'",
    ),
];
