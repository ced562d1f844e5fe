//! Which plans may be copies of others, from their sketches alone.
//!
//! Every hash of a sketch is a bucket, and the plans in it share a run of words. A bucket with plans of
//! many families holds what everybody says, and counts for nothing. What is left makes pairs, of which
//! those are candidates that share enough by estimate. All this is bounded: plans, pairs and candidates
//! beyond the bounds are left, and it is told that they were.

use super::overlap::{Reach, bound_of, estimate};
use crate::ids::PlanId;
use foldhash::HashMap;
use std::{cmp::Reverse, collections};

/// What stands in plans of more families than this is everybody's: a template, a licence, a proverb.
pub const MOST_FAMILIES: usize = 30;
/// Of a family only so many plans, the oldest, are looked at for one hash: forks say the same.
const MOST_OF_FAMILY: usize = 4;
/// So many hashes have to be shared at least. One may be chance.
const LEAST_SHARED: u16 = 2;
/// And so much has to be contained by estimate, which is off by a quarter at most, nearly always.
const LEAST_CONTAINED: f64 = 0.3;
/// How often two plans in a bucket are counted, at most.
const MOST_COUNTED: usize = 300_000_000;
/// How many hashes are sorted at a time: 8 bytes each.
const AT_A_TIME: u64 = 2_000_000;
/// How many plans are looked at: as many as the 24 bits beside a hash of 40 can tell apart.
const MOST_PLANS: usize = 1 << 24;

/// The sketches of all published plans.
#[derive(Debug, Default)]
pub(crate) struct Sketches {
    plans: Vec<Sketched>,
    hashes: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Sketched {
    id: PlanId,
    family: PlanId,
    end: usize,
}

/// Two plans of different families of which one may be a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub older: PlanId,
    pub younger: PlanId,
    /// The first ancestors of both, the smaller number first.
    pub families: (PlanId, PlanId),
    /// Whether the younger is no fork yet, so that it can become one.
    pub is_linkable: bool,
    pub contained: f64,
}

/// What was found among the sketches.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The likeliest first.
    pub candidates: Vec<Candidate>,
    /// The hashes that are everybody's.
    pub common: collections::HashSet<u64>,
    /// Whether there was more than is looked at.
    pub is_cut: bool,
}

/// Plans by the hashes that they share.
#[derive(Debug, Default)]
struct Buckets {
    plans: Vec<u32>,
    /// Where each bucket's plans end.
    ends: Vec<usize>,
    /// Which plan is in which bucket.
    of_plans: Vec<(u32, u32)>,
}

impl Buckets {
    fn add(&mut self, plans: &[u32]) {
        let Ok(bucket) = u32::try_from(self.ends.len()) else {
            return;
        };
        if plans.is_empty() {
            return;
        }
        self.plans.extend(plans);
        self.ends.push(self.plans.len());
        self.of_plans
            .extend(plans.iter().map(|plan| (*plan, bucket)));
    }

    fn plans(&self, bucket: u32) -> &[u32] {
        let bucket = bucket as usize;
        let begin = bucket.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.plans[begin..self.ends[bucket]]
    }
}

impl Sketches {
    /// Adds a plan's; they come in the order of the plans' numbers, or not.
    pub(crate) fn add(&mut self, id: PlanId, family: PlanId, sketch: impl Iterator<Item = u64>) {
        self.hashes.extend(sketch);
        let end = self.hashes.len();
        self.plans.push(Sketched { id, family, end });
    }

    /// How many plans there are.
    pub(crate) fn len(&self) -> usize {
        self.plans.len()
    }

    /// The same without what is everybody's, each with up to where it reaches.
    fn own(&self, common: &collections::HashSet<u64>) -> (Self, Vec<u64>) {
        let mut own = Self::default();
        let mut bounds = Vec::with_capacity(self.plans.len());
        for (number, plan) in self.plans.iter().enumerate() {
            let sketch = self.sketch(number);
            bounds.push(bound_of(sketch));
            let hashes = sketch.iter().copied();
            own.add(
                plan.id,
                plan.family,
                hashes.filter(|hash| !common.contains(hash)),
            );
        }
        (own, bounds)
    }

    fn sketch(&self, plan: usize) -> &[u64] {
        let begin = plan
            .checked_sub(1)
            .map_or(0, |before| self.plans[before].end);
        &self.hashes[begin..self.plans[plan].end]
    }

    /// The candidates: of two families at most two pairs, the likeliest, and the likeliest whose younger
    /// plan is no fork yet.
    pub(super) fn candidates(&self) -> Found {
        let mut found = Found {
            is_cut: self.plans.len() > MOST_PLANS,
            ..Found::default()
        };
        let buckets = self.buckets(&mut found);
        let (own, bounds) = self.own(&found.common);
        let reach = |plan: usize| Reach {
            hashes: own.sketch(plan),
            bound: bounds[plan],
        };
        let mut best: HashMap<(PlanId, PlanId, bool), Candidate> = HashMap::default();
        let mut left = MOST_COUNTED;
        for plan in buckets.of_plans.chunk_by(|one, other| one.0 == other.0) {
            let one = plan[0].0;
            for (other, _) in self.sharing(one, plan, &buckets, &mut left) {
                let (one, other) = (one as usize, other as usize);
                let estimate = estimate(reach(one), reach(other));
                let shares = estimate.shared >= usize::from(LEAST_SHARED);
                if shares && estimate.containment >= LEAST_CONTAINED {
                    self.offer(&mut best, (one, other), estimate.containment);
                }
            }
        }
        found.is_cut |= left == 0;
        let mut candidates: Vec<Candidate> = best.into_values().collect();
        candidates.sort_unstable_by(|one, other| {
            let order = other.contained.total_cmp(&one.contained);
            order.then_with(|| (one.older, one.younger).cmp(&(other.older, other.younger)))
        });
        // The likeliest of all may be the likeliest whose younger plan is no fork.
        candidates.dedup();
        found.candidates = candidates;
        found
    }

    /// The buckets that several plans are in and that are not everybody's.
    fn buckets(&self, found: &mut Found) -> Buckets {
        let mut buckets = Buckets::default();
        let parts = self.hashes.len() as u64 / AT_A_TIME + 1;
        for part in 0..parts {
            let mut entries = Vec::new();
            for plan in 0..self.plans.len().min(MOST_PLANS) {
                let hashes = self.sketch(plan).iter();
                let hashes = hashes.filter(|hash| *hash % parts == part);
                entries.extend(hashes.map(|hash| (hash << 24) | plan as u64));
            }
            entries.sort_unstable();
            for bucket in entries.chunk_by(|one, other| one >> 24 == other >> 24) {
                if bucket.len() < 2 {
                    continue;
                }
                match self.kept(bucket) {
                    Some(plans) => buckets.add(&plans),
                    None => {
                        found.common.insert(bucket[0] >> 24);
                    }
                }
            }
        }
        buckets.of_plans.sort_unstable();
        buckets
    }

    /// The plans after this one that are of other families and share enough of its buckets, with how
    /// many; while there are counts left.
    fn sharing(
        &self,
        plan: u32,
        its: &[(u32, u32)],
        buckets: &Buckets,
        left: &mut usize,
    ) -> impl Iterator<Item = (u32, u16)> {
        let mut counts: HashMap<u32, u16> = HashMap::default();
        for (_, bucket) in its {
            let plans = buckets.plans(*bucket);
            if plans.len() > *left {
                *left = 0;
                break;
            }
            *left -= plans.len();
            let others = plans.iter().filter(|other| **other > plan);
            for other in others.filter(|other| self.family(**other) != self.family(plan)) {
                *counts.entry(*other).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .filter(|(_, count)| *count >= LEAST_SHARED)
    }

    /// The plans of a bucket that are looked at, none when they are kin; nothing when they are of too
    /// many families.
    fn kept(&self, bucket: &[u64]) -> Option<Vec<u32>> {
        let mut plans: Vec<u32> = bucket
            .iter()
            .map(|entry| (entry & 0xff_ffff) as u32)
            .collect();
        plans.sort_unstable_by_key(|plan| (self.family(*plan), self.plans[*plan as usize].id));
        let families = plans.chunk_by(|one, other| self.family(*one) == self.family(*other));
        let families: Vec<&[u32]> = families.take(MOST_FAMILIES + 1).collect();
        if families.len() > MOST_FAMILIES {
            return None;
        }
        if families.len() == 1 {
            return Some(Vec::new());
        }
        let kept = families
            .iter()
            .flat_map(|family| family.iter().take(MOST_OF_FAMILY));
        Some(kept.copied().collect())
    }

    fn family(&self, plan: u32) -> PlanId {
        self.plans[plan as usize].family
    }

    /// Keeps a pair if it is the best of its two families.
    fn offer(
        &self,
        best: &mut HashMap<(PlanId, PlanId, bool), Candidate>,
        pair: (usize, usize),
        contained: f64,
    ) {
        let (one, other) = (self.plans[pair.0], self.plans[pair.1]);
        let (older, younger) = if one.id < other.id {
            (one, other)
        } else {
            (other, one)
        };
        let families = (one.family.min(other.family), one.family.max(other.family));
        let candidate = Candidate {
            older: older.id,
            younger: younger.id,
            families,
            is_linkable: younger.id == younger.family,
            contained,
        };
        let rank = |candidate: &Candidate| {
            let of = (candidate.older, candidate.younger);
            (candidate.contained.to_bits(), Reverse(of))
        };
        let kinds = [Some(false), candidate.is_linkable.then_some(true)];
        for kind in kinds.into_iter().flatten() {
            let kept = best
                .entry((families.0, families.1, kind))
                .or_insert(candidate);
            if rank(&candidate) > rank(kept) {
                *kept = candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sketches(plans: &[(i64, i64, Vec<u64>)]) -> Sketches {
        let mut sketches = Sketches::default();
        for (id, family, sketch) in plans {
            sketches.add(PlanId(*id), PlanId(*family), sketch.iter().copied());
        }
        sketches
    }

    fn pairs(found: &Found) -> Vec<(i64, i64)> {
        let pairs = found.candidates.iter();
        pairs.map(|pair| (pair.older.0, pair.younger.0)).collect()
    }

    #[test]
    fn plans_that_share_make_a_pair_and_kin_do_not() {
        let found = sketches(&[
            (1, 1, vec![1, 2, 3, 4]),
            (9, 9, vec![1, 2, 3, 5]),
            (2, 1, vec![1, 2, 3, 4]),
            (3, 3, vec![4, 6, 7, 8]),
            (4, 4, vec![]),
        ])
        .candidates();
        assert_eq!(pairs(&found), [(1, 9)]);
        assert!((found.candidates[0].contained - 0.75).abs() < 1e-9);
        assert!(found.common.is_empty() && !found.is_cut);
    }

    #[test]
    fn what_everybody_says_makes_no_pair() {
        let everybody = |also: &dyn Fn(i64) -> Vec<u64>| -> Vec<_> {
            let last = i64::try_from(MOST_FAMILIES).expect("few") + 1;
            let say = |id| (id, id, [vec![1, 2, 3, 4, 5], also(id)].concat());
            (1..=last).map(say).collect()
        };
        let found = sketches(&everybody(&|_| Vec::new())).candidates();
        assert_eq!(pairs(&found), []);
        assert_eq!(found.common.len(), 5);
        let two = sketches(&everybody(&|id| {
            if id < 3 { vec![70, 71, 72] } else { vec![] }
        }));
        let found = two.candidates();
        assert_eq!(pairs(&found), [(1, 2)]);
        assert!(
            (found.candidates[0].contained - 1.0).abs() < 1e-9,
            "of their own"
        );
    }

    #[test]
    fn many_copies_of_one_plan_are_found_each_with_each() {
        let copies: Vec<_> = (1..=20).map(|id| (id, id, vec![1, 2, 3, 4])).collect();
        assert_eq!(pairs(&sketches(&copies).candidates()).len(), 190);
    }

    #[test]
    fn two_families_are_told_once_and_by_what_can_be_linked() {
        let mut plans: Vec<_> = (1..=60).map(|id| (id, 1, vec![1, 2, 3, 4])).collect();
        plans.push((70, 70, vec![1, 2, 3, 9]));
        plans.push((71, 70, vec![1, 2, 3, 4]));
        let found = sketches(&plans).candidates();
        assert_eq!(pairs(&found), [(1, 71), (1, 70)]);
    }

    proptest! {
        /// Every pair that shares enough is found, whatever else there is, and in whatever order plans come.
        #[test]
        fn nothing_is_missed(
            mut plans in prop::collection::vec(
                prop::collection::btree_set(0..200_u64, 0..60), 0..25,
            ).prop_map(|sketches| sketches.into_iter().zip(1..).collect::<Vec<_>>()),
            turned in any::<bool>(),
        ) {
            if turned {
                plans.reverse();
            }
            let rows: Vec<_> = plans
                .iter()
                .map(|(sketch, id)| (*id, *id, sketch.iter().copied().collect()))
                .collect();
            let found = sketches(&rows).candidates();
            let mut told = pairs(&found);
            told.sort_unstable();
            let mut expected = Vec::new();
            for (one, first) in &plans {
                for (other, second) in plans.iter().filter(|(_, second)| second > first) {
                    let shared = one.intersection(other).count();
                    #[expect(clippy::cast_precision_loss, reason = "few")]
                    let contained = shared as f64 / one.len().min(other.len()) as f64;
                    if shared >= usize::from(LEAST_SHARED) && contained >= LEAST_CONTAINED {
                        expected.push((*first, *second));
                    }
                }
            }
            expected.sort_unstable();
            prop_assert_eq!(told, expected);
        }
    }
}
