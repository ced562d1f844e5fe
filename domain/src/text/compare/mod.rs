//! What changed between two states of a plan's body: by section, by block, by word.
//!
//! Both texts are read into blocks (a paragraph, a list item, a row of a table, a line of code),
//! equal blocks are matched, similar ones paired, and the words of each pair are compared. So a
//! new mark-up of the same words is no change, and a changed number in a table is one changed cell.
//! All steps are bounded (see [`align`]): two bodies of 256 KiB made to be hard take a fraction of a
//! second, with a coarser answer.

mod align;
mod block_pairs;
mod blocks;
mod bounds;
mod outline;
mod pieces;
mod rows;
mod sections;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

use serde::Serialize;

use super::{SectionKey, TooComplex};
use vocabulary::Vocabulary;

pub(crate) use align::matches;
#[cfg(test)]
pub(crate) use align::work;
pub(crate) use outline::{Outline, Outlines};

/// What changed from one text to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The parts of both, in the order of the new text; a removed one where it stood.
    pub sections: Vec<SectionComparison>,
}

/// What happened to a part, a block or a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing.
    Same,
    /// It is in both, with changes.
    Changed,
    /// It is only in the new text.
    Added,
    /// It is only in the old text.
    Removed,
}

/// Which part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "part", content = "key")]
pub enum Part {
    /// What stands before the first section.
    Preamble,
    /// A section: its key in the new text, or in the old one when it was removed.
    Section(SectionKey),
    /// The footnotes of all sections.
    Footnotes,
}

/// What happened to a part of the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionComparison {
    /// Which part.
    #[serde(flatten)]
    pub part: Part,
    /// Its heading as plain text; empty for the preamble and the footnotes.
    pub title: String,
    /// What happened to its heading or content.
    pub status: Status,
    /// Whether it stands elsewhere among the sections than before.
    pub moved: bool,
    /// Its heading before, when it was another.
    pub renamed_from: Option<String>,
    /// The words of its heading.
    pub heading: Vec<Piece>,
    /// Its content.
    pub blocks: Vec<BlockComparison>,
}

/// What happened to a block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlockComparison {
    /// What happened to it.
    pub status: Status,
    /// What it is; for a removed block, what it was.
    pub shape: Shape,
    /// What it was, when that is something else: a heading of another level, a box not yet ticked.
    pub was: Option<Shape>,
    /// Its words.
    pub content: Content,
}

/// The words of a block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Running text.
    Pieces(Vec<Piece>),
    /// The cells of a row. All rows of a table have a cell for each column of the old and the new
    /// one, empty where they have none.
    Cells(Vec<Cell>),
}

/// A cell of a table's row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// What happened to it; added or removed when its column was.
    pub status: Status,
    /// Its words.
    pub pieces: Vec<Piece>,
}

/// What a block is and how deep it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Shape {
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
    /// In how many quotes it stands.
    pub quoted: u8,
    /// In how many lists it stands: 1 for an item of an outer list.
    pub depth: u8,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading inside a section, 2 to 6.
    Heading {
        /// As typed; `#` counts as 2.
        level: u8,
    },
    /// The beginning of a list's item; what follows in it stands at the same depth.
    Item {
        /// Its number, in a numbered list. Renumbering alone is no change.
        number: Option<usize>,
        /// Whether its box is ticked, if it has one.
        done: Option<bool>,
    },
    /// A line of code. Lines that follow each other belong together until one is `first`.
    Code {
        /// Whether it begins a block of code.
        first: bool,
    },
    /// A row of a table. Rows that follow each other belong together until one is a `header`.
    Row {
        /// Whether it is the table's head.
        header: bool,
    },
    /// A line across the page.
    Rule,
    /// The beginning of a footnote.
    Footnote {
        /// As typed.
        name: String,
    },
}

/// A run of words with one fate and one look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What happened to it.
    pub change: Change,
    /// The words, with the spaces between and around them.
    pub text: String,
    /// How they look.
    pub style: Style,
    /// The address they lead to.
    pub link: Option<String>,
    /// For words that stayed: the address they led to, when that is another. Empty for none.
    pub link_was: Option<String>,
}

/// What happened to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// They are in both texts.
    Same,
    /// They are only in the old text: `<del>`.
    Deleted,
    /// They are only in the new text: `<ins>`.
    Inserted,
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent, and a view asks for each"
)]
pub struct Style {
    /// `**so**`
    pub strong: bool,
    /// `*so*`
    pub emphasis: bool,
    /// `~~so~~`
    pub struck: bool,
    /// `` `so` ``
    pub code: bool,
}

impl Style {
    /// How many there are.
    const LOOKS: usize = 16;

    /// Which of them this is.
    fn look(self) -> usize {
        let bits = [self.strong, self.emphasis, self.struck, self.code];
        bits.into_iter()
            .fold(0, |look, bit| look * 2 + usize::from(bit))
    }
}

/// How many words a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WordCount {
    /// In both texts.
    pub same: usize,
    /// Only in the old one.
    pub deleted: usize,
    /// Only in the new one.
    pub inserted: usize,
}

impl WordCount {
    /// How much of both texts together was changed, from 0 to 1.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share to be shown; texts have far fewer than 2^52 words"
    )]
    pub fn changed_share(self) -> f64 {
        let changed = self.deleted + self.inserted;
        let all = changed + 2 * self.same;
        if all == 0 {
            0.0
        } else {
            changed as f64 / all as f64
        }
    }
}

/// Compares two texts.
///
/// # Errors
/// When one of them is too complex to be shown at all.
pub fn compare(old: &str, new: &str) -> Result<Comparison, TooComplex> {
    let mut vocabulary = Vocabulary::default();
    let old = blocks::read(old, &mut vocabulary)?;
    let new = blocks::read(new, &mut vocabulary)?;
    Ok(Comparison {
        sections: sections::compare(&old, &new),
    })
}

impl Comparison {
    /// Counts the words of all parts.
    #[must_use]
    pub fn words(&self) -> WordCount {
        let mut count = WordCount::default();
        let pieces = self.sections.iter().flat_map(|section| {
            section
                .heading
                .iter()
                .chain(section.blocks.iter().flat_map(BlockComparison::pieces))
        });
        for piece in pieces {
            // A comma that came is a piece of its own, and no word.
            let is_word = |word: &&str| word.contains(char::is_alphanumeric);
            let words = piece.text.split_whitespace().filter(is_word).count();
            match piece.change {
                Change::Same => count.same += words,
                Change::Deleted => count.deleted += words,
                Change::Inserted => count.inserted += words,
            }
        }
        count
    }
}

impl BlockComparison {
    /// All words of the block, its cells after each other.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let (running, cells) = match &self.content {
            Content::Pieces(pieces) => (pieces.as_slice(), [].as_slice()),
            Content::Cells(cells) => ([].as_slice(), cells.as_slice()),
        };
        running
            .iter()
            .chain(cells.iter().flat_map(|cell| &cell.pieces))
    }
}
