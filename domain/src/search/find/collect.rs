//! The best of what fits, and how many there are of what.

use super::{
    AMOUNTS, DAYS, Sort,
    conditions::Group,
    hidden::Hidden,
    matching::{Matching, Within},
    tags::{self, Tagged},
    terms::Sought,
};
use crate::{
    broken::Broken,
    cursor::Cursor,
    plans::{Licence, Stage},
    search::{
        Kind,
        best::Best,
        index::{Set, Snapshot},
    },
};
use rayon::prelude::*;
use tantivy::{
    SegmentReader,
    query::{EnableScoring, Query},
};

/// How many there are of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// The most frequent first.
    pub tags: Vec<(String, u64)>,
    pub stages: [u64; Stage::ALL.len()],
    pub licences: [u64; Licence::ALL.len()],
    /// For each of the days that are asked about.
    pub even: [u64; DAYS.len()],
    /// For each of the amounts that are asked about.
    pub ask: [u64; AMOUNTS.len()],
}

/// What is asked of the walk.
pub(super) struct Walk<'w> {
    pub snapshot: &'w Snapshot,
    pub sought: &'w Sought,
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

/// What was found in one segment.
struct Part<'s> {
    best: Best<Cursor>,
    total: u64,
    counts: Counts,
    tagged: Option<Tagged<'s>>,
}

impl Walk<'_> {
    /// Each segment on a processor of its own, where there are several.
    pub(super) fn over(&self) -> Result<Walked, Broken> {
        let segments: Vec<_> =
            Within::each(self.snapshot, self.hidden).collect::<Result<_, Broken>>()?;
        let of_kind = segments
            .into_par_iter()
            .filter(|within| !within.groups.kind(self.sought.kind).is_empty());
        let parts = of_kind.map(|within| self.over_segment(within));
        let parts: Vec<Part<'_>> = parts.collect::<Result<_, Broken>>()?;
        let mut walked = Walked::default();
        let mut best = Best::new(self.limit);
        let mut tagged = Vec::new();
        for part in parts {
            walked.total += part.total;
            walked.counts.add(&part.counts);
            for one in part.best.into_vec() {
                best.offer(one);
            }
            tagged.extend(part.tagged);
        }
        walked.counts.tags = tags::most(&tagged, self.snapshot.fields.tag)?;
        walked.best = best.into_vec();
        Ok(walked)
    }

    fn over_segment<'s>(&self, within: Within<'s>) -> Result<Part<'s>, Broken> {
        let reader = within.reader;
        let mut best = Best::new(self.limit);
        let mut counts = Counts::default();
        let with_scores = self.sort == Sort::Relevance;
        let Matching { set, scores } = self.sought.matching(within, with_scores)?;
        let held = self.held(reader)?;
        let hits = if_held(&set, &held, None);
        self.offer(reader, &hits, &scores, &mut best)?;
        let is_counted = self.sought.kind == Kind::Plan;
        if is_counted {
            counts.count(within, &set, &held);
        }
        Ok(Part {
            best,
            total: hits.len(),
            counts,
            tagged: is_counted.then(|| Tagged {
                reader,
                groups: within.groups,
                set: if_held(&set, &held, Some(Group::Tags)),
            }),
        })
    }

    /// The documents for which the conditions hold that are counted, group by group.
    fn held(&self, reader: &SegmentReader) -> Result<Vec<(Group, Set)>, Broken> {
        let conditions = self.sought.conditions.iter();
        let counted = conditions.filter_map(|one| Some((one.group?, one)));
        counted
            .map(|(group, one)| Ok((group, Set::found(reader, one.query.as_ref())?)))
            .collect()
    }

    fn offer(
        &self,
        reader: &SegmentReader,
        hits: &Set,
        scores: &[f32],
        best: &mut Best<Cursor>,
    ) -> Result<(), Broken> {
        let fast = reader.fast_fields();
        let ids = fast.i64("id")?;
        let by = match self.sort {
            Sort::Forked => Some(fast.i64("forks")?),
            Sort::New => Some(fast.i64("created")?),
            Sort::Relevance => None,
        };
        // The other way round each would be better than the last, where the order is by age.
        for document in hits.backwards() {
            let value = match &by {
                Some(column) => column.first(document).unwrap_or(0),
                None => i64::from(scores[document as usize].max(0.0).to_bits()),
            };
            // Most are not among the best, which shows before their numbers are looked up.
            if best.worst().is_some_and(|worst| value < worst.value) {
                continue;
            }
            let id = ids.first(document).unwrap_or(0);
            let cursor = Cursor { value, id };
            if self.after.is_none_or(|after| cursor < after) {
                best.offer(cursor);
            }
        }
        Ok(())
    }
}

/// Those of the set for which all conditions hold but those of one group.
fn if_held(set: &Set, held: &[(Group, Set)], but: Option<Group>) -> Set {
    let mut left = set.clone();
    for (group, held) in held {
        if Some(*group) != but {
            left.keep(held);
        }
    }
    left
}

impl Counts {
    fn add(&mut self, other: &Self) {
        let both = [
            (&mut self.stages[..], &other.stages[..]),
            (&mut self.licences, &other.licences),
            (&mut self.even, &other.even),
            (&mut self.ask, &other.ask),
        ];
        for (counts, others) in both {
            for (count, other) in counts.iter_mut().zip(others) {
                *count += other;
            }
        }
    }

    /// How many of a segment there would be with each choice, tags aside.
    fn count(&mut self, within: Within<'_>, set: &Set, held: &[(Group, Set)]) {
        let groups = within.groups;
        let all = if_held(set, held, None);
        let add = |group: Group, counts: &mut [u64], sets: &[Set]| {
            let is_chosen = held.iter().any(|(other, _)| *other == group);
            let without = is_chosen.then(|| if_held(set, held, Some(group)));
            let left = without.as_ref().unwrap_or(&all);
            for (count, one) in counts.iter_mut().zip(sets) {
                *count += left.shared(one);
            }
        };
        add(Group::Stages, &mut self.stages, &groups.stages);
        add(Group::Licences, &mut self.licences, &groups.licences);
        add(Group::Even, &mut self.even, &groups.even);
        add(Group::Ask, &mut self.ask, &groups.ask);
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
