//! The search index: a follower of the log.
//!
//! Every commit carries the last entry of the log that it shows, so whatever happens between the
//! database's commit and the index's is repeated and never lost. What the index answers is checked
//! once more against the database before anybody sees it; and what has been hidden since its last
//! commit is left out of the query itself, so that counts do not speak of it either.

mod audit;
mod commit;
mod document;
mod fill;
mod folder;
mod follow;
mod groups;
mod meanings;
mod read;
mod rebuild;
mod schema;
mod set;
mod snapshot;

pub use audit::{Audit, audit};
pub(super) use document::place;
pub use follow::{catch_up, follow};
pub(super) use groups::Groups;
pub use rebuild::{Progress, reindex};
pub(super) use schema::Fields;
pub(super) use set::{Set, postings};
pub(crate) use snapshot::Snapshot;
pub(super) use snapshot::{Beside, Vectors};

use super::{
    model::{Model, Reader},
    similar::Known,
};
use crate::{broken::Broken, copies::Surveyed};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use tantivy::{IndexReader, ReloadPolicy};

/// The search index as whoever searches knows it. Cheap to clone.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    state: RwLock<State>,
    known: Known,
    surveyed: Surveyed,
    reader: Option<Arc<Reader>>,
}

/// What answers now.
#[derive(Clone, Default)]
struct State {
    open: Option<Answering>,
    /// How many documents a new index has already, while the first is being built.
    built: u64,
}

#[derive(Clone)]
struct Answering {
    opened: folder::Opened,
    reader: IndexReader,
    snapshot: Arc<Snapshot>,
}

impl Index {
    /// The index in this folder. Nothing is found before [`follow`] has built one, if there is none
    /// or it cannot be read.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        Self::open_with(folder, None)
    }

    /// The same, with a model that reads plans, if there is one. What it has not read yet it reads
    /// while the index follows.
    #[must_use]
    pub fn open_with(folder: &Path, model: Option<Arc<dyn Model>>) -> Self {
        let index = Self {
            inner: Arc::new(Inner {
                folder: folder.to_owned(),
                state: RwLock::default(),
                known: Known::default(),
                surveyed: Surveyed::default(),
                reader: model.map(|model| Arc::new(Reader::new(model))),
            }),
        };
        if let Some(opened) = folder::newest(folder)
            && let Err(error) = index.answer_from(opened)
        {
            tracing::warn!(%error, "the search index is broken");
        }
        index
    }

    /// What can be searched at this moment; nothing while the first index is being built.
    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.state().open.map(|open| open.snapshot)
    }

    /// How many documents are in the first index so far, while it is being built.
    #[must_use]
    pub fn building(&self) -> Option<u64> {
        let state = self.state();
        state.open.is_none().then_some(state.built)
    }

    /// What was found to be similar lately.
    pub(super) fn known(&self) -> &Known {
        &self.inner.known
    }

    /// Which plans looked like copies of others lately.
    pub(crate) fn surveyed(&self) -> &Surveyed {
        &self.inner.surveyed
    }

    /// The model that reads plans, if there is one.
    pub(super) fn reader(&self) -> Option<&Arc<Reader>> {
        self.inner.reader.as_ref()
    }

    fn mark(&self) -> Option<u64> {
        self.reader().map(|reader| reader.mark())
    }

    fn folder(&self) -> &Path {
        &self.inner.folder
    }

    fn state(&self) -> State {
        let state = self.inner.state.read();
        state.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self
            .inner
            .state
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
    }

    /// Answers from this index from now on.
    fn answer_from(&self, opened: folder::Opened) -> Result<(), Broken> {
        let reader = opened
            .index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Arc::new(Snapshot::of(&opened, &reader, self.mark(), None)?);
        let answering = Answering {
            opened,
            reader,
            snapshot,
        };
        self.change(|state| state.open = Some(answering));
        Ok(())
    }

    /// Takes in what has been committed since.
    fn refresh(&self) -> Result<(), Broken> {
        let Some(mut open) = self.state().open else {
            return Ok(());
        };
        // The watermark first: what is read after it is never older.
        let Some(watermark) = folder::watermark(&open.opened.index) else {
            return Ok(());
        };
        if watermark == open.opened.watermark {
            return Ok(());
        }
        open.reader.reload()?;
        open.opened.watermark = watermark;
        open.snapshot = Arc::new(Snapshot::of(
            &open.opened,
            &open.reader,
            self.mark(),
            Some(&open.snapshot),
        )?);
        self.change(|state| state.open = Some(open));
        Ok(())
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Index").field(&self.inner.folder).finish()
    }
}
