//! Markdown to HTML that may stand in a page.

mod format;
mod rendered;

#[cfg(test)]
mod tests;

pub use rendered::{Part, Parts, Rendered, RenderedSection};

use std::collections::VecDeque;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node};

use super::sections::{Ids, Section, sections_of};
use super::{TooComplex, escaped, mentions, plain, sanitise, tree};
use format::format;
use rendered::locate;

/// Goes up with every change to what [`render`] makes of the same source: HTML stored under another
/// number is made anew.
pub const RENDERER: i32 = 1;

/// Where a text will stand.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    id_prefix: &'c str,
    top_level: u8,
    handle_exists: &'c dyn Fn(&str) -> bool,
}

impl<'c> Context<'c> {
    /// The body of a plan: its headings start at `<h2>` and its sections' keys are ids of the page.
    #[must_use]
    pub fn body(handle_exists: &'c dyn Fn(&str) -> bool) -> Self {
        Self {
            id_prefix: "",
            top_level: 2,
            handle_exists,
        }
    }

    /// A comment or another shorter text on a page: its headings start at `<h4>` and its ids with
    /// `id_prefix`, which is `c12-` for comment 12 (see [`super::SectionKey`]).
    #[must_use]
    pub fn comment(id_prefix: &'c str, handle_exists: &'c dyn Fn(&str) -> bool) -> Self {
        Self {
            id_prefix,
            top_level: 4,
            handle_exists,
        }
    }
}

/// Renders a text. Long ones take many milliseconds: call it on a blocking thread, once for each revision.
///
/// # Errors
/// When the text is too long, or made to become many times longer than it is.
pub fn render(source: &str, context: &Context<'_>) -> Result<Rendered, TooComplex> {
    let arena = Arena::new();
    let root = tree::parse(&arena, source)?;
    let sections = sections_of(root, source);
    let heading_ids = heading_ids(root, &sections);
    prefix_targets(root, context.id_prefix);
    mentions::link(&arena, root, context.handle_exists);
    let html = sanitise::clean(&format(root, source.len(), context, heading_ids)?);
    let sections = locate(&html, source, sections, context);
    Ok(Rendered { html, sections })
}

/// A text that cannot be rendered, as it was typed.
#[must_use]
pub fn as_typed(source: &str) -> Rendered {
    Rendered {
        html: sanitise::clean(&format!("<pre>{}</pre>", escaped(source))),
        sections: Vec::new(),
    }
}

/// The ids of all headings in the order of the tree: those of sections first come, first served.
fn heading_ids<'a>(root: Node<'a>, sections: &[(Node<'a>, Section)]) -> VecDeque<String> {
    let mut ids = Ids::default();
    for (_, section) in sections {
        ids.section(&section.title);
    }
    let mut keys = sections.iter().peekable();
    let headings = root
        .descendants()
        .filter(|node| matches!(node.data().value, NodeValue::Heading(_)));
    headings
        .map(
            |heading| match keys.next_if(|(node, _)| node.same_node(heading)) {
                Some((_, section)) => section.key.to_string(),
                None => ids.give(&plain::text_of(heading)),
            },
        )
        .collect()
}

/// Lets links inside the text lead to its own ids.
fn prefix_targets(root: Node<'_>, prefix: &str) {
    for node in root.descendants() {
        if let NodeValue::Link(link) = &mut node.data_mut().value
            && let Some(id) = link.url.strip_prefix('#')
        {
            link.url = format!("#{prefix}{id}");
        }
    }
}
