//! Where its words find little: plans that mean what was typed, and say it in other words.

use super::{Searching, Sort, Walked, matching::Within, terms::Sought};
use crate::{
    broken::Broken,
    search::{Kind, best::Best, closest::measured, meaning, query::Query},
};
use std::collections::HashSet;

/// More is not little.
const LITTLE: u64 = 4;
/// How many are shown.
const MOST: usize = 5;
/// A few words are near to much: what is meant lies this far above the usual, …
const UNUSUAL: f64 = 2.5;
/// … and never below this. Of 48 questions in other words than any plan's, 43 are then shown a plan that
/// answers (24 from 0.4 on, 44 from 0.25 on).
const LEAST: f32 = 0.3;

/// The numbers of plans that mean it, the closest first, without those that were found. They hold to
/// the query's conditions. None for what is in quotation marks, which is meant as it stands.
pub(super) fn meant(searching: &Searching, found: &Walked) -> Result<Vec<i64>, Broken> {
    let Searching { query, reading, .. } = searching;
    let is_first = reading.after.is_none() && reading.sort == Sort::Relevance;
    let said = || query.texts.iter().filter(|text| !text.without);
    if found.total > LITTLE
        || reading.kind != Kind::Plan
        || !is_first
        || said().any(|text| text.quoted)
    {
        return Ok(Vec::new());
    }
    let words: Vec<&str> = said()
        .flat_map(|text| text.words.iter().map(String::as_str))
        .collect();
    let Some(meaning) = meaning::of(&words.join(" "), []) else {
        return Ok(Vec::new());
    };
    let snapshot = &searching.snapshot;
    let (usual, segments) = measured(snapshot, LEAST, |plan| {
        let (scale, numbers) = plan.words?;
        Some(meaning.likeness_to(scale, numbers))
    });
    let least = usual
        .above(UNUSUAL)
        .map_or(LEAST, |unusual| unusual.max(LEAST));
    let sought = Sought::of(snapshot, Kind::Plan, &without_words(query))?;
    let known: HashSet<i64> = found.best.iter().map(|cursor| cursor.id).collect();
    let mut best = Best::new(MOST);
    for (within, plans) in Within::each(snapshot, &searching.hidden).zip(&segments) {
        let within = within?;
        let holding = sought.all_of(within)?;
        let ids = within.reader.fast_fields().i64("id")?;
        let near = plans.iter().filter(|(_, likeness)| *likeness >= least);
        for (document, likeness) in near.filter(|(document, _)| holding.has(*document)) {
            let id = ids.first(*document).unwrap_or(0);
            if !known.contains(&id) {
                best.offer((likeness.to_bits(), id));
            }
        }
    }
    Ok(best.into_vec().into_iter().map(|(_, id)| id).collect())
}

/// The conditions alone, and what must not be there.
fn without_words(query: &Query) -> Query {
    let without = query.texts.iter().filter(|text| text.without);
    Query {
        texts: without.cloned().collect(),
        filters: query.filters.clone(),
        ..Query::default()
    }
}
