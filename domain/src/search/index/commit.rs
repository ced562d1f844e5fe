//! Committing what has been written, together with up to where the log was followed.

use super::folder::Watermark;
use crate::broken::Broken;
use tantivy::IndexWriter;

/// Puts everything that has been added on the disk, and then, in one moment, in the place of what was
/// there.
pub(super) fn commit(writer: &mut IndexWriter, watermark: &Watermark) -> Result<(), Broken> {
    let payload = serde_json::to_string(watermark)?;
    stop_at("written");
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload);
    stop_at("prepared");
    commit.commit()?;
    Ok(())
}

/// A test that kills the process here names this place in `OPENPLAN_STOP_INDEX`, and in
/// `OPENPLAN_STOPPED` the file that tells it when. Only debug builds stop.
#[cfg(debug_assertions)]
fn stop_at(place: &str) {
    if std::env::var_os("OPENPLAN_STOP_INDEX").is_some_and(|named| named == place)
        && let Some(mark) = std::env::var_os("OPENPLAN_STOPPED")
        && std::fs::write(mark, place).is_ok()
    {
        loop {
            std::thread::park();
        }
    }
}

#[cfg(not(debug_assertions))]
fn stop_at(_: &str) {}
