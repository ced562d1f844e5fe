use super::{Act, Entry};
use crate::{
    broken::Broken,
    clock::Timestamp,
    forum::{Engine, Forum},
    hash::Hash,
    ids::Seq,
    tables::log,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};

/// Any number, the same in every process: appends to the log wait for each other.
const APPENDING: i64 = 0x6f70_656e_706c_616e;

/// Appends the entry of an act inside the transaction that did it.
///
/// Appends are serialised, on `SQLite` by its single writer and here on `PostgreSQL` by a lock that
/// ends with the transaction: otherwise a follower that has read entry 8 would never see entry 7,
/// which was numbered earlier and committed later.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    engine: Engine,
    now: Timestamp,
    act: Act,
) -> Result<Seq, Broken> {
    if engine == Engine::Postgres {
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [APPENDING.into()],
        ))
        .await?;
    }
    let entry = entry_after(last(tx).await?, now, act)?;
    let seq = entry.seq;
    log::Entity::insert(row(entry)?)
        .exec_without_returning(tx)
        .await?;
    Ok(seq)
}

/// The entry that comes after this one.
pub(crate) fn entry_after(
    last: Option<(Seq, Hash)>,
    now: Timestamp,
    act: Act,
) -> Result<Entry, Broken> {
    let (last_seq, prev_hash) = last.unwrap_or((Seq(0), Hash::ZERO));
    let mut entry = Entry {
        seq: Seq(last_seq.0 + 1),
        at: now,
        actor: act.actor,
        act: act.kind.as_str().into(),
        subject: act.subject.to_string(),
        detail: act.detail,
        prev_hash,
        hash: Hash::ZERO,
    };
    entry.hash = entry.expected_hash()?;
    Ok(entry)
}

/// The entry as its row.
pub(crate) fn row(entry: Entry) -> Result<log::ActiveModel, Broken> {
    Ok(log::ActiveModel {
        seq: Set(entry.seq),
        at: Set(entry.at),
        actor: Set(entry.actor),
        act: Set(entry.act),
        subject: Set(entry.subject),
        detail: Set(serde_json_canonicalizer::to_string(&entry.detail)?),
        prev_hash: Set(entry.prev_hash.to_vec()),
        hash: Set(entry.hash.to_vec()),
    })
}

/// The log's end.
pub(crate) async fn last(db: &impl ConnectionTrait) -> Result<Option<(Seq, Hash)>, Broken> {
    let last: Option<(Seq, Vec<u8>)> = log::Entity::find()
        .select_only()
        .column(log::Column::Seq)
        .column(log::Column::Hash)
        .order_by_desc(log::Column::Seq)
        .into_tuple()
        .one(db)
        .await?;
    last.map(|(seq, hash)| Ok((seq, Hash::from_bytes(&hash)?)))
        .transpose()
}

/// The log's newest entry, by which anybody can tell whether the past was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its place; 0 in an empty log.
    pub seq: Seq,
    /// Its hash; zeros in an empty log.
    pub hash: Hash,
    /// When it was written; nothing in an empty log.
    pub at: Option<Timestamp>,
}

/// The log's newest entry.
///
/// # Errors
/// When the database fails.
pub async fn head(forum: &Forum) -> Result<Head, Broken> {
    let newest: Option<(Seq, Vec<u8>, Timestamp)> = log::Entity::find()
        .select_only()
        .columns([log::Column::Seq, log::Column::Hash, log::Column::At])
        .order_by_desc(log::Column::Seq)
        .into_tuple()
        .one(forum.read())
        .await?;
    Ok(match newest {
        Some((seq, hash, at)) => Head {
            seq,
            hash: Hash::from_bytes(&hash)?,
            at: Some(at),
        },
        None => Head {
            seq: Seq(0),
            hash: Hash::ZERO,
            at: None,
        },
    })
}

/// The newest entry's place; 0 in an empty log.
///
/// # Errors
/// When the database fails.
pub async fn newest(forum: &Forum) -> Result<Seq, Broken> {
    Ok(last(forum.read()).await?.map_or(Seq(0), |(seq, _)| seq))
}

/// The entries after this place, oldest first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn after(forum: &Forum, seq: Seq, limit: u64) -> Result<Vec<Entry>, Broken> {
    log::Entity::find()
        .filter(log::Column::Seq.gt(seq))
        .order_by_asc(log::Column::Seq)
        .limit(limit)
        .all(forum.read())
        .await?
        .into_iter()
        .map(entry)
        .collect()
}

pub(super) fn entry(row: log::Model) -> Result<Entry, Broken> {
    Ok(Entry {
        seq: row.seq,
        at: row.at,
        actor: row.actor,
        act: row.act,
        subject: row.subject,
        detail: serde_json::from_str(&row.detail)?,
        prev_hash: Hash::from_bytes(&row.prev_hash)?,
        hash: Hash::from_bytes(&row.hash)?,
    })
}
