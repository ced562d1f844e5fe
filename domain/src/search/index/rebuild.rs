//! Building an index anew from the tables.

use super::{
    Index,
    document::{CommentSource, PersonSource, PlanSource, Source, Which, documents, read},
    folder::{self, Lock, Watermark},
    schema::{FORMAT, Fields},
};
use crate::{
    broken::Broken,
    forum::Forum,
    hash::Hash,
    ids::Seq,
    log,
    plans::State,
    tables::{accounts, comments, plans},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::path::Path;
use tantivy::IndexWriter;

/// How many rows are read at a time.
const BATCH: usize = 500;
/// How many threads take texts apart, and how much memory they share.
const THREADS: usize = 2;
const MEMORY: usize = 100_000_000;

/// How far building has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Documents written so far …
    pub written: u64,
    /// … of about so many.
    pub all: u64,
}

/// Builds the index in this folder anew, telling how far it is.
///
/// # Errors
/// When another process writes the index, or the database fails.
pub async fn reindex(
    forum: &Forum,
    folder: &Path,
    tell: impl Fn(Progress) + Send + Sync,
) -> Result<u64, Broken> {
    let lock = folder::lock(folder)?.ok_or_else(|| {
        Broken::internal(format!(
            "another process writes the search index in {}: stop it first, or let it do this by itself",
            folder.display()
        ))
    })?;
    let index = Index::open(folder);
    build(forum, &index, &lock, tell).await
}

/// Builds a new index beside the old one, and lets it answer.
pub(super) async fn build(
    forum: &Forum,
    index: &Index,
    _lock: &Lock,
    tell: impl Fn(Progress) + Send + Sync,
) -> Result<u64, Broken> {
    let folder = index.folder();
    // Before anything is read: what happens meanwhile is taken in again afterwards.
    let (seq, hash) = log::last(forum.read())
        .await?
        .unwrap_or((Seq(0), Hash::ZERO));
    let (number, tantivy, fields) = folder::begin(folder)?;
    let mut building = Building {
        forum,
        fields,
        writer: tantivy.writer_with_num_threads(THREADS, MEMORY)?,
        written: 0,
    };
    let all = count(forum).await?;
    let tell = |written| {
        index.change(|state| state.built = written);
        tell(Progress { written, all });
    };
    building.all::<PlanSource>(&tell).await?;
    building.all::<CommentSource>(&tell).await?;
    building.all::<PersonSource>(&tell).await?;
    let Building {
        writer, written, ..
    } = building;
    let watermark = Watermark {
        format: FORMAT,
        seq,
        hash: hash.to_string(),
    };
    let payload = serde_json::to_string(&watermark)?;
    tokio::task::spawn_blocking(move || finish(writer, &payload)).await??;
    index.answer_from(folder::Opened {
        number,
        index: tantivy,
        fields,
        watermark,
    })?;
    folder::keep_only(folder, number);
    Ok(written)
}

/// How many rows there are to be read.
async fn count(forum: &Forum) -> Result<u64, Broken> {
    let plans = plans::Entity::find().filter(plans::Column::State.eq(State::Published));
    let comments =
        comments::Entity::find().filter(comments::Column::State.eq(crate::comments::State::Shown));
    let people = accounts::Entity::find();
    let (plans, comments, people) = tokio::try_join!(
        plans.count(forum.read()),
        comments.count(forum.read()),
        people.count(forum.read())
    )?;
    Ok(plans + comments + people)
}

struct Building<'f> {
    forum: &'f Forum,
    fields: Fields,
    writer: IndexWriter,
    written: u64,
}

impl Building<'_> {
    /// Reads the next rows while the last are being written.
    async fn all<S: Source>(&mut self, tell: &(impl Fn(u64) + Send + Sync)) -> Result<(), Broken> {
        let mut rows: Vec<S> = read(self.forum, &Which::After(0), BATCH).await?;
        while let Some(last) = rows.last().map(Source::id) {
            self.written += rows.len() as u64;
            let after = Which::After(last);
            let (next, ()) = tokio::try_join!(
                read(self.forum, &after, BATCH),
                self.add(std::mem::take(&mut rows))
            )?;
            rows = next;
            tell(self.written);
        }
        Ok(())
    }

    async fn add<S: Source>(&self, rows: Vec<S>) -> Result<(), Broken> {
        let fields = self.fields;
        let made = tokio::task::spawn_blocking(move || documents(&rows, &fields));
        for document in made.await?? {
            self.writer.add_document(document)?;
        }
        Ok(())
    }
}

/// Commits, and waits for the merging of what was written.
fn finish(mut writer: IndexWriter, payload: &str) -> Result<(), Broken> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(payload);
    commit.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
