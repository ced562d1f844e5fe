//! Matching two sequences, in time that no input can drive up.
//!
//! Library diffs are bounded by a deadline or not at all: a deadline makes the answer depend on the
//! machine's load. Here the work is bounded instead: elements that occur once in both sequences
//! divide them (as patience diff does), what is left between is compared exactly where it is small,
//! and taken as replaced where it is not.

use std::collections::HashMap;

/// The largest table of an exact comparison.
const EXACT_CELLS: usize = 1 << 17;

/// How much two blocks or sections must have in common to be one that was changed: a sentence of
/// which half the words stayed is, one that shares its "the" and "of" is not.
pub(super) const ALIKE: f32 = 0.4;

/// The most work spent on finding what is alike in one place, in words looked at.
pub(super) const PAIRING_WORK: usize = 2_000_000;

/// How often what lies between two matches is divided again.
const DIVISIONS: usize = 8;

/// Pairs of equal elements, both sides in order.
pub(crate) fn matches(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    search(old, new, (0, 0), DIVISIONS, &mut found);
    found
}

fn search(
    old: &[u32],
    new: &[u32],
    (old_at, new_at): (usize, usize),
    divisions: usize,
    found: &mut Vec<(usize, usize)>,
) {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    found.extend((0..prefix).map(|at| (old_at + at, new_at + at)));
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let (old_at, new_at) = (old_at + prefix, new_at + prefix);
    let suffix = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (inner_old, inner_new) = (&old[..old.len() - suffix], &new[..new.len() - suffix]);
    if inner_old.len() * inner_new.len() <= EXACT_CELLS {
        let common = longest_common(inner_old, inner_new);
        found.extend(common.into_iter().map(|(a, b)| (old_at + a, new_at + b)));
    } else if divisions > 0 {
        divide(inner_old, inner_new, (old_at, new_at), divisions - 1, found);
    }
    let (old_end, new_end) = (old_at + inner_old.len(), new_at + inner_new.len());
    found.extend((0..suffix).map(|at| (old_end + at, new_end + at)));
}

/// Matches what occurs once on both sides, then searches between.
fn divide(
    old: &[u32],
    new: &[u32],
    (old_at, new_at): (usize, usize),
    divisions: usize,
    found: &mut Vec<(usize, usize)>,
) {
    let anchors = anchors(old, new);
    if anchors.is_empty() {
        return;
    }
    let (mut old_from, mut new_from) = (0, 0);
    for (a, b) in anchors {
        let start = (old_at + old_from, new_at + new_from);
        search(
            &old[old_from..a],
            &new[new_from..b],
            start,
            divisions,
            found,
        );
        found.push((old_at + a, new_at + b));
        (old_from, new_from) = (a + 1, b + 1);
    }
    let start = (old_at + old_from, new_at + new_from);
    search(&old[old_from..], &new[new_from..], start, divisions, found);
}

/// The longest run, in order on both sides, of elements that occur once in each.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let in_old = once(old);
    let in_new = once(new);
    let mut pairs: Vec<_> = in_new
        .into_iter()
        .filter_map(|(element, new_at)| Some((*in_old.get(&element)?, new_at)))
        .collect();
    pairs.sort_unstable_by_key(|(_, new_at)| *new_at);
    let rising: Vec<_> = pairs.iter().map(|(old_at, _)| *old_at).collect();
    longest_rising(&rising)
        .into_iter()
        .map(|at| pairs[at])
        .collect()
}

fn once(elements: &[u32]) -> HashMap<u32, usize> {
    let mut places = HashMap::with_capacity(elements.len());
    for (at, element) in elements.iter().enumerate() {
        places
            .entry(*element)
            .and_modify(|place| *place = usize::MAX)
            .or_insert(at);
    }
    places.retain(|_, place| *place != usize::MAX);
    places
}

/// Which elements make the longest strictly rising subsequence.
pub(super) fn longest_rising(values: &[usize]) -> Vec<usize> {
    // `ends[n]` is the element that ends the best subsequence of length n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; values.len()];
    for (at, value) in values.iter().enumerate() {
        let length = ends.partition_point(|end| values[*end] < *value);
        if length > 0 {
            before[at] = ends[length - 1];
        }
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let last = ends.last().copied();
    let mut chosen: Vec<_> =
        std::iter::successors(last, |at| Some(before[*at]).filter(|at| *at != usize::MAX))
            .collect();
    chosen.reverse();
    chosen
}

/// The longest common subsequence, by the full table, 64 of its cells at a time.
///
/// After Hyyrö, "Bit-parallel LCS-length computation revisited" (2004), from the ends of both sides
/// to their beginnings: a row of the table differs from cell to cell by one or nothing, and a bit
/// that is not set says by one.
fn longest_common(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    #[cfg(test)]
    work::count(old.len() * new.len());
    let table = Table::of(old, new);
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old.len() && b < new.len() {
        if old[a] == new[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if table.common(a + 1, b) >= table.common(a, b + 1) {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// How long the longest common subsequence is of what begins at each element of both sides.
struct Table {
    /// How many words of 64 bits a row has.
    width: usize,
    /// How many elements the new side has.
    new: usize,
    /// For each element of the old side, from its last on; of the new side the last has the first bit.
    rows: Vec<u64>,
    /// How many elements the old side has.
    old: usize,
}

impl Table {
    fn of(old: &[u32], new: &[u32]) -> Self {
        let width = new.len().div_ceil(64);
        let mut places: HashMap<u32, Vec<u64>> = HashMap::new();
        for (bit, element) in new.iter().rev().enumerate() {
            places.entry(*element).or_insert_with(|| vec![0; width])[bit / 64] |= 1 << (bit % 64);
        }
        let mut rows = vec![u64::MAX; width];
        for (row, element) in old.iter().rev().enumerate() {
            let before = row * width;
            let mut carry = false;
            for word in 0..width {
                let above = rows[before + word];
                let next = match places.get(element) {
                    Some(places) => {
                        let (sum, first) = above.overflowing_add(above & places[word]);
                        let (sum, second) = sum.overflowing_add(u64::from(carry));
                        carry = first || second;
                        sum | (above & !places[word])
                    }
                    None => above,
                };
                rows.push(next);
            }
        }
        Self {
            width,
            new: new.len(),
            rows,
            old: old.len(),
        }
    }

    /// How much what begins at these two has in common.
    fn common(&self, a: usize, b: usize) -> u32 {
        let row = &self.rows[(self.old - a) * self.width..][..self.width];
        let bits = self.new - b;
        let whole: u32 = row[..bits / 64].iter().map(|word| word.count_zeros()).sum();
        let rest = match bits % 64 {
            0 => 0,
            rest => (!row[bits / 64] & ((1 << rest) - 1)).count_ones(),
        };
        whole + rest
    }
}

/// Pairs two sequences in order so that the sum of scores is highest. A pair that scores 0 is none.
pub(super) fn best_pairs(
    old: usize,
    new: usize,
    score: impl Fn(usize, usize) -> f32,
) -> Vec<(usize, usize)> {
    #[cfg(test)]
    work::count(old * new);
    let width = new + 1;
    // `best[a * width + b]`: what the elements from a and b on can score.
    let mut best = vec![0.0_f32; (old + 1) * width];
    let mut paired = vec![false; old * new];
    for a in (0..old).rev() {
        for b in (0..new).rev() {
            let skipped = best[(a + 1) * width + b].max(best[a * width + b + 1]);
            let own = score(a, b);
            let taken = own + best[(a + 1) * width + b + 1];
            paired[a * new + b] = own > 0.0 && taken >= skipped;
            best[a * width + b] = if own > 0.0 {
                taken.max(skipped)
            } else {
                skipped
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < old && b < new {
        if paired[a * new + b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if best[(a + 1) * width + b] >= best[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// How much two sorted lists have in common, from 0 to 1; two empty ones are equal.
#[expect(
    clippy::cast_precision_loss,
    reason = "a rough measure; texts have far fewer than 2^24 words"
)]
pub(super) fn similarity(old: &[u32], new: &[u32]) -> f32 {
    if old.is_empty() && new.is_empty() {
        return 1.0;
    }
    let (mut a, mut b, mut common) = (0, 0, 0);
    while a < old.len() && b < new.len() {
        match old[a].cmp(&new[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
        }
    }
    2.0 * common as f32 / (old.len() + new.len()) as f32
}

/// How many cells were filled in this thread: a bound of the work that does not depend on the machine.
#[cfg(test)]
pub(crate) mod work {
    use std::cell::Cell;

    thread_local!(static CELLS: Cell<usize> = const { Cell::new(0) });

    pub(super) fn count(cells: usize) {
        CELLS.set(CELLS.get() + cells);
    }

    pub(crate) fn reset() {
        CELLS.set(0);
    }

    pub(crate) fn done() -> usize {
        CELLS.get()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_rising_run_is_found() {
        assert_eq!(longest_rising(&[2, 0, 1, 3]), [1, 2, 3]);
        assert_eq!(longest_rising(&[]), [] as [usize; 0]);
        assert_eq!(longest_rising(&[1, 0]).len(), 1);
    }

    #[test]
    fn long_sequences_are_divided() {
        let old: Vec<u32> = (0..5_000).collect();
        let new: Vec<u32> = (0..5_000)
            .map(|n| if n % 100 == 50 { n + 10_000 } else { n })
            .collect();
        assert_eq!(matches(&old, &new).len(), 4_950);
        assert_eq!(matches(&vec![1; 3_000], &vec![2; 3_000]), []);
    }

    proptest! {
        #[test]
        fn the_longest_is_the_one_of_the_full_table(old in prop::collection::vec(0_u32..6, 0..150), new in prop::collection::vec(0_u32..6, 0..150)) {
            let score = |a: usize, b: usize| if old[a] == new[b] { 1.0 } else { 0.0 };
            prop_assert_eq!(longest_common(&old, &new), best_pairs(old.len(), new.len(), score));
        }

        #[test]
        fn matches_are_equal_and_in_order(old in prop::collection::vec(0_u32..6, 0..40), new in prop::collection::vec(0_u32..6, 0..40)) {
            let found = matches(&old, &new);
            prop_assert!(found.iter().all(|(a, b)| old[*a] == new[*b]));
            prop_assert!(found.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
        }
    }
}
