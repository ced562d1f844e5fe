//! Texts as their sections, to be matched with those of other states of the same text: what a merge
//! starts from.

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::{self, Document, DocumentSection};
use super::sections::{all, match_sections, removed_after, same_sections};
use super::vocabulary::Vocabulary;
use crate::text::{SectionKey, TooComplex};

/// Reads texts that are to be matched with each other.
#[derive(Default)]
pub(crate) struct Outlines {
    vocabulary: Vocabulary,
}

impl Outlines {
    /// The sections of a source.
    pub(crate) fn read(&mut self, source: &str) -> Result<Outline, TooComplex> {
        blocks::read(source, &mut self.vocabulary).map(Outline)
    }
}

/// A text's sections.
pub(crate) struct Outline(Document);

/// What a section is called and where it stands in the source, heading included.
pub(crate) struct Heading<'o> {
    pub(crate) key: &'o SectionKey,
    pub(crate) title: &'o str,
    pub(crate) range: Range<usize>,
}

impl Outline {
    /// The sections in the order of the source.
    pub(crate) fn headings(&self) -> impl ExactSizeIterator<Item = Heading<'_>> {
        self.0.sections.iter().map(|section| Heading {
            key: &section.key,
            title: &section.title,
            range: section.range.clone(),
        })
    }

    /// For each section, the one it was in an older text: the same as a comparison of the two shows.
    pub(crate) fn matched(&self, old: &Self) -> Vec<Option<usize>> {
        match_sections(&all(&old.0), &all(&self.0))
    }

    /// For each section, the one that says the same in another text.
    pub(crate) fn same(&self, other: &Self) -> Vec<Option<usize>> {
        same_sections(&all(&other.0), &all(&self.0))
    }

    /// As [`matched`](Self::matched), where some sections are known to be one of a sibling (see
    /// `beside`), whose matches are known: only what is left of both texts is matched.
    pub(crate) fn matched_but(
        &self,
        old: &Self,
        beside: &[Option<usize>],
        sibling_matched: &[Option<usize>],
    ) -> Vec<Option<usize>> {
        let known = beside.iter().map(|at| sibling_matched[(*at)?]);
        let mut matched: Vec<_> = known.collect();
        let taken: HashSet<usize> = matched.iter().flatten().copied().collect();
        let old_left = old.places(|at| !taken.contains(&at));
        let left = self.places(|at| beside[at].is_none());
        let found = match_sections(&old.at(&old_left), &self.at(&left));
        for (at, before) in left.into_iter().zip(found) {
            matched[at] = before.map(|before| old_left[before]);
        }
        matched
    }

    fn places(&self, is_meant: impl Fn(usize) -> bool) -> Vec<usize> {
        let all = 0..self.0.sections.len();
        all.filter(|at| is_meant(*at)).collect()
    }

    fn at(&self, places: &[usize]) -> Vec<&DocumentSection> {
        places.iter().map(|at| &self.0.sections[*at]).collect()
    }

    /// The sections of an older text that are gone, by the place where they stood: at the
    /// beginning, then after each section.
    pub(crate) fn removed_after(matched: &[Option<usize>], old: &Self) -> Vec<Vec<usize>> {
        removed_after(matched, old.0.sections.len())
    }
}
