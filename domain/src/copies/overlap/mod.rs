//! How much of one text stands in another, word for word.
//!
//! A text is taken as the set of its *shingles*, all runs of [`WORDS`] words. What two texts share is
//! measured as A. Broder defined it ("On the resemblance and containment of documents", 1997): their
//! *resemblance* is the share of shingles that are in both of those that are in either (Jaccard), the
//! *containment* of one in another the share of its shingles that the other has too. So that a hundred
//! thousand plans need not be compared each with each, the index keeps a *sketch* of every plan, its
//! smallest hashed shingles (`MIN_s` of the same paper; Leskovec, Rajaraman and Ullman, "Mining of Massive
//! Datasets", chapter 3, call it minhashing): from two sketches both measures are estimated, and plans
//! with no shingle of their sketches in common are never compared.
//!
//! Words are compared, not what is meant: the same business in other words is found by
//! [`similar`](crate::search::similar).

mod passages;
mod sketch;
mod text;

pub use passages::Passage;
pub(super) use passages::passages;
pub(crate) use sketch::sketch;
pub(super) use sketch::{Reach, bound_of, estimate};
pub(crate) use text::Text;

use serde::Serialize;
use std::collections::HashSet;

/// How many words make a shingle.
pub const WORDS: usize = 5;
/// From this containment of the shorter text in the longer on, in thousandths, a pair is shown. Texts that
/// were written apart share next to nothing of five words; half of a text is more than anybody quotes.
pub const ALIKE: u16 = 500;
/// Fewer shared shingles say nothing: a sentence or two may be the same by chance.
const LEAST: usize = 25;

/// How much two texts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// How many different shingles stand in both.
    pub shared: usize,
    /// They are so many thousandths of the older text …
    pub of_older: u16,
    /// … and so many of the younger.
    pub of_younger: u16,
    /// And so many of all shingles that stand in either.
    pub resemblance: u16,
}

impl Overlap {
    /// Of two texts, without what everybody says.
    pub(super) fn between(older: &HashSet<u64>, younger: &HashSet<u64>) -> Self {
        let shared = older.intersection(younger).count();
        let either = older.len() + younger.len() - shared;
        Self {
            shared,
            of_older: thousandths(shared, older.len()),
            of_younger: thousandths(shared, younger.len()),
            resemblance: thousandths(shared, either),
        }
    }

    /// How much of the shorter stands in the longer, in thousandths.
    #[must_use]
    pub fn containment(&self) -> u16 {
        self.of_older.max(self.of_younger)
    }

    /// Whether one looks like a copy of the other.
    #[must_use]
    pub fn is_alike(&self) -> bool {
        self.containment() >= ALIKE && self.shared >= LEAST
    }
}

fn thousandths(part: usize, whole: usize) -> u16 {
    if whole == 0 {
        return 0;
    }
    u16::try_from(part * 1_000 / whole).unwrap_or(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(older: &str, younger: &str) -> Overlap {
        let nothing = HashSet::new();
        let own = |text: &str| Text::of("", text).own(&nothing);
        Overlap::between(&own(older), &own(younger))
    }

    /// So many different words.
    fn words(from: usize, to: usize) -> String {
        let words: Vec<String> = (from..to).map(|number| format!("w{number}x")).collect();
        words.join(" ")
    }

    #[test]
    fn a_copy_is_contained_and_another_text_is_not() {
        let copied = overlap(&words(0, 100), &words(0, 100));
        assert_eq!((copied.containment(), copied.resemblance), (1_000, 1_000));
        let half = overlap(&words(0, 204), &words(0, 104));
        assert_eq!(
            (half.shared, half.of_older, half.of_younger),
            (100, 500, 1_000)
        );
        assert_eq!(half.resemblance, 500);
        assert!(half.is_alike());
        let other = overlap(&words(0, 100), &words(100, 200));
        assert_eq!((other.shared, other.containment()), (0, 0));
        assert_eq!(overlap("", "").containment(), 0);
    }

    #[test]
    fn a_sentence_in_common_is_no_copy() {
        let short = overlap(&words(0, 20), &words(0, 20));
        assert_eq!(short.containment(), 1_000);
        assert!(!short.is_alike());
        assert!(overlap(&words(0, 29), &words(0, 29)).is_alike());
    }

    #[test]
    fn case_accents_marks_and_line_breaks_are_no_difference() {
        let one = "## A\n\nThe *café* on the corner opens at seven, every day of the year.";
        let other = "The CAFE on\nthe corner opens — at **seven**. Every day of the year!";
        assert_eq!(overlap(one, other).resemblance, 1_000);
    }
}
