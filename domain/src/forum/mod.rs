//! The forum as a running thing: its database, its clock, its chance, and the one way to write.

mod db;
mod entropy;
mod write;

pub use db::{Db, Engine};
pub use entropy::Entropy;
pub(crate) use write::Write;

use crate::{
    accounts::{Newcomers, Passwords, Registration},
    clock::{Clock, Timestamp},
    ids::Seq,
    search::Index,
};
use sea_orm::DatabaseConnection;
use std::{
    fmt,
    sync::{Arc, OnceLock},
};
use tokio::sync::watch;

/// What an operator decides about a forum.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The forum's name, in page titles, feeds and mail.
    pub name: String,
    /// Where the world reaches it, without a trailing slash: `https://plans.example.org`.
    pub public_url: String,
    /// Who may sign up.
    pub registration: Registration,
    /// What new accounts may; nothing when they may what everybody may.
    pub newcomers: Option<Newcomers>,
    /// Whether what new accounts post is held until a moderator has looked.
    pub premoderate: bool,
    /// Whether attempts to sign in, sign up and post are limited. Off only for measuring.
    pub limits: bool,
    /// From which weight on what readers flag is held until a moderator has looked, in thousandths of a
    /// flag that is surely right; a first flag of somebody weighs 500.
    pub hold_at: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            name: "Openplan".into(),
            public_url: "http://127.0.0.1:3000".into(),
            registration: Registration::Open,
            newcomers: None,
            premoderate: false,
            limits: true,
            hold_at: 1_500,
        }
    }
}

/// The context that every operation takes first. Cheap to clone.
#[derive(Clone)]
pub struct Forum {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    entropy: Entropy,
    policy: Policy,
    passwords: Passwords,
    newest: watch::Sender<Seq>,
    index: OnceLock<Index>,
}

impl Forum {
    /// A forum over a migrated database.
    #[must_use]
    pub fn new(db: Db, clock: Clock, entropy: Entropy, policy: Policy) -> Self {
        Self {
            inner: Arc::new(Inner {
                db,
                clock,
                entropy,
                policy,
                passwords: Passwords::new(),
                newest: watch::Sender::new(Seq(0)),
                index: OnceLock::new(),
            }),
        }
    }

    /// What the operator decided.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// A manual clock moved to this moment: the sample forum and the seed write in the past.
    pub fn set_clock(&self, now: Timestamp) {
        self.inner.clock.set(now);
    }

    /// Whether the database answers: what `/health/ready` asks.
    pub async fn ready(&self) -> bool {
        self.read().ping().await.is_ok()
    }

    /// How often this process has hashed a password: whoever asks for an account that does not
    /// exist must cost as much as whoever asks for one that does.
    #[must_use]
    pub fn hashes(&self) -> u64 {
        self.passwords().done()
    }

    /// Wakes when this process has appended to the log. Other processes' entries are found by
    /// asking the log again after a while.
    #[must_use]
    pub fn appended(&self) -> watch::Receiver<Seq> {
        self.inner.newest.subscribe()
    }

    /// Searches in this index from now on. A forum without one finds nothing.
    pub fn search_in(&self, index: Index) {
        // A second index is never given: a process opens one as it starts.
        let _ = self.inner.index.set(index);
    }

    pub(crate) fn index(&self) -> Option<&Index> {
        self.inner.index.get()
    }

    pub(crate) fn announce(&self, seq: Seq) {
        self.inner
            .newest
            .send_if_modified(|newest| std::mem::replace(newest, seq.max(*newest)) < seq);
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    pub(crate) fn entropy(&self) -> &Entropy {
        &self.inner.entropy
    }

    /// For reading outside a transaction.
    pub(crate) fn read(&self) -> &DatabaseConnection {
        self.inner.db.reader()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }
}

impl fmt::Debug for Forum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forum")
            .field("policy", &self.inner.policy)
            .finish_non_exhaustive()
    }
}
