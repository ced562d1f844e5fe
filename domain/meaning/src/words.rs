//! A text's different words, each with what it counts.

use foldhash::fast::RandomState;
use std::{borrow::Cow, collections::HashMap};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word in capitals within a sentence is often a name, which says less of the business.
const NAME: f32 = 0.5;
/// A word that the table knows only in pieces.
const BROKEN: f32 = 0.5;
/// A text of so many words is as long as those that the table was tried with. In a longer one a word
/// counts less the longer the text is, unless it is said again and again, or in the title or pitch.
const USUAL: f32 = 200.0;
const LONGER: f32 = 2.0;
/// Longer ones are no words.
const LONGEST: usize = 100;

/// The words and pieces of words that are known, by number.
#[derive(Debug)]
pub struct Vocabulary<'n> {
    /// Whole words, and `##` before what goes on within one.
    units: HashMap<Cow<'n, str>, u32, RandomState>,
    /// Those of a single ASCII character: every fifth word of a text is a mark.
    marks: Vec<Option<u32>>,
}

/// What a text says: each of its words that is known.
#[derive(Clone, Debug, Default)]
pub struct Counts<'t>(pub(crate) HashMap<u32, Unit<'t>, RandomState>);

impl Counts<'_> {
    /// The number of each word with how much it counts, 1 at most, in the order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, f32)> {
        let mut sorted: Vec<_> = self
            .0
            .iter()
            .map(|(unit, one)| (*unit, one.counts))
            .collect();
        sorted.sort_unstable_by_key(|(unit, _)| *unit);
        sorted.into_iter()
    }
}

/// A word of a text as the table knows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unit<'t> {
    /// How much it counts, 1 at most.
    pub(crate) counts: f32,
    /// How often it stands there.
    times: f32,
    /// Whether it stands in the title or the pitch.
    is_headline: bool,
    /// As it was written; nothing for a piece of one.
    pub(crate) word: &'t str,
}

impl<'n> Vocabulary<'n> {
    /// These, numbered from zero.
    pub fn new(names: impl IntoIterator<Item = impl Into<Cow<'n, str>>>) -> Self {
        let mut vocabulary = Self {
            units: names.into_iter().map(Into::into).zip(0..).collect(),
            marks: Vec::new(),
        };
        let mark = |mark: u8| vocabulary.find(std::str::from_utf8(&[mark]).ok()?);
        vocabulary.marks = (0..128).map(mark).collect();
        vocabulary
    }

    /// What a text says: a title, and then a pitch and sections.
    pub fn counts<'t>(
        &self,
        title: &'t str,
        others: impl IntoIterator<Item = &'t str>,
    ) -> Counts<'t> {
        let mut reading = Reading {
            vocabulary: self,
            units: HashMap::default(),
            words: 0.0,
            is_headline: true,
            small: String::new(),
        };
        reading.add_field(title, true);
        for (number, field) in others.into_iter().enumerate() {
            reading.is_headline = number == 0;
            reading.add_field(field, false);
        }
        let excess = LONGER * (reading.words / USUAL - 1.0).max(0.0);
        for unit in reading.units.values_mut().filter(|unit| !unit.is_headline) {
            unit.counts *= unit.times / (unit.times + excess);
        }
        Counts(reading.units)
    }

    /// A word in the form in which it is known.
    pub fn small(word: &str) -> String {
        small(word)
    }

    /// The number of a whole word, or of the word that it is the plural of.
    fn known(&self, small: &str) -> Option<u32> {
        match small.as_bytes() {
            [mark] => self.marks.get(usize::from(*mark)).copied().flatten(),
            _ => self.find(small),
        }
    }

    fn find(&self, small: &str) -> Option<u32> {
        let unit = self.units.get(small);
        unit.or_else(|| self.units.get(small.strip_suffix('s')?))
            .copied()
    }

    /// A word in the longest pieces that are known; none if it does not come out even.
    fn pieces(&self, word: &str) -> Vec<u32> {
        if word.len() > LONGEST {
            return Vec::new();
        }
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < word.len() {
            let ends = word[start..]
                .char_indices()
                .map(|(at, letter)| start + at + letter.len_utf8());
            let longest = ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| {
                let piece = &word[start..end];
                let unit = if start == 0 {
                    self.units.get(piece)
                } else {
                    self.units.get(format!("##{piece}").as_str())
                };
                unit.map(|unit| (*unit, end))
            });
            let Some((unit, end)) = longest else {
                return Vec::new();
            };
            pieces.push(unit);
            start = end;
        }
        pieces
    }
}

/// A text as far as it has been read.
struct Reading<'v, 't> {
    vocabulary: &'v Vocabulary<'v>,
    units: HashMap<u32, Unit<'t>, RandomState>,
    words: f32,
    is_headline: bool,
    /// The word that is being read, in small letters.
    small: String,
}

impl<'t> Reading<'_, 't> {
    fn add_field(&mut self, field: &'t str, is_title: bool) {
        let mut before = None;
        for word in raw_words(field) {
            // In a title every word may be in capitals.
            let is_name = !is_title
                && word.starts_with(char::is_uppercase)
                && before.is_some_and(|before: char| !ENDS.contains(before));
            self.add_word(word, if is_name { NAME } else { 1.0 });
            before = word.chars().last();
        }
    }

    fn add_word(&mut self, word: &'t str, counts: f32) {
        small_into(word, &mut self.small);
        let small = self.small.as_str();
        let is_word = small.chars().any(char::is_alphabetic);
        self.words += if is_word { 1.0 } else { 0.0 };
        let vocabulary = self.vocabulary;
        if let Some(unit) = vocabulary.known(small) {
            self.add(unit, counts, if is_word { word } else { "" });
            return;
        }
        for unit in vocabulary.pieces(small) {
            self.add(unit, counts * BROKEN, "");
        }
    }

    fn add(&mut self, unit: u32, counts: f32, word: &'t str) {
        let one = self.units.entry(unit).or_insert(Unit {
            counts,
            times: 0.0,
            is_headline: false,
            word,
        });
        one.counts = one.counts.max(counts);
        one.times += 1.0;
        one.is_headline |= self.is_headline;
    }
}

/// After these a capital is only the beginning of a sentence, a cell or a quotation.
const ENDS: &str = ".!?:;|-–—\"'(“‘•";

/// A field's words and marks, one by one.
fn raw_words(field: &str) -> impl Iterator<Item = &str> {
    let mut rest = field;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_space);
        let first = rest.chars().next()?;
        let end = if is_alone(first) {
            first.len_utf8()
        } else {
            word_end(rest)
        };
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(text)
    })
}

/// Where a word ends. Of ASCII only letters and digits go on.
fn word_end(rest: &str) -> usize {
    let mut bytes = rest.bytes();
    let plain = bytes.position(|byte| !byte.is_ascii_alphanumeric());
    let Some(plain) = plain.filter(|plain| !rest.as_bytes()[*plain].is_ascii()) else {
        return plain.unwrap_or(rest.len());
    };
    let end = rest[plain..].find(|letter| is_space(letter) || is_alone(letter));
    end.map_or(rest.len(), |end| plain + end)
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// Marks and ideographs stand for themselves.
fn is_alone(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3000}'..='\u{303f}' | '¡' | '§' | '«' | '¶' | '·' | '»' | '¿')
        || matches!(letter, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2fa1f}' | '\u{f900}'..='\u{faff}')
}

/// In small letters, without accents.
fn small(word: &str) -> String {
    let mut small = String::new();
    small_into(word, &mut small);
    small
}

fn small_into(word: &str, small: &mut String) {
    small.clear();
    if word.is_ascii() {
        small.push_str(word);
        small.make_ascii_lowercase();
    } else {
        let plain = word.nfd().filter(|letter| !is_combining_mark(*letter));
        small.extend(plain.flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_apart_as_the_table_was_made() {
        let words: Vec<_> = raw_words("E-bikes, $3.20 a \"ride\"…").collect();
        assert_eq!(
            words,
            [
                "E", "-", "bikes", ",", "$", "3", ".", "20", "a", "\"", "ride", "\"", "…"
            ]
        );
        assert_eq!(small("Café"), "cafe");
    }

    fn counts(title: &str, others: &[&str]) -> Vec<(u32, f32)> {
        let names = ["coin", "laundry", "wash", "##er", "rome", "."];
        let vocabulary = Vocabulary::new(names);
        vocabulary
            .counts(title, others.iter().copied())
            .iter()
            .collect()
    }

    #[test]
    fn names_and_pieces_count_half() {
        assert_eq!(counts("Coin coins", &[]), [(0, 1.0)], "once, in any form");
        assert_eq!(counts("washer", &[]), [(2, 0.5), (3, 0.5)]);
        assert_eq!(counts("washing", &[]), [], "it does not come out even");
        assert_eq!(
            counts("Rome laundry", &[]),
            [(1, 1.0), (4, 1.0)],
            "titles are in capitals"
        );
        assert_eq!(counts("", &["in Rome"]), [(4, 0.5)]);
        assert_eq!(counts("", &["wash. Rome"]), [(2, 1.0), (4, 1.0), (5, 1.0)]);
        assert_eq!(
            counts("", &["rome Rome"]),
            [(4, 1.0)],
            "the most that it counts anywhere"
        );
    }

    #[test]
    fn in_a_long_text_what_is_said_once_counts_less() {
        let long = format!("wash wash {} laundry", "and ".repeat(397));
        let counts = counts("coin", &["", &long]);
        let of = |unit| {
            counts
                .iter()
                .find(|(one, _)| *one == unit)
                .map(|(_, counts)| *counts)
        };
        // 401 words are twice the usual and a bit: two more would be needed to count half.
        assert_eq!(of(0), Some(1.0), "it stands in the title");
        assert!((of(2).expect("there") - 2.0 / 4.01).abs() < 1e-3);
        assert!((of(1).expect("there") - 1.0 / 3.01).abs() < 1e-3);
    }
}
