//! The tree as HTML, not yet sanitised.

use std::collections::VecDeque;
use std::fmt::{self, Write};

use comrak::Node;
use comrak::html::{self, ChildRendering, format_node_default};
use comrak::nodes::{NodeFootnoteReference, NodeHeading, NodeValue};
use comrak::options::Plugins;

use super::super::{TooComplex, tree};
use super::Context;

/// How much HTML a text may become: prose makes little more than itself, a table about eight times
/// as much, and a page has room for a few of these.
const OUTPUT_FACTOR: usize = 16;
const OUTPUT_FREE: usize = 32 * 1024;

/// Footnotes lead back to their first references only: each reference costs a hundred bytes.
const BACK_REFERENCES: u32 = 9;

/// How the footnotes begin.
pub(super) const FOOTNOTES: &str = "<section class=\"footnotes\"";

/// What the formatting of a document needs and remembers.
#[derive(Default)]
struct Formatting {
    id_prefix: String,
    top_level: u8,
    heading_ids: VecDeque<String>,
    current_heading: String,
    footnotes: u32,
}

/// Writes the tree as HTML.
pub(super) fn format(
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
