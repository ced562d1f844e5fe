//! A text as its shingles.

use super::{WORDS, sketch::bound};
use crate::{
    plans::{Licence, template},
    search::{fold_into, pieces},
    text::plain::own_blocks,
};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

/// Only so many bits of a hash are kept: a hundred thousand plans have few million in their sketches.
const BITS: u32 = 40;

/// What nobody made up: the prompts that a new plan begins with, and what licences are called and ask.
static GIVEN: LazyLock<foldhash::HashSet<u64>> = LazyLock::new(|| {
    let licences = Licence::ALL.iter();
    let licences = licences.flat_map(|licence| [licence.name(), licence.terms()]);
    let blocks = own_blocks(template()).into_iter();
    let given = blocks.chain(licences.map(str::to_owned));
    let given = Text::of_blocks(given.collect(), &foldhash::HashSet::default());
    given.shingles.iter().map(|shingle| shingle.hash).collect()
});

/// A text in its own words: without headings, quotations, and what every plan is given.
#[derive(Debug)]
pub(crate) struct Text {
    blocks: Vec<String>,
    /// Where each word stands: in which block, from where to where.
    words: Vec<(usize, Range<usize>)>,
    /// In the order of the text.
    shingles: Vec<Shingle>,
}

/// A run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shingle {
    pub hash: u64,
    /// The first of its words, by number.
    pub first: usize,
}

impl Text {
    /// What a plan says.
    pub(crate) fn of(pitch: &str, body: &str) -> Self {
        Self::of_own(pitch, own_blocks(body))
    }

    /// The same, of a body whose own blocks have been read already.
    pub(crate) fn of_own(pitch: &str, blocks: Vec<String>) -> Self {
        let blocks = std::iter::once(pitch.to_owned()).chain(blocks);
        Self::of_blocks(blocks.collect(), &GIVEN)
    }

    fn of_blocks(blocks: Vec<String>, given: &foldhash::HashSet<u64>) -> Self {
        let (mut words, mut shingles) = (Vec::new(), Vec::new());
        let mut folded = String::new();
        for (number, block) in blocks.iter().enumerate() {
            let begin = words.len();
            let mut hashes = Vec::new();
            for (place, word) in pieces(block) {
                folded.clear();
                fold_into(word, &mut folded);
                if folded.is_empty() {
                    continue;
                }
                hashes.push(hash_of_word(&folded));
                words.push((number, place));
            }
            let runs = (begin..).zip(hashes.windows(WORDS));
            shingles.extend(runs.filter_map(|(first, run)| {
                let hash = hash_of_run(run);
                (!given.contains(&hash)).then_some(Shingle { hash, first })
            }));
        }
        Self {
            blocks,
            words,
            shingles,
        }
    }

    /// The hashes of all shingles, in the order of the text.
    pub(super) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.shingles.iter().map(|shingle| shingle.hash)
    }

    /// The different shingles that are not everybody's.
    ///
    /// Of what is `common` only those are known that stand in sketches: from such a one to the next in
    /// the text, everything is taken to be everybody's, for what everybody says is sentences and not
    /// single runs of five words.
    pub(crate) fn own(&self, common: &HashSet<u64>) -> HashSet<u64> {
        let bound = bound(self.hashes());
        let known: Vec<Option<bool>> = self
            .hashes()
            .map(|hash| (hash <= bound).then(|| common.contains(&hash)))
            .collect();
        let nearest = |known: &mut dyn Iterator<Item = &Option<bool>>| {
            let mut last = None;
            known
                .map(|known| {
                    last = known.or(last);
                    last
                })
                .collect::<Vec<_>>()
        };
        let before = nearest(&mut known.iter());
        let mut after = nearest(&mut known.iter().rev());
        after.reverse();
        let is_own = before.into_iter().zip(after).map(|sides| match sides {
            (Some(before), Some(after)) => !(before && after),
            (Some(common), None) | (None, Some(common)) => !common,
            (None, None) => true,
        });
        let own = self.hashes().zip(is_own);
        own.filter_map(|(hash, is_own)| is_own.then_some(hash))
            .collect()
    }

    /// Where each different shingle stands first, by its place among all.
    pub(super) fn places(&self) -> HashMap<u64, usize> {
        let places = self.hashes().zip(0..);
        // The first place is kept, as it comes last.
        places.collect::<Vec<_>>().into_iter().rev().collect()
    }

    /// The shingles in the order of the text.
    pub(super) fn shingles(&self) -> &[Shingle] {
        &self.shingles
    }

    /// What stands from one word to another of the same block, as it was written, and how many words
    /// that are.
    pub(super) fn between(&self, first: usize, last: usize) -> Option<(&str, usize)> {
        let (block, from) = self.words.get(first)?;
        let (same, to) = self.words.get(last)?;
        let text = self.blocks.get(*block).filter(|_| block == same)?;
        Some((text.get(from.start..to.end)?, last + 1 - first))
    }
}

/// FNV-1a (Fowler, Noll and Vo). Stored hashes must not change with a library's version.
fn hash_of_word(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The words' hashes one after the other, each step mixed as `SplitMix64` ends, so that the smallest
/// hashes are a fair sample.
fn hash_of_run(run: &[u64]) -> u64 {
    let mixed = run.iter().fold(0_u64, |hash, word| {
        let mut mixed = hash.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ word;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    });
    mixed >> (64 - BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(body: &str) -> usize {
        Text::of("", body).shingles.len()
    }

    #[test]
    fn a_shingle_is_five_words_of_one_block() {
        assert_eq!(count("one two three four"), 0);
        assert_eq!(count("one two three four five"), 1);
        assert_eq!(count("one two three four five six"), 2);
        assert_eq!(count("one two three\n\nfour five six"), 0);
        assert_eq!(count("- one two\n- three four\n- five six"), 2);
        assert_eq!(Text::of("one two three four five", "").shingles.len(), 1);
    }

    #[test]
    fn what_nobody_made_up_is_left_out() {
        assert_eq!(count(template()), 0);
        assert_eq!(
            count("## Five words make a heading\n\nfour words stand here"),
            0
        );
        let quoted =
            "> What somebody else has said about it before\n\n- > and here once more in a list";
        assert_eq!(count(quoted), 0);
        assert_eq!(count(Licence::BySa.terms()), 0);
        let answered = template().replace(
            "Where are these people",
            "They are in Leeds, all of these people",
        );
        assert!((4..30).contains(&count(&answered)), "{}", count(&answered));
    }

    #[test]
    fn hashes_are_what_they_were() {
        let text = Text::of("Tenants pay for every single wash.", "");
        let hashes: Vec<u64> = text.hashes().collect();
        assert_eq!(
            hashes,
            [132_007_875_353, 356_272_599_177],
            "the index holds such: raise FORMAT"
        );
    }

    #[test]
    fn between_two_shingles_of_everybodys_everything_is() {
        let words = |from: usize, to: usize| -> Vec<String> {
            (from..to).map(|number| format!("w{number}x")).collect()
        };
        let body = [words(0, 400), words(1_000, 1_400)].concat().join(" ");
        let text = Text::of("", &body);
        assert_eq!(text.own(&HashSet::new()).len(), 796);
        let bound = bound(text.hashes());
        // What is known to be common are those of the first half's that are in sketches.
        let first = Text::of("", &words(0, 400).join(" "));
        let common: HashSet<u64> = first.hashes().filter(|hash| *hash <= bound).collect();
        assert!((10..64).contains(&common.len()), "{}", common.len());
        let own = text.own(&common).len();
        assert!((390..450).contains(&own), "{own}");
        assert_eq!(first.own(&first.hashes().collect()).len(), 0);
    }
}
