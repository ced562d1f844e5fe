//! The plans whose vectors lie closest to one's.

use super::{
    best::Best,
    find::Hidden,
    index::{Beside, Snapshot, Vectors},
    meaning::Meaning,
};
use crate::{broken::Broken, ids::PlanId};
use rayon::prelude::*;

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
    let (usual, near) = measured(snapshot, ALIKE, |other| Some(vectors.likeness_to(other)));
    let alike = usual.alike_from();
    let mut best = Best::new(most);
    for (reader, near) in snapshot.searcher.segment_readers().iter().zip(&near) {
        let fast = reader.fast_fields();
        let (ids, families) = (fast.i64("id")?, fast.i64("family")?);
        let is_hidden = hidden.within(reader)?;
        for (document, likeness) in near {
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

/// Measures all plans that have a vector, on as many processors as there are. Tells what is usual
/// among them, and of each segment those documents, in their order, that reach this much.
pub(super) fn measured(
    snapshot: &Snapshot,
    least: f32,
    measure: impl Fn(&Beside<'_>) -> Option<f32> + Sync,
) -> (Usual, Vec<Vec<(u32, f32)>>) {
    let lots = snapshot.lots().into_par_iter().map(|(segment, documents)| {
        let (mut usual, mut near) = (Usual::default(), Vec::new());
        for plan in snapshot.beside(segment, documents) {
            let Some(likeness) = measure(&plan) else {
                continue;
            };
            usual.add(likeness);
            if likeness >= least {
                near.push((plan.document, likeness));
            }
        }
        (segment, usual, near)
    });
    let lots: Vec<_> = lots.collect();
    let mut all = Usual::default();
    let mut by_segment = vec![Vec::new(); snapshot.meanings.len()];
    for (segment, usual, mut near) in lots {
        all.add_all(&usual);
        by_segment[segment].append(&mut near);
    }
    (all, by_segment)
}

/// How alike plans usually are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usual {
    count: u32,
    sum: f64,
    squares: f64,
}

impl Usual {
    fn add(&mut self, likeness: f32) {
        if likeness < ITSELF {
            self.count += 1;
            self.sum += f64::from(likeness);
            self.squares += f64::from(likeness) * f64::from(likeness);
        }
    }

    fn add_all(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// From where on plans are alike: as far above the usual as few are, where there are enough of
    /// them to say what is usual.
    fn alike_from(&self) -> f32 {
        self.above(UNUSUAL)
            .map_or(ALIKE, |unusual| unusual.max(ALIKE))
    }

    /// What lies so many deviations above the mean; nothing where there are too few to say.
    pub(super) fn above(&self, deviations: f64) -> Option<f32> {
        if self.count < ENOUGH {
            return None;
        }
        let mean = self.sum / f64::from(self.count);
        let variance = self.squares / f64::from(self.count) - mean * mean;
        #[expect(clippy::cast_possible_truncation, reason = "a few times 1 at most")]
        let unusual = (mean + deviations * variance.max(0.0).sqrt()) as f32;
        Some(unusual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{index::Fields, meaning};
    use tantivy::TantivyDocument;

    #[test]
    fn plans_are_measured_lot_by_lot_as_they_would_be_one_by_one() {
        let (_, fields) = Fields::schema();
        let coin = meaning::of("Coin laundry", []).expect("known words");
        let plan = |number: i64| {
            let mut made = TantivyDocument::default();
            made.add_i64(fields.id, number);
            let about = if number % 3 == 0 { "goats" } else { "laundry" };
            let meaning = meaning::of(about, []).expect("known words");
            made.add_custom(fields.meaning, &meaning.to_bytes());
            made
        };
        let lots = [0..20_000, 20_000..20_100].map(|lot| lot.map(plan));
        let snapshot = Snapshot::of_lots(lots, &fields);
        let measure = |other: &Beside<'_>| {
            let (scale, numbers) = other.words?;
            Some(coin.likeness_to(scale, numbers))
        };
        let (usual, near) = measured(&snapshot, 0.5, measure);
        let (mut one_by_one, mut expected) = (Usual::default(), vec![Vec::new(); near.len()]);
        for (segment, near) in expected.iter_mut().enumerate() {
            for plan in snapshot.beside(segment, 0..u32::MAX) {
                let likeness = measure(&plan).expect("words");
                one_by_one.add(likeness);
                near.extend((likeness >= 0.5).then_some((plan.document, likeness)));
            }
        }
        assert!(
            snapshot.lots().len() > near.len(),
            "there is a segment of several lots"
        );
        assert_eq!((usual.count, near.concat().len()), (20_100, 13_400));
        assert_eq!(near, expected);
        let above = |usual: &Usual| usual.above(1.0).expect("enough of them");
        assert!((above(&usual) - above(&one_by_one)).abs() < 1e-6);
    }
}
