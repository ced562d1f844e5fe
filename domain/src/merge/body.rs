//! A body taken apart: what stands before the first section, then the sections.

use crate::text::{
    SectionKey, TooComplex,
    compare::{Outline, Outlines},
    sections::sections,
};
use std::{borrow::Cow, ops::Range};

/// What the text before the first section is called.
pub(super) const PREAMBLE: &str = "Before the first section";

/// The white space that does not count between sections. Of a no-break space a heading can be made
/// something else by leaving it out.
pub(super) const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// A section, or what stands before the first one.
pub(super) struct Block<'t> {
    /// As it stands in the source, without the blank lines after it.
    pub(super) source: &'t str,
    /// The blank lines after it.
    pub(super) gap: &'t str,
    /// Its text, without blank lines around it, its lines ended by `\n`.
    pub(super) text: Cow<'t, str>,
}

impl<'t> Block<'t> {
    pub(super) fn of(source: &'t str) -> Self {
        let end = source.trim_end_matches(BLANK).len();
        let (source, gap) = source.split_at(end);
        let text = source.trim_start_matches(BLANK);
        // Blank lines at the beginning do not count, spaces before a word do.
        let before = &source[..source.len() - text.len()];
        let first = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        Self {
            source,
            gap,
            text: with_plain_ends(&source[first..]),
        }
    }
}

/// Lines ended by `\n`.
pub(super) fn with_plain_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A body cut at the beginnings of its sections.
fn cut(source: &str, ranges: impl Iterator<Item = Range<usize>>) -> (Block<'_>, Vec<Block<'_>>) {
    let ranges: Vec<_> = ranges.collect();
    let first = ranges.first().map_or(source.len(), |range| range.start);
    let blocks = ranges.into_iter().map(|range| Block::of(&source[range]));
    (Block::of(&source[..first]), blocks.collect())
}

/// The texts of a body: what stands before the first section, then the sections.
pub(super) fn texts(source: &str) -> Result<Vec<String>, TooComplex> {
    let found = sections(source)?;
    let (preamble, blocks) = cut(source, found.into_iter().map(|section| section.range));
    let texts = std::iter::once(preamble).chain(blocks);
    Ok(texts.map(|block| block.text.into_owned()).collect())
}

/// A body taken apart.
pub(super) struct Body<'t> {
    pub(super) preamble: Block<'t>,
    pub(super) sections: Vec<Block<'t>>,
    pub(super) titles: Vec<String>,
    pub(super) keys: Vec<SectionKey>,
    pub(super) outline: Outline,
}

impl<'t> Body<'t> {
    pub(super) fn read(source: &'t str, outlines: &mut Outlines) -> Result<Self, TooComplex> {
        let outline = outlines.read(source)?;
        let (preamble, sections) = cut(source, outline.headings().map(|heading| heading.range));
        Ok(Self {
            preamble,
            sections,
            titles: outline
                .headings()
                .map(|heading| titled(heading.title))
                .collect(),
            keys: outline
                .headings()
                .map(|heading| heading.key.clone())
                .collect(),
            outline,
        })
    }

    pub(super) fn text(&self, section: Option<usize>) -> Option<&str> {
        section.map(|at| self.sections[at].text.as_ref())
    }
}

fn titled(title: &str) -> String {
    match title {
        "" => "Section without a title".to_owned(),
        title => title.to_owned(),
    }
}
