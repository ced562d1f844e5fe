//! The plans whose vectors lie closest to one's.

use super::{
    best::Best,
    find::Hidden,
    index::{Beside, Snapshot, Vectors},
    meaning::Meaning,
};
use crate::{broken::Broken, ids::PlanId};

/// What the likeness that a model sees counts, where both have been read; the rest is that of their
/// words.
const READ: f32 = 0.5;
/// What is less alike than this is another business.
const ALIKE: f32 = 0.45;
/// So many deviations above the mean of all plans few are by chance.
const UNUSUAL: f64 = 1.4;
/// A plan is as alike as this to itself, which says nothing of what is usual.
const ITSELF: f32 = 0.999;
/// Fewer plans do not say what is usual.
const ENOUGH: u32 = 30;

impl Vectors {
    /// How close another is: 1 for the same, 0 for what has nothing in common.
    fn likeness_to(&self, other: &Beside<'_>) -> f32 {
        let likeness = |mine: &Option<Meaning>, other: Option<(f32, &[u8])>| {
            let (mine, (scale, numbers)) = (mine.as_ref()?, other?);
            Some(mine.likeness_to(scale, numbers))
        };
        let words = likeness(&self.words, other.words);
        let read = likeness(&self.read, other.read);
        match (words, read) {
            (Some(words), Some(read)) => words + READ * (read - words),
            (words, read) => words.or(read).unwrap_or(0.0),
        }
    }
}

/// The plans whose vectors lie closest.
pub(super) fn closest(
    snapshot: &Snapshot,
    vectors: &Vectors,
    hidden: &Hidden,
    family: Option<PlanId>,
    most: usize,
) -> Result<Vec<(PlanId, f32)>, Broken> {
    let segments = 0..snapshot.meanings.len();
    let likenesses = segments.map(|segment| {
        let plans = snapshot.beside(segment);
        let likeness = plans.map(|other| (other.document, vectors.likeness_to(&other)));
        likeness.collect::<Vec<_>>()
    });
    let likenesses: Vec<_> = likenesses.collect();
    let alike = alike_from(likenesses.iter().flatten().map(|(_, likeness)| *likeness));
    let mut best = Best::new(most);
    for (reader, likenesses) in snapshot.searcher.segment_readers().iter().zip(&likenesses) {
        let fast = reader.fast_fields();
        let (ids, families) = (fast.i64("id")?, fast.i64("family")?);
        let is_hidden = hidden.within(reader)?;
        for (document, likeness) in likenesses {
            let worst = best.worst();
            let is_better = worst.is_none_or(|(worst, _)| likeness.to_bits() > *worst);
            if *likeness < alike || !is_better {
                continue;
            }
            let is_kin =
                || family.is_some_and(|family| families.first(*document) == Some(family.0));
            if reader.is_deleted(*document) || is_hidden(*document) || is_kin() {
                continue;
            }
            let id = ids.first(*document).unwrap_or(0);
            best.offer((likeness.to_bits(), id));
        }
    }
    let best = best.into_vec().into_iter();
    Ok(best
        .map(|(bits, id)| (PlanId(id), f32::from_bits(bits)))
        .collect())
}

/// From where on plans are alike: as far above the usual as few are, where there are enough of them
/// to say what is usual.
fn alike_from(likenesses: impl Iterator<Item = f32>) -> f32 {
    unusual(likenesses, UNUSUAL).map_or(ALIKE, |unusual| unusual.max(ALIKE))
}

/// What lies so many deviations above the mean; nothing where there are too few to say.
pub(super) fn unusual(likenesses: impl Iterator<Item = f32>, deviations: f64) -> Option<f32> {
    let (mut count, mut sum, mut squares) = (0_u32, 0.0_f64, 0.0_f64);
    for likeness in likenesses.filter(|likeness| *likeness < ITSELF) {
        count += 1;
        sum += f64::from(likeness);
        squares += f64::from(likeness) * f64::from(likeness);
    }
    if count < ENOUGH {
        return None;
    }
    let mean = sum / f64::from(count);
    let deviation = (squares / f64::from(count) - mean * mean).max(0.0).sqrt();
    #[expect(clippy::cast_possible_truncation, reason = "a few times 1 at most")]
    let unusual = (mean + deviations * deviation) as f32;
    Some(unusual)
}
