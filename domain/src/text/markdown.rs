//! Markdown to HTML that may stand in a page.

use std::collections::VecDeque;
use std::fmt::{self, Write};

use comrak::html::{self, ChildRendering, format_node_default};
use comrak::nodes::{NodeFootnoteReference, NodeHeading, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Node};
use serde::{Deserialize, Serialize};

use super::sections::{Ids, Section, SectionHash, sections_of};
use super::{SectionKey, TooComplex, mentions, plain, sanitise, tree};

/// Goes up with every change to what [`render`] makes of the same source: HTML stored under another
/// number is made anew.
pub const RENDERER: i32 = 1;

/// How much HTML a text may become: prose makes little more than itself, a table about eight times
/// as much, and a page has room for a few of these.
const OUTPUT_FACTOR: usize = 16;
const OUTPUT_FREE: usize = 32 * 1024;

/// Footnotes lead back to their first references only: each reference costs a hundred bytes.
const BACK_REFERENCES: u32 = 9;

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
    /// `id_prefix`, which is `c12-` for comment 12 (see [`SectionKey`]).
    #[must_use]
    pub fn comment(id_prefix: &'c str, handle_exists: &'c dyn Fn(&str) -> bool) -> Self {
        Self {
            id_prefix,
            top_level: 4,
            handle_exists,
        }
    }
}

/// A text as HTML. Stored beside its source, with [`RENDERER`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// Safe to put into a page as it is.
    pub html: String,
    /// Its sections, in order.
    pub sections: Vec<RenderedSection>,
}

/// Where a section stands in the HTML that it became. Offsets are in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedSection {
    /// Its name in links and comments, and the id of its heading.
    pub key: SectionKey,
    /// Its heading as plain text.
    pub title: String,
    /// Tells whether it changed.
    pub hash: SectionHash,
    /// Where its heading's element begins.
    pub start: usize,
    /// Where its heading's content ends, before the closing tag.
    pub heading_end: usize,
    /// Where the next section or the footnotes begin.
    pub end: usize,
}

/// A rendered text taken apart. Each part is whole HTML by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts<'r> {
    /// What stands before the first section; everything, where there is none.
    pub preamble: &'r str,
    /// The sections, in order.
    pub sections: Vec<Part<'r>>,
    /// The footnotes of all sections, or nothing.
    pub footnotes: &'r str,
}

/// A section of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'r> {
    /// Which one it is.
    pub section: &'r RenderedSection,
    /// What stands inside the heading's element.
    pub heading: &'r str,
    /// What stands under the heading.
    pub content: &'r str,
}

impl Rendered {
    /// Takes the text apart, so that a page can put something beside each heading. A heading's own
    /// element is then the page's to write: `<h2 id={section.key}>`.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        let first = self
            .sections
            .first()
            .map_or(self.html.len(), |section| section.start);
        let last = self
            .sections
            .last()
            .map_or(self.html.len(), |section| section.end);
        Parts {
            preamble: self.slice(0, first),
            sections: self
                .sections
                .iter()
                .map(|section| self.part(section))
                .collect(),
            footnotes: self.slice(last, self.html.len()),
        }
    }

    fn part<'r>(&'r self, section: &'r RenderedSection) -> Part<'r> {
        let opening = self.slice(section.start, section.heading_end);
        let closing = "</h2>".len();
        Part {
            section,
            heading: opening.split_once('>').map_or("", |(_, heading)| heading),
            content: self.slice(section.heading_end + closing, section.end),
        }
    }

    /// What is stored may be damaged; a page then shows less instead of failing.
    fn slice(&self, start: usize, end: usize) -> &str {
        self.html.get(start..end).unwrap_or_default()
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
    let sections = locate(&html, sections, context);
    Ok(Rendered { html, sections })
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

/// Finds each section in the finished HTML. No text can look like `<h2 id="key">`: its `<` is escaped.
fn locate(
    html: &str,
    sections: Vec<(Node<'_>, Section)>,
    context: &Context<'_>,
) -> Vec<RenderedSection> {
    let level = context.top_level;
    let mut located: Vec<RenderedSection> = Vec::with_capacity(sections.len());
    let mut from = 0;
    for (
        _,
        Section {
            key, title, hash, ..
        },
    ) in sections
    {
        let opening = format!("<h{level} id=\"{}{key}\">", context.id_prefix);
        let Some(start) = html[from..].find(&opening).map(|at| from + at) else {
            continue;
        };
        let Some(heading_end) = html[start..].find("</h").map(|at| start + at) else {
            continue;
        };
        from = heading_end;
        if let Some(previous) = located.last_mut() {
            previous.end = start;
        }
        located.push(RenderedSection {
            key,
            title,
            hash,
            start,
            heading_end,
            end: html.len(),
        });
    }
    if let Some(last) = located.last_mut() {
        last.end = html[from..]
            .find(FOOTNOTES)
            .map_or(html.len(), |at| from + at);
    }
    located
}

const FOOTNOTES: &str = "<section class=\"footnotes\"";

/// What the formatting of a document needs and remembers.
#[derive(Default)]
struct Formatting {
    id_prefix: String,
    top_level: u8,
    heading_ids: VecDeque<String>,
    current_heading: String,
    footnotes: u32,
}

/// Writes the tree as HTML, not yet sanitised.
fn format(
    root: Node<'_>,
    source_length: usize,
    context: &Context<'_>,
    heading_ids: VecDeque<String>,
) -> Result<String, TooComplex> {
    let mut output = Bounded {
        html: String::new(),
        limit: OUTPUT_FREE + OUTPUT_FACTOR * source_length,
    };
    let formatting = Formatting {
        id_prefix: context.id_prefix.to_owned(),
        top_level: context.top_level,
        heading_ids,
        ..Formatting::default()
    };
    let plugins = Plugins::default();
    let formatting = html::format_document_with_formatter(
        root,
        tree::options(),
        &mut output,
        &plugins,
        format_node,
        formatting,
    )
    .map_err(|fmt::Error| TooComplex::Output)?;
    if formatting.footnotes > 0 {
        output.html.push_str("</ol>\n</section>\n");
    }
    Ok(output.html)
}

/// A string that refuses to grow beyond its limit.
struct Bounded {
    html: String,
    limit: usize,
}

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.html.len() + text.len() > self.limit {
            return Err(fmt::Error);
        }
        self.html.push_str(text);
        Ok(())
    }
}

type Output<'o, 'c> = html::Context<'o, 'c, Formatting>;

fn format_node(
    output: &mut Output<'_, '_>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    match &node.data().value {
        NodeValue::Heading(heading) => format_heading(output, *heading, entering)?,
        NodeValue::FootnoteReference(reference) if entering => format_reference(output, reference)?,
        NodeValue::FootnoteReference(_) => {}
        NodeValue::FootnoteDefinition(definition) => {
            format_footnote(output, definition.total_references, entering)?;
        }
        NodeValue::TaskItem(task) => format_task(output, task.symbol.is_some(), entering)?,
        NodeValue::Table(_) => return format_table(output, node, entering),
        _ => return format_node_default(output, node, entering),
    }
    Ok(ChildRendering::HTML)
}

/// `#` and `##` become the highest level of the context, deeper ones follow below.
fn format_heading(
    output: &mut Output<'_, '_>,
    heading: NodeHeading,
    entering: bool,
) -> fmt::Result {
    let level = (output.user.top_level + heading.level.max(2) - 2).min(6);
    if entering {
        let id = output.user.heading_ids.pop_front().unwrap_or_default();
        let id = format!("{}{id}", output.user.id_prefix);
        output.cr()?;
        write!(output, "<h{level} id=\"{id}\">")?;
        output.user.current_heading = id;
        Ok(())
    } else {
        let id = std::mem::take(&mut output.user.current_heading);
        writeln!(
            output,
            " <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this heading\">#</a></h{level}>"
        )
    }
}

fn format_reference(output: &mut Output<'_, '_>, reference: &NodeFootnoteReference) -> fmt::Result {
    let prefix = output.user.id_prefix.clone();
    let (note, number) = (reference.ix, reference.ref_num);
    write!(
        output,
        "<sup class=\"footnote-ref\"><a href=\"#{prefix}fn-{note}\""
    )?;
    if number <= BACK_REFERENCES {
        write!(output, " id=\"{prefix}fnref-{note}-{number}\"")?;
    }
    write!(output, " aria-label=\"Footnote {note}\">{note}</a></sup>")
}

fn format_footnote(output: &mut Output<'_, '_>, references: u32, entering: bool) -> fmt::Result {
    let prefix = output.user.id_prefix.clone();
    if entering {
        if output.user.footnotes == 0 {
            output.cr()?;
            write!(output, "{FOOTNOTES}>\n<ol>\n")?;
        }
        output.user.footnotes += 1;
        let note = output.user.footnotes;
        return writeln!(output, "<li id=\"{prefix}fn-{note}\">");
    }
    let note = output.user.footnotes;
    for number in 1..=references.min(BACK_REFERENCES) {
        let label = format!("Back to reference {number} of footnote {note}");
        write!(
            output,
            "<a class=\"backref\" href=\"#{prefix}fnref-{note}-{number}\" aria-label=\"{label}\">↩</a>"
        )?;
    }
    output.write_str("</li>\n")
}

fn format_task(output: &mut Output<'_, '_>, done: bool, entering: bool) -> fmt::Result {
    if !entering {
        return output.write_str("</li>\n");
    }
    output.cr()?;
    let state = if done {
        "aria-label=\"Done\" checked"
    } else {
        "aria-label=\"To do\""
    };
    write!(
        output,
        "<li class=\"task\"><input type=\"checkbox\" disabled {state}> "
    )
}

/// Tables scroll by themselves where a screen is narrow, also by keyboard.
fn format_table(
    output: &mut Output<'_, '_>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        output.cr()?;
        output.write_str(
            "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n",
        )?;
    }
    let children = format_node_default(output, node, entering)?;
    if !entering {
        output.write_str("</div>\n")?;
    }
    Ok(children)
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
