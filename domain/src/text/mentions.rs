//! `@handle` in a text: who is spoken to.

use std::collections::HashSet;
use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node};

use super::tree;

/// The handles a text mentions, in lower case, each once, in its order. They need not exist.
///
/// A mention is an `@` at the beginning of a word and 3 to 30 letters, digits and hyphens; not in
/// code, links or addresses, nor after a backslash.
#[must_use]
pub fn mentions(source: &str) -> Vec<String> {
    let arena = Arena::new();
    let Ok(root) = tree::parse(&arena, source) else {
        return Vec::new();
    };
    let mut seen = HashSet::new();
    let mut handles = Vec::new();
    for node in texts(root) {
        if let NodeValue::Text(text) = &node.data().value {
            let found = find(text).into_iter().map(|place| handle(text, &place));
            handles.extend(found.filter(|handle| seen.insert(handle.clone())));
        }
    }
    handles
}

/// Turns the mentions of those who exist into links to them.
pub(super) fn link<'a>(arena: &'a Arena<'a>, root: Node<'a>, exists: &dyn Fn(&str) -> bool) {
    for node in texts(root) {
        let NodeValue::Text(text) = node.data().value.clone() else {
            continue;
        };
        let known: Vec<_> = find(&text)
            .into_iter()
            .filter(|place| exists(&handle(&text, place)))
            .collect();
        if known.is_empty() {
            continue;
        }
        let mut copied = 0;
        for place in known {
            node.insert_before(tree::text_node(arena, text[copied..place.start].to_owned()));
            let link = format!(
                "<a class=\"mention\" href=\"/people/{}\">{}</a>",
                handle(&text, &place),
                &text[place.clone()]
            );
            node.insert_before(arena.alloc(NodeValue::Raw(link).into()));
            copied = place.end;
        }
        node.data_mut().value = NodeValue::Text(text[copied..].to_owned().into());
    }
}

/// The nodes of plain text that are not part of a link.
fn texts(root: Node<'_>) -> Vec<Node<'_>> {
    let mut texts = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.data().value {
            NodeValue::Text(text) if text.contains('@') => texts.push(node),
            NodeValue::Link(_) | NodeValue::Escaped => {}
            _ => open.extend(node.reverse_children()),
        }
    }
    texts
}

/// Where a text mentions somebody, the `@` included.
fn find(text: &str) -> Vec<Range<usize>> {
    let signs = text.match_indices('@').map(|(at, _)| at);
    signs
        .filter_map(|at| Some(at..at + 1 + handle_length(text, at)?))
        .collect()
}

fn handle(text: &str, place: &Range<usize>) -> String {
    text[place.start + 1..place.end].to_ascii_lowercase()
}

/// How long the handle after the `@` at this place is, if it is a mention.
fn handle_length(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || "@_-+./:\\=&#".contains(c)) {
        return None;
    }
    let rest = &text[at + 1..];
    let run = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .count();
    let length = rest[..run].trim_end_matches('-').len();
    let mut after = rest[run..].chars();
    let ends = match after.next() {
        Some('.' | ':') => !after.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric() && !"@_/\\".contains(c),
        None => true,
    };
    ((3..=30).contains(&length) && !rest.starts_with('-') && ends).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_words_and_not_code_links_or_addresses() {
        let source = "@ada and (@Ben-2), **@fay**. Thanks @mo1! @ada again.\n\n\
                      `@code` ada@example.com [@link](http://a.example) www.example.com/@path \\@escaped\n\n    @indented\n\n\
                      @ab @_x a@bcd @sco.pe/x @scope/pkg @under_score @@double @éda @adaé @x@example.com \
                      @a123456789012345678901234567890 <span title=\"@html\">";
        assert_eq!(mentions(source), ["ada", "ben-2", "fay", "mo1", "html"]);
    }

    #[test]
    fn a_handle_ends_before_punctuation() {
        assert_eq!(
            mentions("@ada's @ben, @mo-- @fay: yes @cat."),
            ["ada", "ben", "fay", "cat"]
        );
    }
}
