//! Letting a model read the plans that it has not read yet, beside everything else: a text takes
//! it milliseconds, and nobody waits. Until then a plan is compared by its words.

use super::{
    document::{PlanSource, Source, Which, read},
    snapshot::Snapshot,
};
use crate::{
    broken::Broken,
    forum::Forum,
    ids::PlanId,
    search::model::{Kept, Reader},
};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::task::JoinHandle;

/// How many plans are read in one go: so many that a new one has its turn soon.
const AT_ONCE: usize = 4;
/// How many are written together, while there are more to be read.
const TOGETHER: usize = 64;

type Read = HashMap<PlanId, Kept>;

/// What has been read and is not yet in the index, and what is being read.
#[derive(Default)]
pub(super) struct Filling {
    read: Read,
    under_way: Option<JoinHandle<Read>>,
    failed: Option<Broken>,
    is_over: Arc<AtomicBool>,
}

impl Filling {
    /// Ends when something has been read; never while nothing is.
    pub(super) async fn has_read(&mut self) {
        if let Some(under_way) = &mut self.under_way {
            let read = under_way.await;
            self.under_way = None;
            match read {
                Ok(read) => self.read.extend(read),
                Err(error) => self.failed = Some(error.into()),
            }
        } else {
            std::future::pending::<()>().await;
        }
    }

    /// Has more read, if there is something to be read and nothing under way; gives what is to be
    /// written now.
    pub(super) async fn go_on(
        &mut self,
        forum: &Forum,
        reader: &Arc<Reader>,
        snapshot: &Snapshot,
    ) -> Result<Option<Read>, Broken> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        if self.under_way.is_some() {
            return Ok(None);
        }
        let mut unread = snapshot.unread(AT_ONCE + self.read.len());
        unread.retain(|plan| !self.read.contains_key(plan));
        unread.truncate(AT_ONCE);
        if self.read.len() >= TOGETHER || (unread.is_empty() && !self.read.is_empty()) {
            return Ok(Some(std::mem::take(&mut self.read)));
        }
        if !unread.is_empty() {
            self.begin(forum, reader, &unread).await?;
        }
        Ok(None)
    }

    /// Whether nothing is being read.
    pub(super) fn is_idle(&self) -> bool {
        self.under_way.is_none()
    }

    async fn begin(
        &mut self,
        forum: &Forum,
        reader: &Arc<Reader>,
        plans: &[PlanId],
    ) -> Result<(), Broken> {
        let which = Which::These(plans.iter().map(|plan| plan.0).collect());
        let rows: Vec<PlanSource> = read(forum, &which, AT_ONCE).await?;
        let (reader, is_over) = (Arc::clone(reader), Arc::clone(&self.is_over));
        self.under_way = Some(tokio::task::spawn_blocking(move || {
            let wanted = rows.iter().take_while(|_| !is_over.load(Ordering::Relaxed));
            wanted
                .map(|row| (PlanId(row.id()), row.read_by(&reader)))
                .collect()
        }));
        Ok(())
    }
}

impl Drop for Filling {
    /// Whoever stops the forum does not wait for more than the plan that is being read.
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}
