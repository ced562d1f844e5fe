//! What stands under which heading.
//!
//! A body is a preamble and then its sections: each top-level `##` heading (a `#` counts as one)
//! with all that follows it up to the next. Headings inside quotes and lists make no section.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::section_key::{SectionKey, belongs_to_the_page};
use super::tree::{self, TooComplex};

/// How long a slug may be, in characters.
const SLUG_MAX: usize = 60;

/// A section of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name in links and comments.
    pub key: SectionKey,
    /// Its heading as plain text.
    pub title: String,
    /// Where it stands in the source, heading included.
    pub range: Range<usize>,
}

impl Section {
    /// Tells whether it changed, given the source that it is a section of.
    #[must_use]
    pub fn hash(&self, source: &str) -> SectionHash {
        SectionHash::of(source.get(self.range.clone()).unwrap_or_default())
    }
}

/// The first 16 bytes of the SHA-256 of a section's source, in hex; spaces at the ends of lines and
/// how many empty lines there are do not count. Equal hashes mean that nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SectionHash(String);

impl SectionHash {
    fn of(source: &str) -> Self {
        let mut hasher = Sha256::new();
        for line in source
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
        {
            hasher.update(line);
            hasher.update("\n");
        }
        let mut hex = String::with_capacity(32);
        for byte in &hasher.finalize()[..16] {
            write!(hex, "{byte:02x}").expect("a string takes everything");
        }
        Self(hex)
    }

    /// The hash as it is stored beside a comment.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The sections of a source, in its order.
///
/// # Errors
/// When the text is too complex to be shown at all.
pub fn sections(source: &str) -> Result<Vec<Section>, TooComplex> {
    let arena = Arena::new();
    let root = tree::parse(&arena, source)?;
    Ok(sections_of(root, source)
        .into_iter()
        .map(|(_, section)| section)
        .collect())
}

/// The sections of a source with their headings in its tree.
pub(super) fn sections_of<'a>(root: Node<'a>, source: &str) -> Vec<(Node<'a>, Section)> {
    let lines = line_starts(source);
    let place = |heading: Node<'_>| {
        lines
            .get(heading.data().sourcepos.start.line.saturating_sub(1))
            .copied()
    };
    let headings: Vec<_> = root
        .children()
        .filter(|node| starts_section(node))
        .collect();
    let starts: Vec<_> = headings
        .iter()
        .map(|heading| place(heading).unwrap_or(source.len()))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    let mut keys = Ids::default();
    let ranges = starts.iter().zip(ends).map(|(start, end)| *start..end);
    headings
        .iter()
        .zip(ranges)
        .map(|(heading, range)| {
            let title = super::plain::text_of(heading);
            let key = keys.section(&title);
            (*heading, Section { key, title, range })
        })
        .collect()
}

/// Whether a top-level node begins a section.
pub(super) fn starts_section(node: Node<'_>) -> bool {
    matches!(&node.data().value, NodeValue::Heading(heading) if heading.level <= 2)
}

/// Where each line of a source begins, with comrak's notion of a line.
fn line_starts(source: &str) -> Vec<usize> {
    let bytes = source.as_bytes();
    let ends_line =
        |at: usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    let after = (0..bytes.len())
        .filter(|at| ends_line(*at))
        .map(|at| at + 1);
    std::iter::once(0).chain(after).collect()
}

/// Gives out ids that differ.
#[derive(Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Ids {
    /// The key of the next section of this title.
    pub(super) fn section(&mut self, title: &str) -> SectionKey {
        SectionKey::parse(&self.give(title)).expect("a slug with a number is a key")
    }

    /// An id made of a title: its slug, with a number when that is taken.
    pub(super) fn give(&mut self, title: &str) -> String {
        let base = base(title);
        let next = self.next.entry(base.clone()).or_insert(1);
        loop {
            let id = if *next == 1 {
                base.clone()
            } else {
                format!("{base}-{next}")
            };
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn base(title: &str) -> String {
    let slug = slug(title);
    if slug.is_empty() {
        "section".to_owned()
    } else if belongs_to_the_page(&slug) {
        format!("s-{slug}")
    } else {
        slug
    }
}

/// A title as it stands in an address: its words in lower-case ASCII letters and digits (other
/// scripts transliterated), joined by `-`, at most 60 characters. Empty when it has none.
#[must_use]
pub fn slug(title: &str) -> String {
    // A title is short, a heading need not be.
    let beginning: String = title.chars().take(2 * SLUG_MAX).collect();
    let ascii = deunicode::deunicode_with_tofu(&beginning, " ")
        .replace('\'', "")
        .to_ascii_lowercase();
    let mut slug = String::new();
    for word in ascii
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let dash = usize::from(!slug.is_empty());
        if slug.len() + dash + word.len() > SLUG_MAX {
            if slug.is_empty() {
                slug.push_str(&word[..SLUG_MAX]);
            }
            break;
        }
        slug.push_str(if dash == 1 { "-" } else { "" });
        slug.push_str(word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(source: &str) -> Vec<String> {
        sections(source)
            .unwrap()
            .into_iter()
            .map(|section| section.key.into())
            .collect()
    }

    #[test]
    fn slugs_are_readable_in_any_script() {
        assert_eq!(slug("Who pays, and why now?"), "who-pays-and-why-now");
        assert_eq!(slug("Café São  João’s"), "cafe-sao-joaos");
        assert_eq!(slug("Кто платит"), "kto-platit");
        assert_eq!(slug("¿…?"), "");
        assert!(slug(&"word ".repeat(50)).len() <= 60);
        assert_eq!(slug(&"x".repeat(100)).len(), 60);
    }

    #[test]
    fn keys_differ_and_keep_off_the_page() {
        assert_eq!(
            keys("## Risks\n\n## Risks\n\n## Risks 2\n\n##\n\n##\n"),
            ["risks", "risks-2", "risks-2-2", "section", "section-2"]
        );
        assert_eq!(
            keys(
                "## C12 risks\n\n## Page\n\n## Fn 1\n\n## Main\n\n## Field work\n\n## Main street"
            ),
            [
                "s-c12-risks",
                "s-page",
                "s-fn-1",
                "s-main",
                "s-field-work",
                "main-street"
            ]
        );
    }

    #[test]
    fn sections_are_the_top_level_headings() {
        let source = "before\n\n# One *and* `more`\n\na\n\n> ## quoted\n\n- ## listed\n\n### deeper\n\nTwo\n---\n\n```\n## code\n```\n";
        let found = sections(source).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].title, "One and more");
        assert!(source[found[0].range.clone()].starts_with("# One"));
        assert!(source[found[1].range.clone()].starts_with("Two\n---"));
        assert_eq!(found[0].range.end, found[1].range.start);
    }

    #[test]
    fn lines_of_every_ending_are_counted() {
        for ending in ["\n", "\r\n", "\r"] {
            let source = ["é", "", "## A", "x", "## B", "y"].join(ending);
            let found = sections(&source).unwrap();
            assert!(
                source[found[1].range.clone()].starts_with("## B"),
                "{ending:?}"
            );
        }
    }

    #[test]
    fn a_hash_tells_a_change_and_no_spacing() {
        let hash = |source: &str| sections(source).unwrap().remove(0).hash(source);
        assert_eq!(
            hash("## A\n\ntext  \n\n\n"),
            hash("before\n\n## A\ntext\n\n## B")
        );
        assert_ne!(hash("## A\n\ntext"), hash("## A\n\ntexts"));
        assert_eq!(hash("## A").as_str().len(), 32);
    }

    proptest! {
        #[test]
        fn every_title_has_a_key(title in "\\PC{0,80}") {
            let mut ids = Ids::default();
            prop_assert_ne!(ids.section(&title), ids.section(&title));
        }

        #[test]
        fn sections_follow_each_other_to_the_end(source in "([#>a \\[\\]:`\n\r*-]|é){0,60}") {
            let found = sections(&source).unwrap();
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].range.end, pair[1].range.start);
            }
            if let Some(last) = found.last() {
                prop_assert_eq!(last.range.end, source.len());
            }
        }
    }
}
