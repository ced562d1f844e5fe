//! Which section of the new text was which in the old one.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::blocks::{Block, Document, DocumentSection};
use super::{Change, Part, SectionComparison, Status, align, block_pairs, pieces};
use align::{ALIKE, PAIRING_WORK};

/// Compares two texts that were read with the same vocabulary.
pub(super) fn compare(old: &Document, new: &Document) -> Vec<SectionComparison> {
    let matched = match_sections(&all(old), &all(new));
    let moved = moved(&matched);
    let removed = removed_after(&matched, old.sections.len());
    let gone = |place: usize| {
        let sections = removed[place].iter().map(|at| &old.sections[*at]);
        sections.map(|section| one_sided(section, Status::Removed))
    };
    let mut compared = Vec::new();
    compared.extend(unnamed(Part::Preamble, &old.preamble, &new.preamble));
    compared.extend(gone(0));
    for (at, section) in new.sections.iter().enumerate() {
        compared.push(match matched[at] {
            Some(before) => both(&old.sections[before], section, moved[at]),
            None => one_sided(section, Status::Added),
        });
        compared.extend(gone(at + 1));
    }
    compared.extend(unnamed(Part::Footnotes, &old.footnotes, &new.footnotes));
    compared
}

pub(super) fn all(document: &Document) -> Vec<&DocumentSection> {
    document.sections.iter().collect()
}

/// For each new section, the old one it was: the same by content, else by key, else the most alike.
pub(super) fn match_sections(
    old: &[&DocumentSection],
    new: &[&DocumentSection],
) -> Vec<Option<usize>> {
    let mut matching = Matching::none(old, new);
    // A second "Risks" keeps being matched to itself when the first one goes.
    matching.by(old, new, content);
    matching.by(old, new, |section| section.key.clone());
    matching.by_likeness(old, new);
    matching.found
}

/// For each new section, the old one that says the same.
pub(super) fn same_sections(
    old: &[&DocumentSection],
    new: &[&DocumentSection],
) -> Vec<Option<usize>> {
    let mut matching = Matching::none(old, new);
    matching.by(old, new, content);
    matching.found
}

fn content(section: &DocumentSection) -> (String, Vec<u32>) {
    let signatures = section.blocks.iter().map(|block| block.signature);
    (section.title.clone(), signatures.collect())
}

struct Matching {
    old_taken: Vec<bool>,
    found: Vec<Option<usize>>,
}

impl Matching {
    fn none(old: &[&DocumentSection], new: &[&DocumentSection]) -> Self {
        Self {
            old_taken: vec![false; old.len()],
            found: vec![None; new.len()],
        }
    }

    /// Matches what is equal by some property, in order.
    fn by<K: Hash + Eq>(
        &mut self,
        old: &[&DocumentSection],
        new: &[&DocumentSection],
        property: impl Fn(&DocumentSection) -> K,
    ) {
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (at, section) in old
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.old_taken[*at])
        {
            places.entry(property(section)).or_default().push_back(at);
        }
        for (at, section) in new.iter().enumerate() {
            if self.found[at].is_none()
                && let Some(before) = places
                    .get_mut(&property(section))
                    .and_then(VecDeque::pop_front)
            {
                self.take(before, at);
            }
        }
    }

    /// Matches what is left, the most alike first.
    fn by_likeness(&mut self, old: &[&DocumentSection], new: &[&DocumentSection]) {
        let left_old: Vec<_> = (0..old.len()).filter(|at| !self.old_taken[*at]).collect();
        let left_new: Vec<_> = (0..new.len())
            .filter(|at| self.found[*at].is_none())
            .collect();
        let words = |section: &DocumentSection| section.words.len() + 1;
        let work = left_old.iter().map(|at| words(old[*at])).sum::<usize>() * left_new.len()
            + left_new.iter().map(|at| words(new[*at])).sum::<usize>() * left_old.len();
        if work > PAIRING_WORK {
            return;
        }
        let mut candidates = Vec::new();
        for a in left_old {
            for b in &left_new {
                let alike = align::similarity(&old[a].words, &new[*b].words);
                if alike >= ALIKE && !old[a].words.is_empty() {
                    candidates.push((alike, a, *b));
                }
            }
        }
        candidates.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (_, a, b) in candidates {
            if !self.old_taken[a] && self.found[b].is_none() {
                self.take(a, b);
            }
        }
    }

    fn take(&mut self, old: usize, new: usize) {
        self.old_taken[old] = true;
        self.found[new] = Some(old);
    }
}

/// Which new sections stand in another order than before: the fewest that explain it.
fn moved(matched: &[Option<usize>]) -> Vec<bool> {
    let pairs: Vec<_> = matched
        .iter()
        .enumerate()
        .filter_map(|(new, old)| Some((new, (*old)?)))
        .collect();
    let olds: Vec<_> = pairs.iter().map(|(_, old)| *old).collect();
    let mut moved: Vec<_> = matched.iter().map(Option::is_some).collect();
    for stayed in align::longest_rising(&olds) {
        moved[pairs[stayed].0] = false;
    }
    moved
}

/// The removed sections by the place where they stood: at the beginning, then after each new section.
pub(super) fn removed_after(matched: &[Option<usize>], old: usize) -> Vec<Vec<usize>> {
    let mut now = vec![None; old];
    for (new, old) in matched.iter().enumerate() {
        if let Some(old) = old {
            now[*old] = Some(new + 1);
        }
    }
    let mut after = vec![Vec::new(); matched.len() + 1];
    let mut place = 0;
    for (at, now) in now.into_iter().enumerate() {
        match now {
            Some(now) => place = now,
            None => after[place].push(at),
        }
    }
    after
}

fn unnamed(part: Part, old: &[Block], new: &[Block]) -> Option<SectionComparison> {
    let status = match (old.is_empty(), new.is_empty()) {
        (true, true) => return None,
        (true, false) => Status::Added,
        (false, true) => Status::Removed,
        (false, false) => Status::Same,
    };
    let blocks = block_pairs::compare(old, new);
    let changed = status == Status::Same && blocks.iter().any(|block| block.status != Status::Same);
    Some(SectionComparison {
        part,
        title: String::new(),
        status: if changed { Status::Changed } else { status },
        moved: false,
        renamed_from: None,
        heading: Vec::new(),
        blocks,
    })
}

fn one_sided(section: &DocumentSection, status: Status) -> SectionComparison {
    let blocks = section.blocks.as_slice();
    let (change, blocks) = if status == Status::Added {
        (Change::Inserted, block_pairs::compare(&[], blocks))
    } else {
        (Change::Deleted, block_pairs::compare(blocks, &[]))
    };
    SectionComparison {
        part: Part::Section(section.key.clone()),
        title: section.title.clone(),
        status,
        moved: false,
        renamed_from: None,
        heading: pieces::whole(&section.heading, change),
        blocks,
    }
}

fn both(old: &DocumentSection, new: &DocumentSection, moved: bool) -> SectionComparison {
    let heading = pieces::compare(&old.heading, &new.heading);
    let blocks = block_pairs::compare(&old.blocks, &new.blocks);
    let same =
        pieces::are_same(&heading) && blocks.iter().all(|block| block.status == Status::Same);
    SectionComparison {
        part: Part::Section(new.key.clone()),
        title: new.title.clone(),
        status: if same { Status::Same } else { Status::Changed },
        moved,
        renamed_from: (old.title != new.title).then(|| old.title.clone()),
        heading,
        blocks,
    }
}
