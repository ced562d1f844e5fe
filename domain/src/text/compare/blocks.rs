//! A text as a list of blocks, its words as numbers that can be compared.

use std::ops::Range;
use std::rc::Rc;

use comrak::nodes::{ListType, NodeValue};
use comrak::{Arena, Node};

use super::super::sections::{Section, sections_of};
use super::super::{SectionKey, TooComplex, tree};
use super::vocabulary::Vocabulary;
use super::words::{Text, text};
use super::{Kind, Shape, Style};

/// A text taken apart.
pub(super) struct Document {
    pub(super) preamble: Vec<Block>,
    pub(super) sections: Vec<DocumentSection>,
    pub(super) footnotes: Vec<Block>,
}

/// A section taken apart.
pub(super) struct DocumentSection {
    pub(super) key: SectionKey,
    pub(super) title: String,
    /// Where it stands in the source, heading included.
    pub(super) range: Range<usize>,
    pub(super) heading: Text,
    pub(super) blocks: Vec<Block>,
    /// The words of all blocks, sorted.
    pub(super) words: Vec<u32>,
}

/// A block of a text.
pub(super) struct Block {
    pub(super) shape: Shape,
    pub(super) body: Body,
    /// Equal for blocks in which nothing changed.
    pub(super) signature: u32,
    /// Its words without spaces and punctuation, sorted.
    pub(super) words: Vec<u32>,
}

/// What a block holds.
pub(super) enum Body {
    Text(Text),
    /// The cells of a row, and the words of its table's head.
    Row {
        cells: Vec<Text>,
        head: Rc<Vec<u32>>,
    },
}

impl Body {
    /// The cells and the table's head, if it is a row.
    pub(super) fn row(&self) -> Option<(&[Text], &Rc<Vec<u32>>)> {
        match self {
            Self::Row { cells, head } => Some((cells, head)),
            Self::Text(_) => None,
        }
    }
}

/// Reads a text.
pub(super) fn read(source: &str, vocabulary: &mut Vocabulary) -> Result<Document, TooComplex> {
    let arena = Arena::new();
    let root = tree::parse(&arena, source)?;
    let mut starts = sections_of(root, source).into_iter().peekable();
    let mut document = Document {
        preamble: Vec::new(),
        sections: Vec::new(),
        footnotes: Vec::new(),
    };
    for node in root.children() {
        if let Some((_, section)) = starts.next_if(|(heading, _)| heading.same_node(node)) {
            document.sections.push(begin(section, node, vocabulary));
            continue;
        }
        let blocks = if matches!(node.data().value, NodeValue::FootnoteDefinition(_)) {
            &mut document.footnotes
        } else {
            document
                .sections
                .last_mut()
                .map_or(&mut document.preamble, |section| &mut section.blocks)
        };
        Reader {
            vocabulary,
            blocks,
            marker: None,
            quoted: 0,
            depth: 0,
        }
        .block(node);
    }
    for section in &mut document.sections {
        section.words = section
            .blocks
            .iter()
            .flat_map(|block| &block.words)
            .copied()
            .collect();
        section.words.sort_unstable();
    }
    Ok(document)
}

fn begin(section: Section, heading: Node<'_>, vocabulary: &mut Vocabulary) -> DocumentSection {
    DocumentSection {
        key: section.key,
        title: section.title,
        range: section.range,
        heading: text(heading, vocabulary),
        blocks: Vec::new(),
        words: Vec::new(),
    }
}

/// Walks a part of the tree and writes down its blocks. Recursion is safe: the tree is bounded.
struct Reader<'r> {
    vocabulary: &'r mut Vocabulary,
    blocks: &'r mut Vec<Block>,
    /// What the next paragraph begins: a list's item or a footnote.
    marker: Option<Kind>,
    quoted: u8,
    depth: u8,
}

impl Reader<'_> {
    fn block(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(heading) => {
                let text = text(node, self.vocabulary);
                self.push(
                    Kind::Heading {
                        level: heading.level.max(2),
                    },
                    Body::Text(text),
                );
            }
            NodeValue::BlockQuote => {
                self.end_marker();
                self.quoted += 1;
                self.children(node);
                self.quoted -= 1;
            }
            NodeValue::List(_) => {
                self.end_marker();
                self.depth += 1;
                self.children(node);
                self.depth -= 1;
            }
            NodeValue::Item(item) => {
                let number = (item.list_type == ListType::Ordered).then_some(item.start);
                self.begin(Kind::Item { number, done: None }, node);
            }
            NodeValue::TaskItem(task) => {
                self.begin(
                    Kind::Item {
                        number: None,
                        done: Some(task.symbol.is_some()),
                    },
                    node,
                );
            }
            NodeValue::FootnoteDefinition(footnote) => self.begin(
                Kind::Footnote {
                    name: footnote.name.clone(),
                },
                node,
            ),
            NodeValue::CodeBlock(code) => self.code(&code.literal),
            NodeValue::Table(_) => self.table(node),
            NodeValue::ThematicBreak => self.push(Kind::Rule, Body::Text(Text::default())),
            _ => self.children(node),
        }
    }

    fn children(&mut self, node: Node<'_>) {
        for child in node.children() {
            self.block(child);
        }
    }

    fn begin(&mut self, kind: Kind, node: Node<'_>) {
        self.marker = Some(kind);
        self.children(node);
        self.end_marker();
    }

    fn paragraph(&mut self, node: Node<'_>) {
        let text = text(node, self.vocabulary);
        let kind = self.marker.take().unwrap_or(Kind::Paragraph);
        self.push(kind, Body::Text(text));
    }

    /// An item that does not begin with a paragraph is a block without words.
    fn end_marker(&mut self) {
        if let Some(kind) = self.marker.take() {
            self.push(kind, Body::Text(Text::default()));
        }
    }

    fn code(&mut self, literal: &str) {
        for (number, line) in literal.lines().enumerate() {
            let mut text = Text::default();
            text.add(
                line,
                Style {
                    code: true,
                    ..Style::default()
                },
                None,
                self.vocabulary,
            );
            self.push(Kind::Code { first: number == 0 }, Body::Text(text));
        }
    }

    fn table(&mut self, table: Node<'_>) {
        let mut head = Rc::default();
        for row in table.children() {
            let header = matches!(row.data().value, NodeValue::TableRow(true));
            let cells: Vec<_> = row
                .children()
                .map(|cell| text(cell, self.vocabulary))
                .collect();
            if header {
                head = Rc::new(self.head(&cells));
            }
            self.push(
                Kind::Row { header },
                Body::Row {
                    cells,
                    head: head.clone(),
                },
            );
        }
    }

    /// A number for each column's name.
    fn head(&mut self, cells: &[Text]) -> Vec<u32> {
        cells
            .iter()
            .map(|cell| self.vocabulary.word(&cell.text, Style::default()))
            .collect()
    }

    fn push(&mut self, kind: Kind, body: Body) {
        self.end_marker();
        let shape = Shape {
            kind,
            quoted: self.quoted,
            depth: self.depth,
        };
        let texts = match &body {
            Body::Text(text) => std::slice::from_ref(text),
            Body::Row { cells, .. } => cells,
        };
        let vocabulary = &mut *self.vocabulary;
        let texts_of = texts.iter().map(|text| text.signature(vocabulary));
        let signature = (without_numbers(&shape), texts_of.collect());
        let signature = self.vocabulary.block(signature);
        let mut words: Vec<_> = texts.iter().flat_map(Text::words).collect();
        words.sort_unstable();
        self.blocks.push(Block {
            shape,
            body,
            signature,
            words,
        });
    }
}

/// A shape without what changes by itself when something is put in before it.
pub(super) fn without_numbers(shape: &Shape) -> Shape {
    let kind = match &shape.kind {
        Kind::Item { number, done } => Kind::Item {
            number: number.map(|_| 1),
            done: *done,
        },
        Kind::Code { .. } => Kind::Code { first: false },
        kind => kind.clone(),
    };
    Shape { kind, ..*shape }
}
