//! Texts as their sections, to be matched with those of other states of the same text: what a merge
//! starts from.

use std::ops::Range;

use super::blocks::{self, Document};
use super::sections::{match_sections, removed_after};
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
        match_sections(&old.0.sections, &self.0.sections)
    }

    /// The sections of an older text that are gone, by the place where they stood: at the
    /// beginning, then after each section.
    pub(crate) fn removed_after(matched: &[Option<usize>], old: &Self) -> Vec<Vec<usize>> {
        removed_after(matched, old.0.sections.len())
    }
}
