//! Sets of a segment's documents.

use crate::broken::Broken;
use std::ops::Range;
use tantivy::{
    SegmentReader, Term, postings::BlockSegmentPostings, query::Weight, schema::IndexRecordOption,
};

/// How many documents a word of bits stands for.
const BITS: u32 = 64;

/// A bit for each document of a segment: what is in two sets at once is found sixty-four documents at
/// a time, and counted as fast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Set {
    words: Vec<u64>,
}

impl Set {
    /// None of a segment's documents.
    pub(in crate::search) fn none(reader: &SegmentReader) -> Self {
        Self::with_room(reader.max_doc())
    }

    fn with_room(documents: u32) -> Self {
        Self {
            words: vec![0; documents.div_ceil(BITS) as usize],
        }
    }

    /// Those that a term is in.
    pub(in crate::search) fn having(reader: &SegmentReader, term: &Term) -> Result<Self, Broken> {
        let mut set = Self::none(reader);
        if let Some(mut postings) = postings(reader, term, IndexRecordOption::Basic)? {
            while !postings.docs().is_empty() {
                for document in postings.docs() {
                    set.add(*document);
                }
                postings.advance();
            }
        }
        Ok(set)
    }

    /// Those that a query finds.
    pub(in crate::search) fn found(
        reader: &SegmentReader,
        query: &dyn Weight,
    ) -> Result<Self, Broken> {
        let mut set = Self::none(reader);
        query.for_each_no_score(reader, &mut |documents| {
            for document in documents {
                set.add(*document);
            }
        })?;
        Ok(set)
    }

    pub(in crate::search) fn add(&mut self, document: u32) {
        self.words[(document / BITS) as usize] |= 1 << (document % BITS);
    }

    pub(in crate::search) fn has(&self, document: u32) -> bool {
        let word = self.words.get((document / BITS) as usize);
        word.is_some_and(|word| word & (1 << (document % BITS)) != 0)
    }

    pub(in crate::search) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(in crate::search) fn len(&self) -> u64 {
        self.words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum()
    }

    /// From the first to behind the last; nothing when there are none.
    pub(in crate::search) fn range(&self) -> Option<Range<u32>> {
        Some(self.iter().next()?..self.backwards().next()? + 1)
    }

    /// The first of them, so many and a few more; nothing when that would be all.
    pub(in crate::search) fn first(&self, most: u64) -> Option<Self> {
        let mut count = 0;
        let is_enough = |word: &u64| {
            count += u64::from(word.count_ones());
            count >= most
        };
        let until = self.words.iter().position(is_enough)? + 1;
        let rest = &self.words[until..];
        rest.iter().any(|word| *word != 0).then(|| {
            let mut first = self.clone();
            first.words[until..].fill(0);
            first
        })
    }

    /// How many are in both.
    pub(in crate::search) fn shared(&self, other: &Self) -> u64 {
        let both = self.words.iter().zip(&other.words);
        both.map(|(word, other)| u64::from((word & other).count_ones()))
            .sum()
    }

    /// Leaves only what is in the other as well.
    pub(in crate::search) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Leaves only what is not in the other.
    pub(in crate::search) fn take_out(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Leaves out what has been deleted.
    pub(in crate::search) fn keep_alive(&mut self, reader: &SegmentReader) {
        if let Some(alive) = reader.alive_bitset() {
            let mut deleted = self.clone();
            for document in self.iter().filter(|document| alive.is_alive(*document)) {
                deleted.words[(document / BITS) as usize] &= !(1 << (document % BITS));
            }
            self.take_out(&deleted);
        }
    }

    /// In their order.
    pub(in crate::search) fn iter(&self) -> impl Iterator<Item = u32> {
        let firsts = (0_u32..).step_by(BITS as usize);
        self.words.iter().zip(firsts).flat_map(|(word, first)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| first + left.trailing_zeros());
                left &= left.wrapping_sub(1);
                next
            })
        })
    }

    /// The last first, which is mostly the youngest.
    pub(in crate::search) fn backwards(&self) -> impl Iterator<Item = u32> {
        let places = (0..self.words.len()).rev();
        let firsts = places
            .clone()
            .map(|place| u32::try_from(place).map_or(u32::MAX, |place| place * BITS));
        places.zip(firsts).flat_map(|(place, first)| {
            let mut left = self.words[place];
            std::iter::from_fn(move || {
                let bit = left.checked_ilog2()?;
                left ^= 1 << bit;
                Some(first + bit)
            })
        })
    }
}

/// Where a term is, block by block; nothing where it is not.
pub(in crate::search) fn postings(
    reader: &SegmentReader,
    term: &Term,
    option: IndexRecordOption,
) -> Result<Option<BlockSegmentPostings>, Broken> {
    let inverted = reader.inverted_index(term.field())?;
    Ok(inverted.read_block_postings(term, option)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::btree_set, prelude::*};
    use std::collections::BTreeSet;

    fn set(documents: &BTreeSet<u32>) -> Set {
        let mut set = Set::with_room(200);
        for document in documents {
            set.add(*document);
        }
        set
    }

    proptest! {
        #[test]
        fn it_is_a_set(a in btree_set(0_u32..200, 0..80), b in btree_set(0_u32..200, 0..80)) {
            prop_assert_eq!(set(&a).iter().collect::<BTreeSet<_>>(), a.clone());
            let mut backwards: Vec<_> = set(&a).backwards().collect();
            backwards.reverse();
            prop_assert_eq!(backwards, set(&a).iter().collect::<Vec<_>>());
            prop_assert_eq!(set(&a).len(), a.len() as u64);
            prop_assert_eq!(set(&a).is_empty(), a.is_empty());
            let range = a.first().zip(a.last()).map(|(first, last)| *first..last + 1);
            prop_assert_eq!(set(&a).range(), range);
            prop_assert!((0..300).all(|document| set(&a).has(document) == a.contains(&document)));
            prop_assert_eq!(set(&a).shared(&set(&b)), a.intersection(&b).count() as u64);
            let changed = |change: fn(&mut Set, &Set)| {
                let mut changed = set(&a);
                change(&mut changed, &set(&b));
                changed.iter().collect::<Vec<_>>()
            };
            prop_assert_eq!(changed(Set::keep), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(changed(Set::take_out), a.difference(&b).copied().collect::<Vec<_>>());
        }

        #[test]
        fn the_first_are_enough_and_not_all(a in btree_set(0_u32..200, 0..80), most in 0..90_usize) {
            let first = set(&a).first(most as u64).map(|first| first.iter().collect::<Vec<_>>());
            if let Some(first) = first {
                prop_assert!(first.len() >= most && first.len() < a.len());
                prop_assert!(first.iter().eq(a.iter().take(first.len())));
            } else {
                // No more are left than a word of bits may hold.
                prop_assert!(most + BITS as usize > a.len());
            }
        }
    }
}
