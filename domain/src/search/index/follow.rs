//! Keeping the index in step with the log.

use super::{
    Index,
    commit::commit,
    document::{
        AlreadyRead, CommentSource, Key, ListingSource, PersonSource, PlanSource, Source, Which,
        documents, read,
    },
    fill::Filling,
    folder::{self, Lock, Watermark},
    rebuild::build,
    schema::{FORMAT, Fields},
};
use crate::{
    broken::Broken,
    copies,
    forum::Forum,
    ids::{AccountId, CommentId, ListingId, PlanId, Seq, TagId},
    log::{self, Entry, Kind},
    tables::{comments, listings, plans},
    tags,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::{collections::BTreeSet, time::Duration};
use tantivy::IndexWriter;
use tokio::{sync::watch, time::timeout};

/// How many entries of the log one commit takes in.
const MOST_ENTRIES: u64 = 2_000;
/// From so many entries on, building anew takes less time than following.
const FAR_BEHIND: i64 = 50_000;
/// How often the log is asked for what other processes have done.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// After a failure.
const RECOVER: Duration = Duration::from_secs(5);
/// How much memory the writer may use.
const MEMORY: usize = 30_000_000;
/// How many rows are read at a time.
const BATCH: usize = 500;

/// Keeps the index in step with the log until told to stop: one process per folder writes it, the
/// others read along and take its place when it is gone. A forum without an index has nothing to
/// keep.
pub async fn follow(forum: &Forum, mut stop: watch::Receiver<bool>) {
    let Some(index) = forum.index() else {
        return;
    };
    let mut follower = Follower {
        forum,
        index,
        right: None,
    };
    let mut appended = forum.appended();
    let mut filling = Filling::default();
    loop {
        let pause = match follower.round(&mut filling).await {
            Ok(()) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!(%error, "the search index cannot follow the log");
                follower.right = None;
                RECOVER
            }
        };
        let news = async { timeout(pause, appended.changed()).await };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = news => {}
            () = filling.has_read() => {}
        }
    }
}

/// Takes in everything that has happened until now, and lets the model read all of it, if there is
/// one.
///
/// # Errors
/// When the database or the index fails.
pub async fn catch_up(forum: &Forum) -> Result<(), Broken> {
    let Some(index) = forum.index() else {
        return Ok(());
    };
    let mut follower = Follower {
        forum,
        index,
        right: None,
    };
    let mut filling = Filling::default();
    loop {
        follower.round(&mut filling).await?;
        if filling.is_idle() {
            return Ok(());
        }
        filling.has_read().await;
    }
}

/// The acts that take a plan with all that is on it from readers' eyes, or give it back.
const SHOWING: [Kind; 8] = [
    Kind::PlanWithdrawn,
    Kind::PlanReturned,
    Kind::ModerationHeld,
    Kind::ModerationHidden,
    Kind::ModerationRestored,
    Kind::ModerationMerged,
    Kind::ModerationParted,
    Kind::AppealGranted,
];

/// What only one process has.
struct Right {
    lock: Lock,
    writer: Option<IndexWriter>,
}

impl Right {
    /// Writes what has changed into the index that answers.
    async fn write(
        &mut self,
        forum: &Forum,
        opened: &folder::Opened,
        changed: Changed,
        read: &AlreadyRead,
        watermark: Watermark,
    ) -> Result<(), Broken> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => opened.index.writer_with_num_threads(1, MEMORY)?,
        };
        let writing = changed.write(forum, opened.fields, writer, read, watermark);
        self.writer = Some(writing.await?);
        Ok(())
    }
}

struct Follower<'f> {
    forum: &'f Forum,
    index: &'f Index,
    right: Option<Right>,
}

impl Follower<'_> {
    /// Takes in everything that has happened, and what the model has read meanwhile.
    async fn round(&mut self, filling: &mut Filling) -> Result<(), Broken> {
        self.take_in().await?;
        self.fill(filling).await
    }

    async fn take_in(&mut self) -> Result<(), Broken> {
        if self.right.is_none() {
            self.right =
                folder::lock(self.index.folder())?.map(|lock| Right { lock, writer: None });
        }
        let Some(right) = &mut self.right else {
            return read_along(self.index);
        };
        loop {
            let open = self.index.state().open;
            let Some(open) = open.filter(|open| open.opened.watermark.format == FORMAT) else {
                return self.anew().await;
            };
            let seq = open.opened.watermark.seq;
            if !is_of_this_log(self.forum, &open.opened.watermark).await? {
                tracing::warn!("the search index is not of this forum's log");
                return self.anew().await;
            }
            let entries = log::after(self.forum, seq, MOST_ENTRIES).await?;
            let Some(last) = entries.last() else {
                return Ok(());
            };
            if log::newest(self.forum).await?.0 - seq.0 > FAR_BEHIND {
                return self.anew().await;
            }
            let watermark = Watermark {
                format: FORMAT,
                seq: last.seq,
                hash: last.hash.to_string(),
                fills: open.opened.watermark.fills,
            };
            let changed = Changed::by(self.forum, &entries).await?;
            let read = AlreadyRead::by(Some(open.snapshot));
            right
                .write(self.forum, &open.opened, changed, &read, watermark)
                .await?;
            self.index.refresh()?;
        }
    }

    /// Writes what the model has read, and has it read on. Only whoever writes the index does.
    async fn fill(&mut self, filling: &mut Filling) -> Result<(), Broken> {
        while let (Some(right), Some(reader), Some(open)) = (
            &mut self.right,
            self.index.reader(),
            self.index.state().open,
        ) {
            let Some(new) = filling.go_on(self.forum, reader, &open.snapshot).await? else {
                return Ok(());
            };
            let changed = Changed {
                plans: new.keys().copied().collect(),
                ..Changed::default()
            };
            let mut watermark = open.opened.watermark.clone();
            watermark.fills += 1;
            let read = AlreadyRead::by(Some(open.snapshot)).with(new);
            right
                .write(self.forum, &open.opened, changed, &read, watermark)
                .await?;
            self.index.refresh()?;
        }
        Ok(())
    }

    /// Builds the index from the tables.
    async fn anew(&mut self) -> Result<(), Broken> {
        let Some(right) = &mut self.right else {
            return Ok(());
        };
        right.writer = None;
        tracing::info!("building the search index");
        let written = build(self.forum, self.index, &right.lock, |_| {}).await?;
        tracing::info!(written, "the search index is built");
        Ok(())
    }
}

/// What another process has written.
fn read_along(index: &Index) -> Result<(), Broken> {
    let newest = folder::newest(index.folder());
    let number = index.state().open.map(|open| open.opened.number);
    match newest {
        Some(newest) if Some(newest.number) != number => index.answer_from(newest),
        _ => index.refresh(),
    }
}

/// Whether the log holds the entry that the index was made at.
async fn is_of_this_log(forum: &Forum, watermark: &Watermark) -> Result<bool, Broken> {
    if watermark.seq == Seq(0) {
        return Ok(true);
    }
    let before = Seq(watermark.seq.0 - 1);
    let entries = log::after(forum, before, 1).await?;
    Ok(entries.first().is_some_and(|entry| {
        entry.seq == watermark.seq && entry.hash.to_string() == watermark.hash
    }))
}

/// What entries of the log have changed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Changed {
    plans: BTreeSet<PlanId>,
    comments: BTreeSet<CommentId>,
    people: BTreeSet<AccountId>,
    listings: BTreeSet<ListingId>,
    /// With everything that was forked from them.
    branches: BTreeSet<PlanId>,
    /// With everything that is on them.
    whole_plans: BTreeSet<PlanId>,
    /// With everything that they wrote.
    whole_people: BTreeSet<AccountId>,
    /// With everything that is given them.
    tags: BTreeSet<TagId>,
}

impl Changed {
    async fn by(forum: &Forum, entries: &[Entry]) -> Result<Self, Broken> {
        let mut changed = Self::default();
        for entry in entries {
            changed.add(entry);
        }
        changed.add_all_of_people(forum).await?;
        changed.add_all_of_plans(forum).await?;
        changed.add_branches(forum).await?;
        changed.add_tagged(forum).await?;
        Ok(changed)
    }

    /// What the entry names.
    fn add(&mut self, entry: &Entry) {
        let plan = number(entry, "plan:").map(PlanId);
        let person = number(entry, "account:").map(AccountId);
        let detail = |name: &str| entry.detail.get(name).and_then(serde_json::Value::as_i64);
        if SHOWING.map(Kind::as_str).contains(&entry.act.as_str()) {
            self.whole_plans.extend(plan);
            // Of two that were merged, the other as well: what is on the one is on the other now.
            self.whole_plans.extend(detail("into").map(PlanId));
        }
        if [Kind::AccountErased, Kind::AccountDeactivated]
            .map(Kind::as_str)
            .contains(&entry.act.as_str())
        {
            self.whole_people.extend(person);
        }
        if [Kind::PlanLinked, Kind::PlanUnlinked]
            .map(Kind::as_str)
            .contains(&entry.act.as_str())
        {
            self.branches.extend(plan);
        }
        if [Kind::TagRenamed, Kind::TagMerged, Kind::TagUnmerged]
            .map(Kind::as_str)
            .contains(&entry.act.as_str())
        {
            self.tags.extend(number(entry, "tag:").map(TagId));
        }
        self.plans.extend(plan);
        self.plans
            .extend(["plan", "from"].into_iter().filter_map(detail).map(PlanId));
        self.people.extend(person);
        self.listings
            .extend(number(entry, "listing:").map(ListingId));
        self.comments
            .extend(number(entry, "comment:").map(CommentId));
        self.comments.extend(detail("comment").map(CommentId));
    }

    async fn add_all_of_people(&mut self, forum: &Forum) -> Result<(), Broken> {
        if self.whole_people.is_empty() {
            return Ok(());
        }
        let theirs: Vec<PlanId> = plans::Entity::find()
            .select_only()
            .column(plans::Column::Id)
            .filter(plans::Column::AuthorId.is_in(self.whole_people.iter().copied()))
            .into_tuple()
            .all(forum.read())
            .await?;
        let said: Vec<(CommentId, PlanId)> = comments::Entity::find()
            .select_only()
            .columns([comments::Column::Id, comments::Column::PlanId])
            .filter(comments::Column::AuthorId.is_in(self.whole_people.iter().copied()))
            .into_tuple()
            .all(forum.read())
            .await?;
        let made: Vec<ListingId> = listings::Entity::find()
            .select_only()
            .column(listings::Column::Id)
            .filter(listings::Column::MakerId.is_in(self.whole_people.iter().copied()))
            .into_tuple()
            .all(forum.read())
            .await?;
        self.listings.extend(made);
        self.whole_plans.extend(theirs);
        for (comment, plan) in said {
            self.comments.insert(comment);
            self.plans.insert(plan);
        }
        Ok(())
    }

    /// What is on them, and what they were forked from, which counts its forks.
    async fn add_all_of_plans(&mut self, forum: &Forum) -> Result<(), Broken> {
        if self.whole_plans.is_empty() {
            return Ok(());
        }
        let parents: Vec<Option<PlanId>> = plans::Entity::find()
            .select_only()
            .column(plans::Column::ForkedFromPlan)
            .filter(plans::Column::Id.is_in(self.whole_plans.iter().copied()))
            .into_tuple()
            .all(forum.read())
            .await?;
        let on_them: Vec<CommentId> = comments::Entity::find()
            .select_only()
            .column(comments::Column::Id)
            .filter(comments::Column::PlanId.is_in(self.whole_plans.iter().copied()))
            .into_tuple()
            .all(forum.read())
            .await?;
        self.plans.append(&mut self.whole_plans);
        self.plans.extend(parents.into_iter().flatten());
        self.comments.extend(on_them);
        Ok(())
    }

    /// What has moved to another family.
    async fn add_branches(&mut self, forum: &Forum) -> Result<(), Broken> {
        let roots: Vec<PlanId> = std::mem::take(&mut self.branches).into_iter().collect();
        if !roots.is_empty() {
            let below = copies::below(forum.read(), &roots).await?;
            self.plans.extend(below.into_iter().map(|(plan, _)| plan));
        }
        Ok(())
    }

    /// What has a tag that goes by another name now.
    async fn add_tagged(&mut self, forum: &Forum) -> Result<(), Broken> {
        for tag in std::mem::take(&mut self.tags) {
            self.plans.extend(tags::respelled_plans(forum, tag).await?);
        }
        Ok(())
    }

    /// Writes what all this is now, and up to where the log was followed.
    async fn write(
        self,
        forum: &Forum,
        fields: Fields,
        mut writer: IndexWriter,
        read: &AlreadyRead,
        watermark: Watermark,
    ) -> Result<IndexWriter, Broken> {
        let plans: Vec<_> = self.plans.into_iter().map(Key::Plan).collect();
        let comments: Vec<_> = self.comments.into_iter().map(Key::Comment).collect();
        let people: Vec<_> = self.people.into_iter().map(Key::Person).collect();
        let listings: Vec<_> = self.listings.into_iter().map(Key::Listing).collect();
        replace::<PlanSource>(forum, fields, &writer, &plans, read).await?;
        replace::<CommentSource>(forum, fields, &writer, &comments, read).await?;
        replace::<PersonSource>(forum, fields, &writer, &people, read).await?;
        replace::<ListingSource>(forum, fields, &writer, &listings, read).await?;
        let committing = tokio::task::spawn_blocking(move || {
            commit(&mut writer, &watermark)?;
            Ok(writer)
        });
        committing.await?
    }
}

/// Puts what these are now in the place of what they were.
async fn replace<S: Source>(
    forum: &Forum,
    fields: Fields,
    writer: &IndexWriter,
    keys: &[Key],
    already: &AlreadyRead,
) -> Result<(), Broken> {
    for keys in keys.chunks(BATCH) {
        for key in keys {
            writer.delete_term(key.term(fields.key));
        }
        let which = Which::These(keys.iter().map(|key| key.number()).collect());
        let rows: Vec<S> = read(forum, &which, BATCH).await?;
        let already = already.clone();
        let made = tokio::task::spawn_blocking(move || documents(&rows, &fields, &already));
        for document in made.await?? {
            writer.add_document(document)?;
        }
    }
    Ok(())
}

fn number(entry: &Entry, subject: &str) -> Option<i64> {
    entry.subject.strip_prefix(subject)?.parse().ok()
}
