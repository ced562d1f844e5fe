//! The words of a text, without its marks: for descriptions, excerpts and the search index.
//!
//! Made from the tree and never from HTML: safe HTML that is cut or parsed again is no longer safe.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;
use comrak::{Arena, Node};

use super::sections::{Section, sections_of, starts_section};
use super::{SectionKey, tree};

/// All words of a text, a line for each paragraph, heading, list item and table row. Empty when the
/// text is too complex to be shown at all.
#[must_use]
pub fn plain(source: &str) -> String {
    let arena = Arena::new();
    tree::parse(&arena, source).map(text_of).unwrap_or_default()
}

/// The words of one section, its heading included; nothing when the text has no such section. Links
/// and footnotes that are defined elsewhere in the text read as they do on the page.
#[must_use]
pub fn plain_section(source: &str, key: &SectionKey) -> Option<String> {
    let arena = Arena::new();
    let root = tree::parse(&arena, source).ok()?;
    let sections = sections_of(root, source);
    let at = sections
        .iter()
        .position(|(_, section)| section.key == *key)?;
    let next = sections.get(at + 1).map(|(heading, _)| *heading);
    let (heading, _) = sections[at];
    let lines: Vec<String> = heading
        .following_siblings()
        .take_while(|node| !next.is_some_and(|next| std::ptr::eq(*node, next)))
        .map(text_of)
        .collect();
    Some(lines.join("\n"))
}

/// The words of a text section by section, each with its own heading; first, without a section, what
/// stands before them, if anything does. Nothing of a text that is too complex to be shown.
#[must_use]
pub fn plain_by_section(source: &str) -> Vec<(Option<Section>, String)> {
    let arena = Arena::new();
    let Ok(root) = tree::parse(&arena, source) else {
        return Vec::new();
    };
    let mut sections = sections_of(root, source).into_iter();
    let named = |(has_heading, words): (bool, String)| {
        let section = has_heading.then(|| sections.next()).flatten();
        (section.map(|(_, section)| section), words)
    };
    words_by_section(root).into_iter().map(named).collect()
}

/// The words of each section, and first of what stands before them, if anything does; whether it has
/// a heading.
fn words_by_section(root: Node<'_>) -> Vec<(bool, String)> {
    let mut parts = vec![(false, String::new())];
    for node in root.children() {
        if starts_section(node) {
            parts.push((true, String::new()));
        }
        if let Some((_, words)) = parts.last_mut() {
            words.push_str(&text_of(node));
            words.push('\n');
        }
    }
    parts.retain(|(has_heading, words)| *has_heading || !words.trim().is_empty());
    parts
}

/// What a text says, read once for all that the search index makes of it.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// As [`plain_by_section`], without what the sections are called by.
    pub(crate) sections: Vec<String>,
    /// As [`own_blocks`].
    pub(crate) own: Vec<String>,
}

impl Said {
    /// Nothing of a text that is too complex to be shown.
    pub(crate) fn of(source: &str) -> Self {
        let arena = Arena::new();
        let Ok(root) = tree::parse(&arena, source) else {
            return Self::default();
        };
        let sections = words_by_section(root).into_iter();
        Self {
            sections: sections.map(|(_, words)| words).collect(),
            own: own_in(root),
        }
    }
}

/// What a text says in its own words, block by block: without headings and without what it quotes.
/// Nothing of a text that is too complex to be shown.
#[must_use]
pub fn own_blocks(source: &str) -> Vec<String> {
    let arena = Arena::new();
    tree::parse(&arena, source).map(own_in).unwrap_or_default()
}

fn own_in(root: Node<'_>) -> Vec<String> {
    let blocks = root.children().filter(|block| !is_not_own(block));
    blocks
        .map(|block| text_without(block, is_not_own))
        .collect()
}

fn is_not_own(node: Node<'_>) -> bool {
    matches!(
        node.data().value,
        NodeValue::Heading(_)
            | NodeValue::BlockQuote
            | NodeValue::MultilineBlockQuote(_)
            | NodeValue::Alert(_)
    )
}

/// The beginning of what a text says, at most `max_chars` characters long, in one line: headings
/// and code left out, ended between words with "…" when there is more.
#[must_use]
pub fn excerpt(source: &str, max_chars: usize) -> String {
    let arena = Arena::new();
    let Ok(root) = tree::parse(&arena, source) else {
        return String::new();
    };
    let mut words = String::new();
    for block in root.children() {
        if !matches!(
            block.data().value,
            NodeValue::Heading(_) | NodeValue::CodeBlock(_)
        ) {
            words.push_str(&text_of(block));
            words.push(' ');
        }
        if words.len() > max_chars.saturating_mul(4) {
            break;
        }
    }
    shorten(&words, max_chars)
}

/// Fits words into one line of at most `max_chars` characters, the last of them "…" if words had to go.
#[must_use]
pub fn shorten(words: &str, max_chars: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut rest = words.split_whitespace().peekable();
    while let Some(word) = rest.next() {
        let space = usize::from(length > 0);
        let needed = space + word.chars().count() + usize::from(rest.peek().is_some());
        if length + needed > max_chars {
            if length == 0 {
                line.extend(word.chars().take(max_chars.saturating_sub(1)));
            }
            line.push('…');
            break;
        }
        if space > 0 {
            line.push(' ');
        }
        line.push_str(word);
        length += space + word.chars().count();
    }
    line
}

/// The words of a node: its inline text as it reads, its blocks a line each.
pub(super) fn text_of(node: Node<'_>) -> String {
    text_without(node, |_| false)
}

/// As [`text_of`], without these nodes and what is in them.
fn text_without(node: Node<'_>, is_left_out: impl Fn(Node<'_>) -> bool) -> String {
    let mut text = String::new();
    let mut left_out = 0;
    for edge in node.traverse() {
        match edge {
            NodeEdge::Start(node) if is_left_out(node) => left_out += 1,
            NodeEdge::End(node) if is_left_out(node) => left_out -= 1,
            _ if left_out > 0 => {}
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Text(words) => text.push_str(words),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::CodeBlock(code) => text.push_str(&code.literal),
                NodeValue::HtmlBlock(html) => text.push_str(&html.literal),
                NodeValue::HtmlInline(html) => text.push_str(html),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
                _ => {}
            },
            NodeEdge::End(node) => end_block(&node.data().value, &mut text),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn end_block(value: &NodeValue, text: &mut String) {
    match value {
        NodeValue::TableCell => text.push(' '),
        value if value.block() => {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                text.push('\n');
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_has_the_words_and_no_marks() {
        let source = "# Solar *laundromat*\n\nA [load](http://a.example) costs `$3.20`,\nnot \\$4.\n\n\
                      - [x] ask\n- wash\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<b>bold</b> ![a machine](x.png)[^1]\n\n[^1]: Said so.";
        assert_eq!(
            plain(source),
            "Solar laundromat\nA load costs $3.20, not $4.\nask\nwash\na b\n1 2\n<b>bold</b> a machine\nSaid so."
        );
    }

    #[test]
    fn a_text_falls_into_its_sections() {
        let parts = |source| -> Vec<(Option<String>, String)> {
            let parts = plain_by_section(source).into_iter();
            parts
                .map(|(section, words)| (section.map(|section| section.key.to_string()), words))
                .collect()
        };
        let part = |key: Option<&str>, words: &str| (key.map(str::to_owned), words.to_owned());
        assert_eq!(
            parts("before\n\n## One\n\nA *word*.\n\n### Deep\n\nmore\n\n## Two\n"),
            [
                part(None, "before\n"),
                part(Some("one"), "One\nA word.\nDeep\nmore\n"),
                part(Some("two"), "Two\n")
            ]
        );
        assert_eq!(parts("## One\n"), [part(Some("one"), "One\n")]);
        assert_eq!(parts(""), []);
    }

    proptest! {
        #[test]
        fn sections_are_the_same_with_and_without_their_names(source in "([#>a \\[\\]:`\n\r*-]|é){0,60}") {
            let named = plain_by_section(&source).into_iter();
            let words: Vec<String> = named.map(|(_, words)| words).collect();
            let said = Said::of(&source);
            prop_assert_eq!(said.sections, words);
            prop_assert_eq!(said.own, own_blocks(&source));
        }
    }

    #[test]
    fn a_section_has_its_own_words_only() {
        let source = "before\n\n## One\n\nTwo [links][a].\n\n- a\n- b\n\n## Two\n\nmore\n\n[a]: http://a.example\n";
        let words = |key: &str| plain_section(source, &SectionKey::parse(key).unwrap());
        assert_eq!(words("one").unwrap(), "One\nTwo links.\na\nb");
        assert_eq!(words("two").unwrap(), "Two\nmore");
        assert_eq!(words("three"), None);
    }

    #[test]
    fn own_words_are_neither_headings_nor_quoted() {
        let source = "before\n\n## One\n\nA *word*.\n\n> quoted\n>\n> - and more\n\n- a\n- > b\n- c\n\n### Deep\n\nmore";
        assert_eq!(own_blocks(source), ["before", "A word.", "a\nc", "more"]);
        assert_eq!(own_blocks(""), Vec::<String>::new());
    }

    #[test]
    fn excerpts_end_between_words() {
        let source =
            "## Who pays\n\nTenants walk eleven minutes.\n\n```\nlet x;\n```\n\nThey pay *much*.";
        assert_eq!(
            excerpt(source, 200),
            "Tenants walk eleven minutes. They pay much."
        );
        assert_eq!(excerpt(source, 28), "Tenants walk eleven…");
        assert_eq!(excerpt(source, 29), "Tenants walk eleven minutes.…");
        assert_eq!(excerpt(source, 4), "Ten…");
        assert_eq!(excerpt("", 10), "");
    }
}
