//! Where an index lives: a folder of numbered folders, of which the newest complete one answers.
//!
//! An index is complete once a commit has said up to which entry of the log it is. A new one is built
//! beside the old, so that the old one keeps answering until the new one is complete.

use super::{meanings::Keeper, schema::Fields};
use crate::{broken::Broken, ids::Seq};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

/// What a commit says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Watermark {
    /// See [`FORMAT`](super::schema::FORMAT).
    pub format: u32,
    /// The last entry of the log whose act the index shows.
    pub seq: Seq,
    /// That entry's hash, so that an index is known for another forum's, or for one of a time that a
    /// backup has undone.
    pub hash: String,
    /// How often what a model has read was added since the index was built: a commit without an
    /// entry of the log is news as well.
    #[serde(default)]
    pub fills: u64,
}

/// An index on the disk.
#[derive(Clone)]
pub(super) struct Opened {
    pub number: u32,
    pub index: tantivy::Index,
    pub fields: Fields,
    pub watermark: Watermark,
}

/// The newest complete index in the folder that this program can read.
pub(super) fn newest(folder: &Path) -> Option<Opened> {
    let mut numbers = numbers(folder);
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    numbers.into_iter().find_map(|number| open(folder, number))
}

fn open(folder: &Path, number: u32) -> Option<Opened> {
    let mut index = tantivy::Index::open_in_dir(place(folder, number)).ok()?;
    index.register_plugin(Keeper::plugin());
    let watermark = watermark(&index)?;
    let (schema, fields) = Fields::schema();
    (index.schema() == schema).then(|| {
        Fields::teach(&index);
        Opened {
            number,
            index,
            fields,
            watermark,
        }
    })
}

/// What the index's last commit says of itself.
pub(super) fn watermark(index: &tantivy::Index) -> Option<Watermark> {
    let payload = index.load_metas().ok()?.payload?;
    serde_json::from_str(&payload).ok()
}

/// A new, empty index beside the others.
pub(super) fn begin(folder: &Path) -> Result<(u32, tantivy::Index, Fields), Broken> {
    let number = numbers(folder).into_iter().max().unwrap_or(0) + 1;
    let place = place(folder, number);
    fs::create_dir_all(&place)?;
    let (schema, fields) = Fields::schema();
    let builder = tantivy::Index::builder().schema(schema);
    let builder = builder.register_plugin(Keeper::plugin());
    let index = builder.create_in_dir(place)?;
    Fields::teach(&index);
    Ok((number, index, fields))
}

/// Removes all indexes but this one.
pub(super) fn keep_only(folder: &Path, number: u32) {
    for other in numbers(folder).into_iter().filter(|other| *other != number) {
        if let Err(error) = fs::remove_dir_all(place(folder, other)) {
            tracing::warn!(%error, other, "an old search index stays");
        }
    }
}

fn place(folder: &Path, number: u32) -> PathBuf {
    folder.join(number.to_string())
}

fn numbers(folder: &Path) -> Vec<u32> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect()
}

/// The right to write the index, held by one process at a time and given back with it.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// The right to write, unless another process has it.
pub(super) fn lock(folder: &Path) -> Result<Option<Lock>, Broken> {
    fs::create_dir_all(folder)?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
