//! Walking once through everything that matches: the best of it, and how many there are of what.

use super::{AMOUNTS, Cursor, DAYS, Sort, hidden::Hidden};
use crate::{
    broken::Broken,
    plans::{Licence, Stage},
    search::{
        best::Best,
        index::{Fields, Snapshot, place},
        query::{Bounds, Figure, Filter, What},
    },
};
use std::{cmp::Reverse, collections::HashMap};
use tantivy::{
    SegmentReader,
    columnar::{Column, StrColumn},
    query::{EnableScoring, Query},
};

/// How many tags are counted out.
const MOST_TAGS: usize = 50;

/// The conditions that are counted: each count is of what would be found if the others held, so
/// that it tells what choosing it would give.
#[derive(Debug, Default)]
pub(super) struct Counted {
    tags: Vec<String>,
    stages: Vec<i64>,
    licences: Vec<i64>,
    even: Vec<Bounds>,
    ask: Vec<Bounds>,
}

impl Counted {
    pub(super) fn is_one(filter: &Filter) -> bool {
        !filter.without
            && matches!(
                filter.what,
                What::Tag(_)
                    | What::Stage(_)
                    | What::Licence(_)
                    | What::Figure(Figure::Even | Figure::Ask, _)
            )
    }

    pub(super) fn of<'f>(filters: impl Iterator<Item = &'f Filter>) -> Self {
        let mut counted = Self::default();
        for filter in filters {
            match &filter.what {
                What::Tag(tag) => counted.tags.push(tag.to_string()),
                What::Stage(stage) => counted.stages.push(place(Stage::ALL, stage)),
                What::Licence(licence) => counted.licences.push(place(Licence::ALL, licence)),
                What::Figure(Figure::Even, bounds) => counted.even.push(*bounds),
                What::Figure(Figure::Ask, bounds) => counted.ask.push(*bounds),
                _ => {}
            }
        }
        counted
    }
}

/// The groups of conditions, by their bits.
const TAGS: u8 = 1;
const STAGES: u8 = 2;
const LICENCES: u8 = 4;
const EVEN: u8 = 8;
const ASK: u8 = 16;

/// How many there are of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub tags: HashMap<String, u64>,
    pub stages: [u64; Stage::ALL.len()],
    pub licences: [u64; Licence::ALL.len()],
    /// For each of the days that are asked about.
    pub even: [u64; DAYS.len()],
    /// For each of the amounts that are asked about.
    pub ask: [u64; AMOUNTS.len()],
}

/// What is asked of the walk.
pub(super) struct Walk<'w> {
    pub counted: &'w Counted,
    pub hidden: &'w Hidden,
    pub sort: Sort,
    pub after: Option<Cursor>,
    pub limit: usize,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The best after the cursor, best first.
    pub best: Vec<Cursor>,
    pub total: u64,
    pub counts: Counts,
}

impl Walk<'_> {
    pub(super) fn over(&self, snapshot: &Snapshot, query: &dyn Query) -> Result<Walked, Broken> {
        let scoring = match self.sort {
            Sort::Relevance => EnableScoring::enabled_from_searcher(&snapshot.searcher),
            Sort::New | Sort::Forked => EnableScoring::disabled_from_searcher(&snapshot.searcher),
        };
        let weight = query.weight(scoring)?;
        let mut walked = Walked::default();
        let mut best = Best::new(self.limit);
        for reader in snapshot.searcher.segment_readers() {
            let columns = Columns::of(reader, &snapshot.fields, self)?;
            let is_hidden = self.hidden.within(reader)?;
            let mut tags = vec![0_u64; columns.tags.as_ref().map_or(0, |tags| tags.num_terms())];
            let mut each = |document: u32, score: f32| {
                if reader.is_deleted(document) || is_hidden(document) {
                    return;
                }
                self.count(&columns, document, score, &mut walked, &mut tags, &mut best);
            };
            match self.sort {
                Sort::Relevance => weight.for_each(reader, &mut each)?,
                Sort::New | Sort::Forked => weight.for_each_no_score(reader, &mut |documents| {
                    for document in documents {
                        each(*document, 0.0);
                    }
                })?,
            }
            add_tags(&mut walked.counts.tags, &columns, &tags)?;
        }
        walked.best = best.into_vec();
        Ok(walked)
    }

    fn count(
        &self,
        columns: &Columns,
        document: u32,
        score: f32,
        walked: &mut Walked,
        tags: &mut [u64],
        best: &mut Best<Cursor>,
    ) {
        let failing = columns.failing(document, self.counted);
        if failing == 0 {
            walked.total += 1;
            let value = match self.sort {
                Sort::Relevance => i64::from(score.max(0.0).to_bits()),
                Sort::New | Sort::Forked => columns.sort.first(document).unwrap_or(0),
            };
            let cursor = Cursor {
                value,
                id: columns.id.first(document).unwrap_or(0),
            };
            if self.after.is_none_or(|after| cursor < after) {
                best.offer(cursor);
            }
        }
        // A single group that fails is the one whose counts tell what another choice would give.
        let holds = |group: u8| failing & !group == 0;
        let counts = &mut walked.counts;
        if holds(TAGS)
            && let Some(column) = &columns.tags
        {
            for ord in column.ords().values_for_doc(document) {
                if let Some(count) = usize::try_from(ord).ok().and_then(|ord| tags.get_mut(ord)) {
                    *count += 1;
                }
            }
        }
        if holds(STAGES) {
            add(&mut counts.stages, columns.stage.first(document));
        }
        if holds(LICENCES) {
            add(&mut counts.licences, columns.licence.first(document));
        }
        if holds(EVEN) {
            add_up_to(&mut counts.even, &DAYS, columns.even.first(document));
        }
        if holds(ASK) {
            add_up_to(&mut counts.ask, &AMOUNTS, columns.ask.first(document));
        }
    }
}

/// The numbers of the best of everything that fits, best first.
pub(in crate::search) fn best(
    snapshot: &Snapshot,
    query: &dyn Query,
    hidden: &Hidden,
    limit: usize,
) -> Result<Vec<i64>, Broken> {
    let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
    let weight = query.weight(scoring)?;
    let mut best = Best::new(limit);
    for reader in snapshot.searcher.segment_readers() {
        let ids = reader.fast_fields().i64("id")?;
        let is_hidden = hidden.within(reader)?;
        weight.for_each(reader, &mut |document, score| {
            if reader.is_deleted(document) || is_hidden(document) {
                return;
            }
            let value = i64::from(score.max(0.0).to_bits());
            let id = ids.first(document).unwrap_or(0);
            best.offer(Cursor { value, id });
        })?;
    }
    let best = best.into_vec().into_iter();
    Ok(best.map(|cursor| cursor.id).collect())
}

fn add(counts: &mut [u64], place: Option<i64>) {
    let place = place.and_then(|place| usize::try_from(place).ok());
    if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
        *count += 1;
    }
}

fn add_up_to(counts: &mut [u64], most: &[i64], number: Option<i64>) {
    if let Some(number) = number {
        for (count, most) in counts.iter_mut().zip(most) {
            *count += u64::from(number <= *most);
        }
    }
}

fn add_tags(
    all: &mut HashMap<String, u64>,
    columns: &Columns,
    counted: &[u64],
) -> Result<(), Broken> {
    let Some(column) = &columns.tags else {
        return Ok(());
    };
    let mut most: Vec<(u64, u64)> = counted
        .iter()
        .zip(0..)
        .filter(|(count, _)| **count > 0)
        .map(|(count, ord)| (*count, ord))
        .collect();
    most.sort_unstable_by_key(|(count, _)| Reverse(*count));
    for (count, ord) in most.into_iter().take(MOST_TAGS) {
        let mut tag = String::new();
        column.ord_to_str(ord, &mut tag)?;
        *all.entry(tag).or_default() += count;
    }
    Ok(())
}

/// What is looked up of each document of a segment.
struct Columns {
    id: Column<i64>,
    sort: Column<i64>,
    tags: Option<StrColumn>,
    /// The wanted tags as this segment numbers them; none where it has no such tag.
    wanted_tags: Vec<Option<u64>>,
    stage: Column<i64>,
    licence: Column<i64>,
    even: Column<i64>,
    ask: Column<i64>,
}

impl Columns {
    fn of(reader: &SegmentReader, fields: &Fields, walk: &Walk<'_>) -> Result<Self, Broken> {
        let fast = reader.fast_fields();
        let schema = reader.schema();
        let column = |field| fast.i64(schema.get_field_name(field));
        let tags = fast.str(schema.get_field_name(fields.tag))?;
        let wanted = walk.counted.tags.iter().map(|tag| {
            let ord = tags
                .as_ref()
                .map(|tags| tags.dictionary().term_ord(tag.as_bytes()));
            Ok(ord.transpose()?.flatten())
        });
        Ok(Self {
            wanted_tags: wanted.collect::<Result<_, Broken>>()?,
            id: column(fields.id)?,
            sort: column(if walk.sort == Sort::Forked {
                fields.forks
            } else {
                fields.created
            })?,
            stage: column(fields.stage)?,
            licence: column(fields.licence)?,
            even: column(fields.even)?,
            ask: column(fields.ask)?,
            tags,
        })
    }

    /// The groups of conditions that do not hold.
    fn failing(&self, document: u32, counted: &Counted) -> u8 {
        let mut failing = 0;
        let has_tag = |ord: &Option<u64>| {
            self.tags.as_ref().zip(*ord).is_some_and(|(tags, ord)| {
                tags.ords()
                    .values_for_doc(document)
                    .any(|other| other == ord)
            })
        };
        if !self.wanted_tags.iter().all(has_tag) {
            failing |= TAGS;
        }
        let is_one_of = |wanted: &[i64], column: &Column<i64>| {
            wanted.is_empty()
                || column
                    .first(document)
                    .is_some_and(|one| wanted.contains(&one))
        };
        if !is_one_of(&counted.stages, &self.stage) {
            failing |= STAGES;
        }
        if !is_one_of(&counted.licences, &self.licence) {
            failing |= LICENCES;
        }
        let is_within = |bounds: &[Bounds], column: &Column<i64>| {
            bounds.is_empty()
                || column
                    .first(document)
                    .is_some_and(|number| bounds.iter().all(|bounds| bounds.hold(number)))
        };
        if !is_within(&counted.even, &self.even) {
            failing |= EVEN;
        }
        if !is_within(&counted.ask, &self.ask) {
            failing |= ASK;
        }
        failing
    }
}
