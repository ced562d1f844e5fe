//! The sketches of all plans that everybody may see, as the index keeps them.

use super::index::Snapshot;
use crate::{broken::Broken, copies::Sketches, ids::PlanId};

/// Reads them from one state of the index.
pub(crate) fn sketches(snapshot: &Snapshot) -> Result<Sketches, Broken> {
    let mut sketches = Sketches::default();
    for reader in snapshot.searcher.segment_readers() {
        let fast = reader.fast_fields();
        let (ids, families) = (fast.i64("id")?, fast.i64("family")?);
        let hashes = fast.u64("sketch")?;
        for document in reader.doc_ids_alive() {
            // Only plans have one.
            if let Some((id, family)) = ids.first(document).zip(families.first(document)) {
                let sketch = hashes.values_for_doc(document);
                sketches.add(PlanId(id), PlanId(family), sketch);
            }
        }
    }
    Ok(sketches)
}
