//! Running text as words, each with a number that can be compared.

use std::ops::Range;
use std::rc::Rc;

use comrak::Node;
use comrak::nodes::NodeValue;
use unicode_segmentation::UnicodeSegmentation;

use super::Style;
use super::vocabulary::Vocabulary;

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
    pub(super) style: Style,
    pub(super) link: Option<Rc<str>>,
}

impl Text {
    /// The numbers of its words, without spaces and punctuation.
    pub(super) fn words(&self) -> impl Iterator<Item = u32> {
        let is_word =
            |token: &&Token| self.text[token.range.clone()].contains(char::is_alphanumeric);
        self.tokens.iter().filter(is_word).map(|token| token.number)
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
        let mut start = 0;
        let mut end = 0;
        for word in words.split_word_bounds() {
            if end > start && !belong_together(&words[start..end], word) {
                self.token(&words[start..end], style, link, vocabulary);
                start = end;
            }
            end += word.len();
        }
        if end > start {
            self.token(&words[start..end], style, link, vocabulary);
        }
    }

    fn token(
        &mut self,
        word: &str,
        style: Style,
        link: Option<&Rc<str>>,
        vocabulary: &mut Vocabulary,
    ) {
        let start = self.text.len();
        self.text.push_str(word);
        let range = start..self.text.len();
        // A space looks the same in every style.
        let look = if word == " " { Style::default() } else { style };
        let number = vocabulary.word(word, look);
        self.tokens.push(Token {
            range,
            number,
            style,
            link: link.cloned(),
        });
    }
}

/// Whether an amount goes on: "$3.20" and "15%" change as a whole.
fn belong_together(before: &str, next: &str) -> bool {
    let sign = matches!(before, "$" | "€" | "£" | "¥" | "+" | "-" | "−" | "#");
    let digit = |c: char| c.is_ascii_digit();
    (sign && next.starts_with(digit)) || (next == "%" && before.ends_with(digit))
}
