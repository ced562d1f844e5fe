//! Why two texts are alike: the words that both are about.

use crate::{Counts, Table, Vocabulary, on_this_processor};
use serde::Serialize;
use std::collections::HashSet;

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
pub fn shared(here: &[Telling<'_>], there: &[Telling<'_>], most: usize) -> Vec<Shared> {
    let mut pairs = Vec::new();
    for one in here {
        let numbers: Vec<i8> = one.numbers.iter().map(|one| one.cast_signed()).collect();
        for other in there {
            #[expect(clippy::cast_precision_loss, reason = "at most 512 × 127²")]
            let product = on_this_processor(&numbers, other.numbers) as f32;
            let product = product * one.times * other.times;
            let likeness = product / (one.length * other.length);
            if one.unit == other.unit || likeness >= NEAR {
                pairs.push((product, one, other));
            }
        }
    }
    pairs.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    let mut shared: Vec<Shared> = Vec::new();
    let mut used = HashSet::new();
    for (_, one, other) in pairs {
        if shared.len() < most && !used.contains(&one.unit) && !used.contains(&other.unit) {
            used.extend([one.unit, other.unit]);
            shared.push(Shared {
                here: Vocabulary::small(one.word),
                there: Vocabulary::small(other.word),
            });
        }
    }
    shared
}

/// A word of a text that moves its vector.
#[derive(Clone, Debug)]
pub struct Telling<'t> {
    unit: u32,
    word: &'t str,
    /// Its vector in the table, …
    numbers: &'t [u8],
    /// … what that is to be multiplied with, …
    times: f32,
    /// … and how long it is then.
    length: f32,
}

/// The whole words of a text that move its vector most.
pub fn telling<'t>(table: &'t Table<'_>, counts: &Counts<'t>) -> Vec<Telling<'t>> {
    let words = counts.0.iter().filter(|(_, one)| !one.word.is_empty());
    let mut telling: Vec<Telling<'t>> = words
        .filter_map(|(unit, one)| {
            let (scale, numbers) = table.vector(*unit);
            let times = scale * one.counts;
            let length = times * length(numbers);
            (length > 0.0).then_some(Telling {
                unit: *unit,
                word: one.word,
                numbers,
                times,
                length,
            })
        })
        .collect();
    telling.sort_by(|a, b| b.length.total_cmp(&a.length).then(a.unit.cmp(&b.unit)));
    telling.truncate(TELLING);
    telling
}

fn length(numbers: &[u8]) -> f32 {
    let squares = numbers.iter().map(|one| {
        let one = i32::from(one.cast_signed());
        one * one
    });
    #[expect(clippy::cast_precision_loss, reason = "at most 512 × 127²")]
    let sum = squares.sum::<i32>() as f32;
    sum.sqrt()
}
