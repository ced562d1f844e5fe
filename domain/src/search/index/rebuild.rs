//! Building an index anew from the tables.

use super::{
    Index,
    commit::commit,
    document::{
        AlreadyRead, CommentSource, ListingSource, PersonSource, PlanSource, Source, Which, read,
    },
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
    tables::{accounts, comments, listings, plans},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::{collections::VecDeque, path::Path, sync::Arc, thread};
use tantivy::IndexWriter;
use tokio::task::{JoinHandle, spawn_blocking};

/// How many rows are read at a time.
const BATCH: usize = 500;
/// More threads than these do not make the database read faster.
const MOST_THREADS: usize = 8;
/// How much memory the threads that write may use together before they put segments on the disk: the
/// fewer segments there are, the fewer a search has to look into.
const MEMORY: usize = 400_000_000;

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
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(MOST_THREADS);
    let writer = tantivy.writer_with_num_threads(threads, MEMORY)?;
    let mut building = Building {
        forum,
        fields,
        writer: Arc::new(writer),
        threads,
        read: AlreadyRead::by(index.snapshot()),
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
    building.all::<ListingSource>(&tell).await?;
    let Building {
        writer, written, ..
    } = building;
    let watermark = Watermark {
        format: FORMAT,
        seq,
        hash: hash.to_string(),
        fills: 0,
    };
    let writer = Arc::into_inner(writer);
    let writer = writer.ok_or_else(|| Broken::internal("the index is still being written"))?;
    let upto = watermark.clone();
    spawn_blocking(move || finish(writer, &upto)).await??;
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
    let listings = listings::Entity::find()
        .filter(listings::Column::State.eq(crate::listings::State::Published));
    let (plans, comments, people, listings) = tokio::try_join!(
        plans.count(forum.read()),
        comments.count(forum.read()),
        people.count(forum.read()),
        listings.count(forum.read())
    )?;
    Ok(plans + comments + people + listings)
}

struct Building<'f> {
    forum: &'f Forum,
    fields: Fields,
    writer: Arc<IndexWriter>,
    /// How many batches of documents are made at a time, while one more has been read.
    threads: usize,
    read: AlreadyRead,
    written: u64,
}

impl Building<'_> {
    /// Reads the next rows while the last are made into documents and written.
    async fn all<S: Source>(&mut self, tell: &(impl Fn(u64) + Send + Sync)) -> Result<(), Broken> {
        let mut making = VecDeque::new();
        let mut after = Which::After(0);
        loop {
            let rows: Vec<S> = read(self.forum, &after, BATCH).await?;
            let last = rows.last().map(Source::id);
            if let Some(last) = last {
                making.push_back(self.make(rows));
                after = Which::After(last);
            }
            while making.len() > self.threads || (last.is_none() && !making.is_empty()) {
                if let Some(made) = making.pop_front() {
                    self.written += made.await??;
                    tell(self.written);
                }
            }
            if last.is_none() {
                return Ok(());
            }
        }
    }

    /// Makes documents of these on another thread, and tells how many they were.
    fn make<S: Source>(&self, rows: Vec<S>) -> JoinHandle<Result<u64, Broken>> {
        let (fields, read) = (self.fields, self.read.clone());
        let writer = Arc::clone(&self.writer);
        spawn_blocking(move || {
            for row in &rows {
                writer.add_document(row.document(&fields, &read)?)?;
            }
            Ok(rows.len() as u64)
        })
    }
}

/// Commits, and waits for the merging of what was written.
fn finish(mut writer: IndexWriter, watermark: &Watermark) -> Result<(), Broken> {
    commit(&mut writer, watermark)?;
    writer.wait_merging_threads()?;
    Ok(())
}
