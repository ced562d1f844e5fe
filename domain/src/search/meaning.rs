//! What a text is about, as a vector: texts about the same thing in other words lie close together.
//!
//! A table holds a vector for each of some 66,000 English words and pieces of words, distilled from
//! a sentence model and weighted by how much the word tells (`docs/similar.md` says how it was made).
//! A plan's vector is the sum of those of its different words, of length one. No model runs.

use foldhash::fast::RandomState;
use serde::Serialize;
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The table: `OPM1`, how many units, how many dimensions, how many bytes of names; the names, a line
/// each; for each unit a scale; for each unit its numbers. All little endian.
static FILE: &[u8] = include_bytes!("../../data/meaning.bin");
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(FILE));

/// How many numbers a vector has.
pub(super) const DIMENSIONS: usize = 256;
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

/// A vector, a byte for each number, and what each is to be multiplied with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    scale: f32,
    numbers: Vec<i8>,
}

impl Meaning {
    /// What these fields are about: a title, a pitch and sections. Nothing when no word of them is
    /// known.
    pub(super) fn of<'t>(
        title: &'t str,
        others: impl IntoIterator<Item = &'t str>,
    ) -> Option<Self> {
        Self::of_units(&units(title, others))
    }

    fn of_units(units: &Units<'_>) -> Option<Self> {
        let mut sum = [0.0_f32; DIMENSIONS];
        let mut sorted: Vec<_> = units
            .iter()
            .map(|(unit, one)| (*unit, one.counts))
            .collect();
        // Floats are added in one order, so that a text has one vector.
        sorted.sort_unstable_by_key(|(unit, _)| *unit);
        for (unit, counts) in sorted {
            TABLE.add(unit, counts, &mut sum);
        }
        let length = dot(&sum, &sum).sqrt();
        let most = sum
            .iter()
            .fold(0.0_f32, |most, number| most.max(number.abs()));
        if length <= f32::EPSILON {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
        let numbers = sum
            .iter()
            .map(|number| (number / most * 127.0).round() as i8)
            .collect();
        Some(Self {
            scale: most / 127.0 / length,
            numbers,
        })
    }

    /// How close another is, by its scale and its numbers: 1 for the same, 0 for what has nothing in
    /// common.
    pub(super) fn likeness_to(&self, scale: f32, numbers: &[u8]) -> f32 {
        let products = self.numbers.iter().zip(numbers);
        let sum: i32 = products
            .map(|(a, b)| i32::from(*a) * i32::from(b.cast_signed()))
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "at most 256 × 127²")]
        let sum = sum as f32;
        sum * self.scale * scale
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.scale.to_le_bytes().to_vec();
        bytes.extend(self.numbers.iter().map(|number| number.cast_unsigned()));
        bytes
    }

    /// The scale and the numbers of a vector in bytes.
    pub(super) fn in_bytes(bytes: &[u8]) -> Option<(f32, &[u8])> {
        let (scale, numbers) = bytes.split_first_chunk::<4>()?;
        (numbers.len() == DIMENSIONS).then_some((f32::from_le_bytes(*scale), numbers))
    }
}

/// The different words of a text.
type Units<'t> = HashMap<u32, Unit<'t>, RandomState>;

/// A word of a text as the table knows it.
#[derive(Clone, Debug, PartialEq)]
struct Unit<'t> {
    /// How much it counts, 1 at most.
    counts: f32,
    /// How often it stands there.
    times: f32,
    /// Whether it stands in the title or the pitch.
    is_headline: bool,
    /// As it was written; nothing for a piece of one.
    word: &'t str,
}

/// What two texts share: a word, or two that mean nearly the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// As the one text says it.
    pub here: String,
    /// As the other does.
    pub there: String,
}

/// How many of a text's most telling words are compared.
const TELLING: usize = 60;
/// From here on two words mean nearly the same.
const NEAR: f32 = 0.45;

/// The words by which two texts are alike, those first that tell most.
pub(super) fn shared<'t>(
    here: (&'t str, Vec<&'t str>),
    there: (&'t str, Vec<&'t str>),
    most: usize,
) -> Vec<Shared> {
    let here = telling(&units(here.0, here.1));
    let there = telling(&units(there.0, there.1));
    let mut pairs = Vec::new();
    for one in &here {
        for other in &there {
            let product = dot(&one.vector, &other.vector);
            let likeness = product / (one.length * other.length);
            if one.unit == other.unit || likeness >= NEAR {
                pairs.push((product, one, other));
            }
        }
    }
    pairs.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    let mut shared: Vec<Shared> = Vec::new();
    let mut used = std::collections::HashSet::new();
    for (_, one, other) in pairs {
        if shared.len() < most && !used.contains(&one.unit) && !used.contains(&other.unit) {
            used.extend([one.unit, other.unit]);
            shared.push(Shared {
                here: one.word.clone(),
                there: other.word.clone(),
            });
        }
    }
    shared
}

struct Telling {
    unit: u32,
    word: String,
    vector: [f32; DIMENSIONS],
    length: f32,
}

/// The whole words of a text that move its vector most.
fn telling(units: &Units<'_>) -> Vec<Telling> {
    let mut telling: Vec<Telling> = units
        .iter()
        .filter_map(|(unit, one)| {
            let word = small(one.word);
            if !word.chars().any(char::is_alphabetic) {
                return None;
            }
            let mut vector = [0.0; DIMENSIONS];
            TABLE.add(*unit, one.counts, &mut vector);
            let length = dot(&vector, &vector).sqrt();
            (length > 0.0).then_some(Telling {
                unit: *unit,
                word,
                vector,
                length,
            })
        })
        .collect();
    telling.sort_by(|a, b| b.length.total_cmp(&a.length).then(a.unit.cmp(&b.unit)));
    telling.truncate(TELLING);
    telling
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The different units of a text, the title and the pitch first, each with what it counts.
fn units<'t>(title: &'t str, others: impl IntoIterator<Item = &'t str>) -> Units<'t> {
    let mut reading = Reading::default();
    reading.add_field(title, true);
    for (number, field) in others.into_iter().enumerate() {
        reading.is_headline = number == 0;
        reading.add_field(field, false);
    }
    let excess = LONGER * (reading.words / USUAL - 1.0).max(0.0);
    for unit in reading.units.values_mut().filter(|unit| !unit.is_headline) {
        unit.counts *= unit.times / (unit.times + excess);
    }
    reading.units
}

/// A text as far as it has been read.
struct Reading<'t> {
    units: Units<'t>,
    words: f32,
    is_headline: bool,
    /// The word that is being read, in small letters.
    small: String,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Self {
            units: Units::default(),
            words: 0.0,
            is_headline: true,
            small: String::new(),
        }
    }
}

impl<'t> Reading<'t> {
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
        let table = &*TABLE;
        if let Some(unit) = table.known(small) {
            self.add(unit, counts, word);
            return;
        }
        for unit in table.pieces(small) {
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

fn find(units: &HashMap<&'static str, u32, RandomState>, small: &str) -> Option<u32> {
    let unit = units.get(small);
    unit.or_else(|| units.get(small.strip_suffix('s')?))
        .copied()
}

struct Table {
    /// Whole words, and `##` before what goes on within one.
    units: HashMap<&'static str, u32, RandomState>,
    /// Those of a single ASCII character: every fifth word of a text is a mark.
    marks: Vec<Option<u32>>,
    scales: Vec<f32>,
    numbers: &'static [u8],
}

impl Table {
    fn read(file: &'static [u8]) -> Self {
        let number = |at: usize| -> usize {
            let bytes = file[at..].first_chunk::<4>().copied().unwrap_or_default();
            usize::try_from(u32::from_le_bytes(bytes)).unwrap_or(0)
        };
        assert!(
            file.starts_with(b"OPM1") && number(8) == DIMENSIONS,
            "the table of meanings is another program's"
        );
        let (count, names) = (number(4), number(12));
        let text = std::str::from_utf8(&file[16..16 + names]).expect("names are text");
        let scales = &file[16 + names..][..4 * count];
        let units: HashMap<_, _, _> = text.lines().zip(0..).collect();
        let mark = |mark: u8| find(&units, std::str::from_utf8(&[mark]).ok()?);
        Self {
            marks: (0..128).map(mark).collect(),
            units,
            scales: scales
                .as_chunks::<4>()
                .0
                .iter()
                .map(|bytes| f32::from_le_bytes(*bytes))
                .collect(),
            numbers: &file[16 + names + 4 * count..],
        }
    }

    /// The unit of a whole word, or of the word that it is the plural of.
    fn known(&self, small: &str) -> Option<u32> {
        match small.as_bytes() {
            [mark] => self.marks.get(usize::from(*mark)).copied().flatten(),
            _ => find(&self.units, small),
        }
    }

    /// Adds so many times a unit's vector.
    fn add(&self, unit: u32, times: f32, sum: &mut [f32; DIMENSIONS]) {
        let unit = usize::try_from(unit).unwrap_or(0);
        let times = times * self.scales[unit];
        if times > 0.0 {
            let numbers = &self.numbers[unit * DIMENSIONS..][..DIMENSIONS];
            for (sum, number) in sum.iter_mut().zip(numbers) {
                *sum += times * f32::from(number.cast_signed());
            }
        }
    }

    /// A word in the longest pieces that the table knows; none if it does not come out even.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &Meaning, b: &Meaning) -> f32 {
        let bytes = b.to_bytes();
        let (scale, numbers) = Meaning::in_bytes(&bytes).expect("a vector");
        a.likeness_to(scale, numbers)
    }

    fn likeness(a: &str, b: &str) -> f32 {
        let meaning = |text| Meaning::of(text, []).expect("known words");
        near(&meaning(a), &meaning(b))
    }

    #[test]
    fn other_words_for_the_same_are_closer_than_the_same_words_for_another() {
        let laundry = "Coin laundry for apartment blocks";
        assert!(likeness(laundry, laundry) > 0.99);
        let same = likeness(laundry, "Washing machines tenants pay by the load");
        let other = likeness(laundry, "Coin collectors meet in apartment blocks");
        assert!(
            same > likeness(laundry, "Evening classes in Spanish"),
            "{same}"
        );
        assert!(other < 0.9, "{other}");
    }

    #[test]
    fn in_a_long_text_what_is_said_again_and_again_counts_most() {
        let about = "Coin laundry for tenants.";
        let aside =
            "Somebody mentioned goats, sailing, dentists, opera, chess and volcanoes once. ";
        let filler = "The machines wash and dry the laundry. ".repeat(80);
        let long = format!("{filler}{aside}");
        let meaning =
            |body: &str| Meaning::of(about, ["Washing by the load.", body]).expect("words");
        let goats = Meaning::of("Goats, sailing, dentists and opera", []).expect("words");
        let near = |body: &str| near(&meaning(body), &goats);
        assert!(
            near(&long) < near(aside) / 2.0,
            "{} {}",
            near(&long),
            near(aside)
        );
    }

    #[test]
    fn a_vector_is_kept_in_bytes() {
        let meaning = Meaning::of("Coin laundry", ["Tenants pay."]).expect("known words");
        let bytes = meaning.to_bytes();
        assert_eq!(bytes.len(), DIMENSIONS + 4);
        let (scale, numbers) = Meaning::in_bytes(&bytes).expect("a vector");
        assert_eq!(scale.to_bits(), meaning.scale.to_bits());
        let signed: Vec<i8> = numbers.iter().map(|number| number.cast_signed()).collect();
        assert_eq!(signed, meaning.numbers);
        assert_eq!(Meaning::in_bytes(&[0; 3]), None);
        assert_eq!(Meaning::of("", []), None);
        assert_eq!(Meaning::of("🧺 ((", ["…"]), None);
    }

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
        assert!(TABLE.pieces("xqzzwv").len() > 1);
    }

    #[test]
    fn what_is_shared_is_told_in_words() {
        let told = shared(
            ("A laundry for tenants", vec![]),
            ("Washing for renters", vec![]),
            3,
        );
        assert!(
            told.iter()
                .all(|pair| !pair.here.is_empty() && !pair.there.is_empty()),
            "{told:?}"
        );
        let same = shared(("Goat herd", vec![]), ("A herd of goats", vec![]), 3);
        assert!(
            same.contains(&Shared {
                here: "herd".into(),
                there: "herd".into()
            }),
            "{same:?}"
        );
    }
}
