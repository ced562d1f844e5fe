//! Checking the whole record.

use crate::{broken::Broken, forum::Forum, hash::Hash, ids::Seq};

const BATCH: u64 = 5_000;

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many entries the log has.
    pub entries: i64,
    /// The newest entry's hash: whoever wrote it down can tell whether the past was changed.
    pub head: Hash,
    /// What is wrong, in order; nothing when all holds.
    pub faults: Vec<String>,
}

/// Follows the chain from its first entry to its newest.
///
/// # Errors
/// When the database fails.
pub async fn verify(forum: &Forum) -> Result<Report, Broken> {
    let mut report = Report {
        entries: 0,
        head: Hash::ZERO,
        faults: Vec::new(),
    };
    loop {
        let entries = super::after(forum, Seq(report.entries), BATCH).await?;
        if entries.is_empty() {
            return Ok(report);
        }
        for entry in entries {
            report.entries += 1;
            if entry.seq != Seq(report.entries) {
                report
                    .faults
                    .push(format!("entry {} is missing", report.entries));
                report.entries = entry.seq.0;
            }
            if entry.prev_hash != report.head {
                report.faults.push(format!(
                    "entry {} does not follow the one before it",
                    entry.seq
                ));
            }
            if entry.expected_hash()? != entry.hash {
                report
                    .faults
                    .push(format!("entry {} has been changed", entry.seq));
            }
            report.head = entry.hash;
        }
    }
}
