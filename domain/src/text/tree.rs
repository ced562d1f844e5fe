//! From source to a bounded tree that holds only what we show.
//!
//! After [`parse`] there are no images (they are links), no raw HTML (it is text), no links but
//! those a visitor may follow, and nothing nested deeper than [`MAX_NESTING`].

use std::borrow::Cow;
use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Node, Options};

use super::plain;

/// The longest text there is: a plan's body.
pub const MAX_SOURCE_BYTES: usize = 256 * 1024;

/// How many quotes, list items, links and emphases may stand inside each other. What is deeper is
/// shown as plain text: 40 kB of `> ` took comrak 1.8 seconds, and browsers give up at 512.
const MAX_NESTING: usize = 16;

/// The longest address that is made a link, as long as browsers agree on.
const MAX_ADDRESS: usize = 2_000;

/// How many cells of tables may be left out by their author and still be made. A table of 20 kB
/// can ask for half a million.
const MAX_MISSING_CELLS: usize = 10_000;

/// How many bytes may be looked at to find where addresses end: comrak (0.59) reads on to the next
/// space for each, so that 240 kB of `<http://a` took a second.
const MAX_ADDRESS_WORK: usize = 20_000_000;

/// Why a text is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooComplex {
    /// The source is longer than [`MAX_SOURCE_BYTES`].
    #[error("This text is longer than 256 KiB.")]
    Source,
    /// Tables with far more columns than their rows have cells.
    #[error("The tables in this text have too many empty cells.")]
    Tables,
    /// Thousands of addresses with no space between them.
    #[error("This text has too many addresses without a space between them.")]
    Addresses,
    /// The page would be many times longer than the text.
    #[error("This text makes too long a page. Use fewer tables, links or footnotes.")]
    Output,
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    // So that `\@ada` is not a mention.
    options.parse.escaped_char_spans = true;
    options
});

pub(super) fn options() -> &'static Options<'static> {
    &OPTIONS
}

/// The tree of a source.
pub(super) fn parse<'a>(arena: &'a Arena<'a>, source: &str) -> Result<Node<'a>, TooComplex> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(TooComplex::Source);
    }
    if missing_cells(source) > MAX_MISSING_CELLS {
        return Err(TooComplex::Tables);
    }
    if address_work(source) > MAX_ADDRESS_WORK {
        return Err(TooComplex::Addresses);
    }
    let root = comrak::parse_document(arena, &limit_markers(source), &OPTIONS);
    flatten(arena, root);
    for node in root.descendants().collect::<Vec<_>>() {
        show_html(arena, node);
        link_images(arena, node);
        unlink(node);
    }
    Ok(root)
}

/// Whether a link may be followed: http, https, mailto, and addresses of this forum.
fn may_follow(url: &str) -> bool {
    if url.len() > MAX_ADDRESS {
        return false;
    }
    // Browsers ignore spaces and controls in a scheme.
    let address: String = url
        .chars()
        .filter(|c| *c > ' ' && !c.is_control())
        .collect();
    match address.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => ["http", "https", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known)),
        _ => true,
    }
}

/// Counts the cells that comrak would add to rows shorter than their table's head. Counts a little
/// too much where code looks like tables; only thousands matter.
fn missing_cells(source: &str) -> usize {
    let mut columns = 0;
    let mut missing = 0;
    for line in source.as_bytes().split(|byte| ends_line(*byte)) {
        // Nearly no line is in a table.
        if columns == 0 && !line.contains(&b'|') {
            continue;
        }
        let cells = line.split(|byte| *byte == b'|').count();
        if line.trim_ascii().is_empty() {
            columns = 0;
        } else if is_delimiter_row(line) {
            columns = columns.max(cells);
        } else {
            missing += columns.saturating_sub(cells);
        }
    }
    missing
}

fn address_work(source: &str) -> usize {
    let begins = ["://", "www."];
    let addresses =
        |run: &str| -> usize { begins.iter().map(|begin| run.matches(begin).count()).sum() };
    source
        .split('\n')
        // Nearly no line has a place where an address might begin.
        .filter(|line| begins.iter().any(|begin| line.contains(begin)))
        .flat_map(str::split_ascii_whitespace)
        .map(|run| run.len() * addresses(run))
        .sum()
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_delimiter_row(line: &[u8]) -> bool {
    let mut row = line;
    while let [
        b'0'..=b'9' | b' ' | b'\t' | b'>' | b'*' | b'+' | b'.' | b')',
        rest @ ..,
    ] = row
    {
        row = rest;
    }
    row.contains(&b'-') && row.iter().all(|byte| b" \t|:-".contains(byte))
}

/// Escapes the markers of containers (`>`, `-`, `1.`) beyond the deepest allowed on each line, so
/// that comrak never sees them. Lines keep their number and place.
fn limit_markers(source: &str) -> Cow<'_, str> {
    let mut limited = String::new();
    let mut copied = 0;
    let mut start = 0;
    for line in source.as_bytes().split_inclusive(|byte| ends_line(*byte)) {
        if let Some(marker) = marker_too_many(line) {
            limited.push_str(&source[copied..start + marker]);
            limited.push('\\');
            copied = start + marker;
        }
        start += line.len();
    }
    if copied == 0 {
        return Cow::Borrowed(source);
    }
    limited.push_str(&source[copied..]);
    Cow::Owned(limited)
}

/// Where in a line the first marker stands that would nest too deep.
fn marker_too_many(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    for _ in 0..MAX_NESTING {
        at = next_marker(line, at)? + 1;
    }
    next_marker(line, at)
}

/// The place of the character that makes the next container at or after `at`: escape it and it is text.
fn next_marker(line: &[u8], at: usize) -> Option<usize> {
    let start = at
        + line[at..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
    let marker = match line.get(start)? {
        b'>' => return Some(start),
        bullet @ (b'-' | b'*' | b'+') if !is_rule(&line[start..], *bullet) => start,
        b'0'..=b'9' => {
            let digits = line[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let end = start + digits;
            line.get(end)
                .filter(|byte| matches!(byte, b'.' | b')'))
                .map(|_| end)?
        }
        _ => return None,
    };
    let followed = line.get(marker + 1).is_none_or(u8::is_ascii_whitespace);
    followed.then_some(marker)
}

fn is_rule(rest: &[u8], marker: u8) -> bool {
    let mut markers = 0;
    for byte in rest {
        if *byte == marker {
            markers += 1;
        } else if !byte.is_ascii_whitespace() {
            return false;
        }
    }
    markers >= 3
}

/// Replaces what is nested too deep by its text.
fn flatten<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let mut open = vec![(root, 0)];
    while let Some((node, depth)) = open.pop() {
        let (nests, is_block) = nesting(&node.data().value);
        if nests && depth >= MAX_NESTING {
            let text = text_node(arena, plain::text_of(node));
            if is_block {
                let paragraph = arena.alloc(NodeValue::Paragraph.into());
                paragraph.append(text);
                node.insert_before(paragraph);
            } else {
                node.insert_before(text);
            }
            node.detach();
            continue;
        }
        open.extend(
            node.children()
                .map(|child| (child, depth + usize::from(nests))),
        );
    }
}

/// Whether a node counts as a level, and whether it is a block.
fn nesting(value: &NodeValue) -> (bool, bool) {
    match value {
        NodeValue::BlockQuote | NodeValue::List(_) => (true, true),
        NodeValue::Emph
        | NodeValue::Strong
        | NodeValue::Strikethrough
        | NodeValue::Link(_)
        | NodeValue::Image(_) => (true, false),
        _ => (false, false),
    }
}

/// Turns raw HTML into text: it is shown as typed and never becomes an element.
fn show_html<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    if !matches!(
        node.data().value,
        NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_)
    ) {
        return;
    }
    let value = node.data().value.clone();
    match value {
        NodeValue::HtmlInline(html) => node.data_mut().value = NodeValue::Text(html.into()),
        NodeValue::HtmlBlock(block) => {
            node.data_mut().value = NodeValue::Paragraph;
            for (number, line) in block.literal.trim_end().lines().enumerate() {
                if number > 0 {
                    node.append(arena.alloc(NodeValue::LineBreak.into()));
                }
                node.append(text_node(arena, line.to_owned()));
            }
        }
        _ => {}
    }
}

/// Turns an image into a link to it, named by its description or else its address: pages fetch
/// nothing from elsewhere. Inside a link only the description stays.
fn link_images<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let image = match &node.data().value {
        NodeValue::Image(image) => image.clone(),
        _ => return,
    };
    let description = plain::text_of(node);
    let name = if description.trim().is_empty() {
        image.url.clone()
    } else {
        description
    };
    for child in node.children().collect::<Vec<_>>() {
        child.detach();
    }
    let inside_link = node
        .ancestors()
        .skip(1)
        .any(|above| matches!(above.data().value, NodeValue::Link(_)));
    if inside_link {
        node.data_mut().value = NodeValue::Text(name.into());
    } else {
        node.append(text_node(arena, name));
        node.data_mut().value = NodeValue::Link(image);
    }
}

/// Leaves only the words of a link that nobody may follow, and no title on any.
fn unlink(node: Node<'_>) {
    let followed = match &mut node.data_mut().value {
        NodeValue::Link(link) => {
            link.title.clear();
            may_follow(&link.url)
        }
        _ => return,
    };
    if !followed {
        for child in node.children().collect::<Vec<_>>() {
            node.insert_before(child);
        }
        node.detach();
    }
}

pub(super) fn text_node<'a>(arena: &'a Arena<'a>, text: String) -> &'a AstNode<'a> {
    arena.alloc(NodeValue::Text(text.into()).into())
}
