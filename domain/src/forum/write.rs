//! The one way to write.
//!
//! `PostgreSQL` gives every write its own transaction. `SQLite` has a single writer, and a durable
//! commit there costs a flush of the disk (about a millisecond), so writes that arrive while
//! another is under way share the flush: each runs in its own savepoint of one open transaction,
//! and all are answered when that transaction has been committed. Nobody is told "saved" earlier.

use super::{Db, Engine, Forum};
use crate::{
    accounts::{Standing, effective},
    broken::{Broken, Refused},
    clock::Timestamp,
    ids::{AccountId, Seq},
    log::{self, Act},
    tables::accounts,
    viewer::Member,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
    sea_query::LockType,
};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// The transaction that `SQLite`'s writes share while it is open.
#[derive(Debug, Default)]
pub(super) struct Lane {
    open: Option<Shared>,
}

#[derive(Debug)]
struct Shared {
    transaction: DatabaseTransaction,
    waiting: Vec<oneshot::Sender<bool>>,
}

/// A write under way: queries go to [`Write::tx`], and nothing has happened until
/// [`Write::record`] or [`Write::commit`]. Dropped before that, it leaves no trace.
///
/// Work that takes long (hashing a password, rendering a text) is done before a write is begun.
pub(crate) struct Write {
    forum: Forum,
    tx: DatabaseTransaction,
    now: Timestamp,
    // After `tx`, so that a dropped write leaves its savepoint before it leaves the lane.
    lane: Option<InLane>,
}

/// A place in the lane. Left without having waited for the commit, as a refused write does, it
/// sees to it that a transaction with nothing in it does not stay open.
struct InLane {
    guard: OwnedMutexGuard<Lane>,
    lane: Arc<Mutex<Lane>>,
}

impl Drop for InLane {
    fn drop(&mut self) {
        if self.guard.is_idle() {
            tokio::spawn(commit_in_turn(Arc::clone(&self.lane)));
        }
    }
}

impl Forum {
    /// Begins a write.
    pub(crate) async fn write(&self) -> Result<Write, Broken> {
        let db = self.db();
        let (tx, lane) = match db.engine() {
            Engine::Postgres => (db.writer().begin().await?, None),
            Engine::Sqlite => {
                let lane = db.lane();
                let guard = Arc::clone(&lane).lock_owned().await;
                let mut place = InLane { guard, lane };
                (place.guard.join(db).await?, Some(place))
            }
        };
        Ok(Write {
            forum: self.clone(),
            tx,
            now: self.now(),
            lane,
        })
    }
}

impl Forum {
    /// Begins a member's act. Whether they may act is asked again here, inside the transaction:
    /// after a suspension has been acknowledged, nothing of theirs is accepted.
    pub(crate) async fn act(&self, member: &Member) -> Result<Write, Refused> {
        self.act_about(member, member.id).await
    }

    /// As [`Self::act`], for an act that changes what is counted of somebody else as well. Whoever acts holds
    /// their account before anything else, so both are held here, in the order in which everybody does:
    /// otherwise this act would wait for theirs, and theirs for this.
    pub(crate) async fn act_about(
        &self,
        member: &Member,
        concerned: AccountId,
    ) -> Result<Write, Refused> {
        let write = self.write().await?;
        let held: Vec<(AccountId, Standing, Option<Timestamp>)> = accounts::Entity::find()
            .select_only()
            .columns([
                accounts::Column::Id,
                accounts::Column::Standing,
                accounts::Column::SuspendedUntil,
            ])
            .filter(accounts::Column::Id.is_in([member.id, concerned]))
            .order_by_asc(accounts::Column::Id)
            // Where there are several writers, whoever suspends or erases the account waits for
            // this act to end, and this act for them. `SQLite` has one writer and no such word.
            .lock(LockType::NoKeyUpdate)
            .into_tuple()
            .all(write.tx())
            .await?;
        let actor = held.into_iter().find(|(id, ..)| *id == member.id);
        match actor.map(|(_, standing, until)| effective(standing, until, write.now())) {
            Some(Standing::Active) => Ok(write),
            _ => Err(Refused::Suspended),
        }
    }
}

impl Write {
    /// Where this write's queries go.
    pub(crate) fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Changes rows by a statement of its own, with these values for `$1`, `$2`, ….
    pub(crate) async fn run(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<(), Broken> {
        let backend = self.tx.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        self.tx.execute_raw(statement).await?;
        Ok(())
    }

    /// The one moment at which everything in this write happens.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Ends a public act: appends its one entry to the log and commits both together.
    pub(crate) async fn record(self, act: Act) -> Result<Seq, Broken> {
        let seq = log::append(&self.tx, self.forum.db().engine(), self.now, act).await?;
        let forum = self.forum.clone();
        self.commit().await?;
        forum.announce(seq);
        Ok(seq)
    }

    /// Ends a write that is not a public act: votes, sessions, drafts, mail.
    pub(crate) async fn commit(self) -> Result<(), Broken> {
        self.tx.commit().await?;
        let Some(mut place) = self.lane else {
            return Ok(());
        };
        let done = place.guard.wait(&place.lane);
        drop(place);
        match done.await {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(Broken::internal("the shared transaction was not committed")),
        }
    }
}

impl Lane {
    /// A savepoint in the open transaction, which is begun when there is none.
    async fn join(&mut self, db: &Db) -> Result<DatabaseTransaction, Broken> {
        let shared = match &mut self.open {
            Some(shared) => shared,
            closed @ None => closed.insert(Shared {
                transaction: db.writer().begin_with_options(immediate()).await?,
                waiting: Vec::new(),
            }),
        };
        Ok(shared.transaction.begin().await?)
    }

    /// Whether a transaction is open that nobody waits for.
    fn is_idle(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|shared| shared.waiting.is_empty())
    }

    /// Waits for the open transaction's commit. The first to wait queues the commit behind the
    /// writes that are queued for the lane now (the lock is first come, first served), so that
    /// they join this transaction and later ones make the next.
    fn wait(&mut self, lane: &Arc<Mutex<Self>>) -> oneshot::Receiver<bool> {
        let (sender, receiver) = oneshot::channel();
        let shared = self
            .open
            .as_mut()
            .expect("a write in the lane has the transaction open");
        shared.waiting.push(sender);
        if shared.waiting.len() == 1 {
            tokio::spawn(commit_in_turn(Arc::clone(lane)));
        }
        receiver
    }
}

async fn commit_in_turn(lane: Arc<Mutex<Lane>>) {
    let mut lane = lane.lock().await;
    let Some(shared) = lane.open.take() else {
        return;
    };
    let committed = shared.transaction.commit().await;
    if let Err(error) = &committed {
        tracing::error!(%error, writes = shared.waiting.len(), "a commit failed");
    }
    for waiting in shared.waiting {
        // Whoever hung up no longer wants to know.
        let _ = waiting.send(committed.is_ok());
    }
}

fn immediate() -> TransactionOptions {
    TransactionOptions {
        // A deferred transaction that reads and then writes fails at once with SQLITE_BUSY_SNAPSHOT.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}
