//! A rendered text, and where its sections stand in it.

use comrak::Node;
use serde::{Deserialize, Serialize};

use super::super::SectionKey;
use super::super::sections::{Section, SectionHash};
use super::Context;
use super::format::FOOTNOTES;

/// A text as HTML. Stored beside its source, with [`RENDERER`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// Safe to put into a page as it is.
    pub html: String,
    /// Its sections, in order.
    pub sections: Vec<RenderedSection>,
}

/// Where a section stands in the HTML that it became. Offsets are in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedSection {
    /// Its name in links and comments, and the id of its heading.
    pub key: SectionKey,
    /// Its heading as plain text.
    pub title: String,
    /// Tells whether it changed.
    pub hash: SectionHash,
    /// Where its heading's element begins.
    pub start: usize,
    /// Where its heading's content ends, before the closing tag.
    pub heading_end: usize,
    /// Where the next section or the footnotes begin.
    pub end: usize,
}

/// A rendered text taken apart. Each part is whole HTML by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts<'r> {
    /// What stands before the first section; everything, where there is none.
    pub preamble: &'r str,
    /// The sections, in order.
    pub sections: Vec<Part<'r>>,
    /// The footnotes of all sections, or nothing.
    pub footnotes: &'r str,
}

/// A section of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'r> {
    /// Which one it is.
    pub section: &'r RenderedSection,
    /// What stands inside the heading's element.
    pub heading: &'r str,
    /// What stands under the heading.
    pub content: &'r str,
}

impl Rendered {
    /// Takes the text apart, so that a page can put something beside each heading. A heading's own
    /// element is then the page's to write: `<h2 id={section.key}>`.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        let first = self
            .sections
            .first()
            .map_or(self.html.len(), |section| section.start);
        let last = self
            .sections
            .last()
            .map_or(self.html.len(), |section| section.end);
        Parts {
            preamble: self.slice(0, first),
            sections: self
                .sections
                .iter()
                .map(|section| self.part(section))
                .collect(),
            footnotes: self.slice(last, self.html.len()),
        }
    }

    fn part<'r>(&'r self, section: &'r RenderedSection) -> Part<'r> {
        let opening = self.slice(section.start, section.heading_end);
        let closing = "</h2>".len();
        Part {
            section,
            heading: opening.split_once('>').map_or("", |(_, heading)| heading),
            content: self.slice(section.heading_end + closing, section.end),
        }
    }

    /// What is stored may be damaged; a page then shows less instead of failing.
    fn slice(&self, start: usize, end: usize) -> &str {
        self.html.get(start..end).unwrap_or_default()
    }
}

/// Finds each section in the finished HTML. No text can look like `<h2 id="key">`: its `<` is escaped.
pub(super) fn locate(
    html: &str,
    source: &str,
    sections: Vec<(Node<'_>, Section)>,
    context: &Context<'_>,
) -> Vec<RenderedSection> {
    let level = context.top_level;
    // What stands among the footnotes is no part of its own.
    let body = &html[..html.find(FOOTNOTES).unwrap_or(html.len())];
    let mut located: Vec<RenderedSection> = Vec::with_capacity(sections.len());
    let mut from = 0;
    for (_, section) in sections {
        let opening = format!("<h{level} id=\"{}{}\">", context.id_prefix, section.key);
        let Some(start) = body[from..].find(&opening).map(|at| from + at) else {
            continue;
        };
        let Some(heading_end) = body[start..].find("</h").map(|at| start + at) else {
            continue;
        };
        from = heading_end;
        if let Some(previous) = located.last_mut() {
            previous.end = start;
        }
        located.push(RenderedSection {
            hash: section.hash(source),
            key: section.key,
            title: section.title,
            start,
            heading_end,
            end: body.len(),
        });
    }
    located
}
