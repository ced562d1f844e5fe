//! Why two texts are alike: the words that both are about.

use crate::{Counts, Table, Vocabulary, dot};
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
pub fn shared(
    table: &Table<'_>,
    here: &Counts<'_>,
    there: &Counts<'_>,
    most: usize,
) -> Vec<Shared> {
    let (here, there) = (telling(table, here), telling(table, there));
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
    let mut used = HashSet::new();
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
    vector: Vec<f32>,
    length: f32,
}

/// The whole words of a text that move its vector most.
fn telling(table: &Table<'_>, counts: &Counts<'_>) -> Vec<Telling> {
    let mut telling: Vec<Telling> = counts
        .0
        .iter()
        .filter(|(_, one)| !one.word.is_empty())
        .filter_map(|(unit, one)| {
            let mut vector = vec![0.0; table.dimensions()];
            table.add(*unit, one.counts, &mut vector);
            let length = dot(&vector, &vector).sqrt();
            (length > 0.0).then(|| Telling {
                unit: *unit,
                word: Vocabulary::small(one.word),
                vector,
                length,
            })
        })
        .collect();
    telling.sort_by(|a, b| b.length.total_cmp(&a.length).then(a.unit.cmp(&b.unit)));
    telling.truncate(TELLING);
    telling
}
