//! The smallest hashes of a text's shingles, from which is told how much of it another has.

use super::Text;

/// How many hashes a sketch has. With 64, half of a text in another as long is told to within some six
/// hundredths, and of two texts of which one is a copy of a tenth of the other hardly any pair is missed.
pub(in crate::copies) const SKETCH: usize = 64;

/// The smallest different hashes of what a plan says, in order: all of them when they are few.
pub(crate) fn sketch(text: &Text) -> Vec<u64> {
    smallest(text.hashes())
}

fn smallest(hashes: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut smallest: Vec<u64> = hashes.collect();
    smallest.sort_unstable();
    smallest.dedup();
    smallest.truncate(SKETCH);
    smallest
}

/// Up to here a text's sketch holds every hash of the text.
pub(super) fn bound(hashes: impl Iterator<Item = u64>) -> u64 {
    bound_of(&smallest(hashes))
}

pub(in crate::copies) fn bound_of(sketch: &[u64]) -> u64 {
    match sketch.get(SKETCH - 1) {
        Some(last) => *last,
        None => u64::MAX,
    }
}

/// What two sketches tell of their texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::copies) struct Estimate {
    /// How many of the hashes that were compared stand in both.
    pub shared: usize,
    /// The resemblance, from 0 to 1.
    pub resemblance: f64,
    /// The containment of the shorter in the longer, from 0 to 1.
    pub containment: f64,
}

/// Hashes of a sketch, in order, and up to where they are all that there are.
#[derive(Clone, Copy, Debug)]
pub(in crate::copies) struct Reach<'s> {
    pub hashes: &'s [u64],
    pub bound: u64,
}

/// Estimates from two sketches, as far as both reach.
#[expect(
    clippy::cast_precision_loss,
    reason = "at most as many as a sketch has"
)]
pub(in crate::copies) fn estimate(one: Reach<'_>, other: Reach<'_>) -> Estimate {
    let bound = one.bound.min(other.bound);
    let within = |reach: Reach<'_>| reach.hashes.partition_point(|hash| *hash <= bound);
    let (one, other) = (&one.hashes[..within(one)], &other.hashes[..within(other)]);
    let shared = shared(one, other);
    let share = |of: usize| {
        if of == 0 {
            0.0
        } else {
            shared as f64 / of as f64
        }
    };
    Estimate {
        shared,
        resemblance: share(one.len() + other.len() - shared),
        containment: share(one.len().min(other.len())),
    }
}

/// How many hashes stand in both.
fn shared(mut one: &[u64], mut other: &[u64]) -> usize {
    let mut shared = 0;
    while let (Some((first, rest)), Some((second, others))) =
        (one.split_first(), other.split_first())
    {
        shared += usize::from(first == second);
        let order = first.cmp(second);
        if order.is_le() {
            one = rest;
        }
        if order.is_ge() {
            other = others;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::Overlap;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn told(one: &[u64], other: &[u64]) -> Estimate {
        let reach = |hashes| Reach {
            hashes,
            bound: bound_of(hashes),
        };
        estimate(reach(one), reach(other))
    }

    fn text(words: impl Iterator<Item = usize>) -> Text {
        let words: Vec<String> = words.map(|number| format!("w{number}x")).collect();
        Text::of("", &words.join(" "))
    }

    #[test]
    fn a_short_text_is_told_exactly() {
        let (one, other) = (text(0..40), text(20..60));
        let estimate = told(&sketch(&one), &sketch(&other));
        assert_eq!(estimate.shared, 16);
        assert!((estimate.containment - 16.0 / 36.0).abs() < 1e-9);
        assert!((estimate.resemblance - 16.0 / 56.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_shared_with_nothing() {
        assert_eq!(told(&[], &[]), Estimate::default());
        let one = sketch(&text(0..400));
        assert_eq!(one.len(), SKETCH);
        assert_eq!(told(&one, &[]), Estimate::default());
    }

    proptest! {
        /// Five standard deviations of a sample of those that were compared, and a little more
        /// for the fewest.
        #[test]
        fn an_estimate_is_near_the_truth(
            start in 0..1_000_000_usize,
            length in 30..700_usize,
            more in 0..700_usize,
            shift in 0.0..1.2_f64,
        ) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
                reason = "a count of words")]
            let from = start + (shift * length as f64) as usize;
            let (one, other) = (text(start..start + length), text(from..from + length + more));
            let nothing = HashSet::new();
            let truth = Overlap::between(&one.own(&nothing), &other.own(&nothing));
            let (one, other) = (sketch(&one), sketch(&other));
            let told = told(&one, &other);
            let bound = bound_of(&one).min(bound_of(&other));
            let fewest = [&one, &other].map(|sketch| sketch.iter().filter(|hash| **hash <= bound).count());
            let fewest = fewest.into_iter().min().unwrap_or(0);
            // So few say nothing, and make no pair.
            if fewest < 4 {
                return Ok(());
            }
            #[expect(clippy::cast_precision_loss, reason = "at most as many as a sketch has")]
            let margin = |share: f64| 5.0 * (share * (1.0 - share) / fewest as f64).sqrt() + 4.0 / fewest as f64;
            for (told, truth) in [
                (told.resemblance, f64::from(truth.resemblance) / 1_000.0),
                (told.containment, f64::from(truth.containment()) / 1_000.0),
            ] {
                prop_assert!((told - truth).abs() <= margin(truth), "{} for {}", told, truth);
            }
        }

        #[test]
        fn a_sketch_is_the_smallest_of_the_set(mut hashes in prop::collection::vec(0..2_000_u64, 0..300)) {
            let kept = smallest(hashes.iter().copied());
            hashes.sort_unstable();
            hashes.dedup();
            hashes.truncate(SKETCH);
            prop_assert_eq!(kept, hashes);
        }
    }
}
