//! Which section of the three bodies is which, and what comes of each.

use super::{
    Part, PartKey,
    body::{Body, PREAMBLE, texts},
    settle,
};
use crate::{
    plans::Typed,
    text::{
        TooComplex,
        compare::{Outline, Outlines},
        sections::slug,
    },
};
use std::collections::{HashMap, HashSet, VecDeque};

/// Where a section of theirs stands in the other two.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) base: Option<usize>,
    /// Of a section that both added: the one of ours that says the same or has the same key.
    pub(super) ours: Option<usize>,
}

/// All three bodies.
pub(super) struct Bodies<'t> {
    pub(super) base: Body<'t>,
    pub(super) ours: Body<'t>,
    pub(super) theirs: Body<'t>,
    /// For each section of theirs.
    pub(super) known: Vec<Known>,
    /// For each section of the base, where it stands in ours.
    pub(super) in_ours: Vec<Option<usize>>,
    /// The sections of the base that theirs no longer has: at the beginning, then after each
    /// section of theirs.
    removed_after: Vec<Vec<usize>>,
}

impl<'t> Bodies<'t> {
    pub(super) fn read(
        base: &'t Typed,
        ours: &'t Typed,
        theirs: &'t Typed,
    ) -> Result<Self, TooComplex> {
        let mut outlines = Outlines::default();
        let mut read = |typed: &'t Typed| Body::read(&typed.body, &mut outlines);
        let (base, ours, theirs) = (read(base)?, read(ours)?, read(theirs)?);
        let from_base = theirs.outline.matched(&base.outline);
        let beside = beside(&base, &ours, (&theirs, &from_base));
        let ours_from_base = ours.outline.matched_but(&base.outline, &beside, &from_base);
        let in_ours = inverse(&ours_from_base, base.sections.len());
        let mut known: Vec<_> = from_base
            .iter()
            .zip(inverse(&beside, theirs.sections.len()))
            .map(|(base, beside)| Known {
                base: *base,
                ours: beside.or_else(|| in_ours[(*base)?]),
            })
            .collect();
        find_twins(&mut known, &theirs, added(&ours, &ours_from_base, &beside));
        Ok(Self {
            known,
            removed_after: Outline::removed_after(&from_base, &base.outline),
            base,
            ours,
            theirs,
            in_ours,
        })
    }

    /// The parts of the body that theirs changed, apart from its order.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        parts.extend(self.preamble());
        for (at, removed) in self.removed_after.iter().enumerate() {
            if at > 0 {
                parts.extend(self.section(at - 1));
            }
            parts.extend(removed.iter().map(|base| self.removed(*base)));
        }
        parts
    }

    fn preamble(&self) -> Option<Part> {
        let [base, ours, theirs] = [&self.base, &self.ours, &self.theirs]
            .map(|body| Some(body.preamble.text.as_ref()).filter(|text| !text.is_empty()));
        (theirs != base).then(|| {
            let part = Part::new(PartKey::Preamble, PREAMBLE, [base, ours, theirs]);
            settle(part, |merged| {
                texts(merged).is_ok_and(|texts| texts.len() == 1)
            })
        })
    }

    fn section(&self, at: usize) -> Option<Part> {
        let known = self.known[at];
        let base = self.base.text(known.base);
        let ours = self.ours.text(known.ours);
        let theirs = self.theirs.text(Some(at));
        (theirs != base).then(|| {
            let key = PartKey::Section(self.theirs.keys[at].clone());
            let part = Part::new(key, &self.theirs.titles[at], [base, ours, theirs]);
            settle(part, is_one_section)
        })
    }

    fn removed(&self, at: usize) -> Part {
        let key = PartKey::Removed(self.base.keys[at].clone());
        let base = self.base.text(Some(at));
        let ours = self.ours.text(self.in_ours[at]);
        let part = Part::new(key, &self.base.titles[at], [base, ours, None]);
        settle(part, |_| false)
    }
}

fn is_one_section(text: &str) -> bool {
    texts(text).is_ok_and(|texts| texts.len() == 2 && texts[0].is_empty())
}

/// For each section of ours, the one of theirs that says the same, or that has a key which the base
/// does not know: it is the same section also where the base has nothing like it, or several. So
/// what was taken once is found again, though it is no longer what ours had.
fn beside(
    base: &Body<'_>,
    ours: &Body<'_>,
    (theirs, from_base): (&Body<'_>, &[Option<usize>]),
) -> Vec<Option<usize>> {
    let mut beside = ours.outline.same(&theirs.outline);
    let taken: HashSet<usize> = beside.iter().flatten().copied().collect();
    let keys_of_base: HashSet<_> = base.keys.iter().collect();
    let keys_of_ours: HashSet<_> = ours.keys.iter().collect();
    let is_renamed = |at: &usize| {
        // Ours has it under its old name, and something else under the new one.
        let stayed = from_base[*at].is_some_and(|was| keys_of_ours.contains(&base.keys[was]));
        !taken.contains(at) && !keys_of_base.contains(&theirs.keys[*at]) && !stayed
    };
    let renamed = (0..theirs.keys.len()).filter(is_renamed);
    let renamed: HashMap<_, _> = renamed.map(|at| (&theirs.keys[at], at)).collect();
    for (beside, key) in beside.iter_mut().zip(&ours.keys) {
        *beside = beside.or_else(|| renamed.get(key).copied());
    }
    beside
}

/// Where each of so many places is pointed to from.
fn inverse(pointers: &[Option<usize>], places: usize) -> Vec<Option<usize>> {
    let mut from = vec![None; places];
    for (at, place) in pointers.iter().enumerate() {
        if let Some(place) = place {
            from[*place] = Some(at);
        }
    }
    from
}

/// The sections that only ours has, by their key without its number.
fn added(
    ours: &Body<'_>,
    from_base: &[Option<usize>],
    beside: &[Option<usize>],
) -> HashMap<String, VecDeque<usize>> {
    let mut added: HashMap<_, VecDeque<_>> = HashMap::new();
    for (at, title) in ours.titles.iter().enumerate() {
        if from_base[at].is_none() && beside[at].is_none() {
            added.entry(slug(title)).or_default().push_back(at);
        }
    }
    added
}

/// Two sections of one key that both added are one section.
fn find_twins(known: &mut [Known], theirs: &Body<'_>, mut added: HashMap<String, VecDeque<usize>>) {
    for (known, title) in known.iter_mut().zip(&theirs.titles) {
        if known.base.is_none() && known.ours.is_none() {
            known.ours = added.get_mut(&slug(title)).and_then(VecDeque::pop_front);
        }
    }
}
