//! Where nothing was found: what was most likely meant, and what would be found without a condition.

use super::Searching;
use crate::{
    broken::Broken,
    search::{
        index::Fields,
        query::{Query, Text},
        words::{STEM, fold},
    },
};
use rayon::prelude::*;
use std::cmp::Reverse;
use tantivy::{Term, query::FuzzyTermQuery, schema::Field};

/// Shorter words are not mended: too many are near.
const SHORTEST: usize = 4;
/// How many other spellings of a word are looked at.
const MOST_SPELLINGS: usize = 8;

/// Something that would be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// What to search for instead.
    pub query: Query,
    /// Why: a spelling, or what was left out.
    pub why: Why,
    /// How many it finds.
    pub total: u64,
}

/// In what another search is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Words in another spelling.
    Spelled,
    /// Without this condition, as it can be typed.
    WithoutCondition(String),
    /// Without this word.
    WithoutWord(String),
}

/// What comes nearest, and is not nothing.
pub(super) fn nearest(searching: &Searching) -> Result<Vec<Nearest>, Broken> {
    let asked = &searching.query;
    let mut candidates = Vec::new();
    if let Some(spelled) = spelled(searching)? {
        candidates.push((spelled, Why::Spelled));
    }
    for (at, filter) in asked.filters.iter().enumerate() {
        let mut without = asked.clone();
        without.filters.remove(at);
        candidates.push((without, Why::WithoutCondition(filter.to_string())));
    }
    for (at, text) in asked.texts.iter().enumerate() {
        let mut without = asked.clone();
        without.texts.remove(at);
        candidates.push((without, Why::WithoutWord(text.to_string())));
    }
    candidates.retain(|(query, _)| query.asks_for_something());
    let counted = candidates.into_par_iter().map(|(query, why)| {
        let total = searching.count(searching.reading.kind, &query, u64::MAX)?;
        Ok(Nearest { query, why, total })
    });
    let mut nearest: Vec<Nearest> = counted.collect::<Result<_, Broken>>()?;
    nearest.retain(|one| one.total > 0);
    Ok(nearest)
}

/// The query with each unknown word in the nearest spelling that is found.
fn spelled(searching: &Searching) -> Result<Option<Query>, Broken> {
    let mut query = searching.query.clone();
    let mut is_other = false;
    for text in query.texts.iter_mut().filter(|text| !text.without) {
        for word in &mut text.words {
            if let Some(other) = spelling(searching, word)? {
                *word = other;
                is_other = true;
            }
        }
    }
    Ok(is_other.then_some(query))
}

/// The nearest word that stands in something that everybody may see; nothing for a word that does
/// itself.
fn spelling(searching: &Searching, word: &str) -> Result<Option<String>, Broken> {
    let folded = fold(word);
    if folded.chars().count() < SHORTEST || is_found(searching, &folded)? {
        return Ok(None);
    }
    let distance = if folded.chars().count() < 8 { 1 } else { 2 };
    let mut near = near(searching, &folded, distance)?;
    near.sort_by_key(|(other, count)| {
        (strsim::damerau_levenshtein(&folded, other), Reverse(*count))
    });
    for (other, _) in near.into_iter().take(MOST_SPELLINGS) {
        if is_found(searching, &other)? {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// The terms of titles, pitches and bodies near this word, with in how many texts they are. The
/// index also knows words of what was hidden until it tidies up: whoever uses one checks it.
fn near(searching: &Searching, word: &str, distance: u8) -> Result<Vec<(String, u32)>, Broken> {
    let fields = word_fields(&searching.snapshot.fields);
    // Of which field the term is makes no difference, and making the automaton takes a while.
    let term = Term::from_field_text(fields[0], word);
    let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
    let segments = searching.snapshot.searcher.segment_readers().iter();
    let places: Vec<_> = segments
        .flat_map(|reader| fields.map(|field| (reader, field)))
        .collect();
    let near = places.into_par_iter().map(|(reader, field)| {
        let inverted = reader.inverted_index(field)?;
        let mut stream = inverted.terms().search(&automaton).into_stream()?;
        let mut near = Vec::new();
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            if !term.starts_with(STEM) {
                near.push((term.to_owned(), stream.value().doc_freq));
            }
        }
        Ok(near)
    });
    let near: Vec<Vec<_>> = near.collect::<Result<_, Broken>>()?;
    Ok(near.concat())
}

fn word_fields(fields: &Fields) -> [Field; 3] {
    [fields.title, fields.pitch, fields.body]
}

fn is_found(searching: &Searching, word: &str) -> Result<bool, Broken> {
    let query = Query {
        texts: vec![Text {
            words: vec![word.to_owned()],
            quoted: true,
            without: false,
        }],
        ..Query::default()
    };
    Ok(searching.count(searching.reading.kind, &query, 1)? > 0)
}
