//! The three bodies taken apart, and which section is which.

use super::{Part, PartKey, settle};
use crate::{
    plans::Typed,
    text::{
        SectionKey, TooComplex,
        compare::{Outline, Outlines},
        sections::{sections, slug},
    },
};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet, VecDeque},
    hash::Hash,
    ops::Range,
};

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
    outline: Outline,
}

impl<'t> Body<'t> {
    fn read(source: &'t str, outlines: &mut Outlines) -> Result<Self, TooComplex> {
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

    fn text(&self, section: Option<usize>) -> Option<&str> {
        section.map(|at| self.sections[at].text.as_ref())
    }
}

fn titled(title: &str) -> String {
    match title {
        "" => "Section without a title".to_owned(),
        title => title.to_owned(),
    }
}

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
        let ours_from_base = ours.outline.matched(&base.outline);
        let mut in_ours = vec![None; base.sections.len()];
        for (at, before) in ours_from_base.iter().enumerate() {
            if let Some(before) = before {
                in_ours[*before] = Some(at);
            }
        }
        let twins = twins((&ours, &ours_from_base), (&theirs, &from_base));
        let known = from_base.iter().zip(twins).map(|(base, twin)| Known {
            base: *base,
            ours: base.map_or(twin, |base| in_ours[base]),
        });
        Ok(Self {
            known: known.collect(),
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

/// For each section that theirs added, the one that ours added as well: the same text, else the same
/// key but for its number.
fn twins(
    (ours, ours_from_base): (&Body<'_>, &[Option<usize>]),
    (theirs, from_base): (&Body<'_>, &[Option<usize>]),
) -> Vec<Option<usize>> {
    let mut twins = Twins {
        ours: added(ours_from_base),
        theirs: added(from_base),
        found: vec![None; from_base.len()],
    };
    twins.pair(
        |at| &*ours.sections[at].text,
        |at| &*theirs.sections[at].text,
    );
    twins.pair(|at| slug(&ours.titles[at]), |at| slug(&theirs.titles[at]));
    twins.found
}

fn added(from_base: &[Option<usize>]) -> Vec<usize> {
    let all = 0..from_base.len();
    all.filter(|at| from_base[*at].is_none()).collect()
}

/// The sections that were added and have no twin yet.
struct Twins {
    ours: Vec<usize>,
    theirs: Vec<usize>,
    found: Vec<Option<usize>>,
}

impl Twins {
    fn pair<K: Hash + Eq>(&mut self, of_ours: impl Fn(usize) -> K, of_theirs: impl Fn(usize) -> K) {
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for at in &self.ours {
            places.entry(of_ours(*at)).or_default().push_back(*at);
        }
        for at in &self.theirs {
            let same = places.get_mut(&of_theirs(*at));
            self.found[*at] = same.and_then(VecDeque::pop_front);
        }
        self.theirs.retain(|at| self.found[*at].is_none());
        let taken: HashSet<usize> = self.found.iter().flatten().copied().collect();
        self.ours.retain(|at| !taken.contains(at));
    }
}
