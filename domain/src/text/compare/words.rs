//! Running text as words, each with a number that can be compared.

use std::ops::Range;
use std::rc::Rc;

use comrak::Node;
use comrak::nodes::NodeValue;

use super::Style;
use super::bounds::each_word;
use super::vocabulary::Vocabulary;

/// How many bytes a word or a space has at least, taken together.
const BYTES: usize = 3;

/// Running text.
#[derive(Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
}

/// A word, a space or a punctuation mark.
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) number: u32,
    /// Whether it is neither a space nor punctuation.
    pub(super) is_word: bool,
    pub(super) style: Style,
    pub(super) link: Option<Rc<str>>,
}

impl Text {
    /// The numbers of its words, without spaces and punctuation.
    pub(super) fn words(&self) -> impl Iterator<Item = u32> {
        let words = self.tokens.iter().filter(|token| token.is_word);
        words.map(|token| token.number)
    }

    /// Equal for texts in which nothing changed: the number of each word, and after it that of the
    /// address that it leads to.
    pub(super) fn signature(&self, vocabulary: &mut Vocabulary) -> Vec<u32> {
        let mut signature = Vec::with_capacity(self.tokens.len());
        for token in &self.tokens {
            signature.push(token.number);
            if let Some(link) = &token.link {
                signature.push(vocabulary.link(link));
            }
        }
        signature
    }
}

/// The words under a node.
pub(super) fn text(node: Node<'_>, vocabulary: &mut Vocabulary) -> Text {
    let mut text = Text::default();
    for child in node.children() {
        text.inline(child, Style::default(), None, vocabulary);
    }
    text
}

impl Text {
    fn inline(
        &mut self,
        node: Node<'_>,
        style: Style,
        link: Option<&Rc<str>>,
        vocabulary: &mut Vocabulary,
    ) {
        let (mut inner, mut address) = (style, link.cloned());
        match &node.data().value {
            NodeValue::Text(words) => return self.add(words, style, link, vocabulary),
            NodeValue::Code(code) => {
                return self.add(
                    &code.literal,
                    Style {
                        code: true,
                        ..style
                    },
                    link,
                    vocabulary,
                );
            }
            NodeValue::SoftBreak => return self.add(" ", style, link, vocabulary),
            NodeValue::LineBreak => return self.add("\n", style, link, vocabulary),
            NodeValue::FootnoteReference(reference) => {
                return self.add(&format!("[^{}]", reference.name), style, link, vocabulary);
            }
            NodeValue::Strong => inner.strong = true,
            NodeValue::Emph => inner.emphasis = true,
            NodeValue::Strikethrough => inner.struck = true,
            NodeValue::Link(link) => address = Some(link.url.as_str().into()),
            _ => {}
        }
        for child in node.children() {
            self.inline(child, inner, address.as_ref(), vocabulary);
        }
    }

    /// Adds words that look alike.
    pub(super) fn add(
        &mut self,
        words: &str,
        style: Style,
        link: Option<&Rc<str>>,
        vocabulary: &mut Vocabulary,
    ) {
        self.tokens.reserve(words.len() / BYTES);
        let before = self.text.len();
        self.text.push_str(words);
        let (mut start, mut end) = (0, 0);
        let mut token = |range: Range<usize>| {
            let word = &words[range.clone()];
            // A space looks the same in every style.
            let look = if word == " " { Style::default() } else { style };
            self.tokens.push(Token {
                range: before + range.start..before + range.end,
                number: vocabulary.word(word, look),
                is_word: word.contains(char::is_alphanumeric),
                style,
                link: link.cloned(),
            });
        };
        each_word(words, |word| {
            if end > start && !belong_together(&words[start..end], word) {
                token(start..end);
                start = end;
            }
            end += word.len();
        });
        if end > start {
            token(start..end);
        }
    }
}

/// Whether an amount goes on: "$3.20" and "15%" change as a whole.
fn belong_together(before: &str, next: &str) -> bool {
    let sign = matches!(before, "$" | "€" | "£" | "¥" | "+" | "-" | "−" | "#");
    let digit = |c: char| c.is_ascii_digit();
    (sign && next.starts_with(digit)) || (next == "%" && before.ends_with(digit))
}
