//! How a comparison of two texts looks: readable without colour, and by ear.

use domain::{
    plans::{ContentComparison, FieldChange},
    text::compare::{
        BlockComparison, Cell, Change, Comparison, Content, Kind, Part, Piece, SectionComparison,
        Status,
    },
};
use leptos::prelude::*;

/// The fields that changed, as a table, and what the change of numbers does, as a second one; each
/// only when there is something in it.
pub fn fields(compared: &ContentComparison, from: &str, to: &str) -> AnyView {
    // Nobody wrote these words: they are figures side by side, and neither is an insertion.
    let words = |words: &Option<String>| Some(words.clone().unwrap_or_else(|| "not given".into()));
    (
        changed(&compared.fields, from, to),
        table("What it does", &compared.effects, [from, to], words, words),
    )
        .into_any()
}

/// What was changed, field by field; nothing when nothing was.
pub fn changed(changes: &[FieldChange], from: &str, to: &str) -> Option<AnyView> {
    let said = |before: &Option<String>| before.clone().map(deleted);
    let says = |after: &Option<String>| after.clone().map(inserted);
    table("Changed", changes, [from, to], said, says)
}

fn table<V: IntoView + 'static>(
    title: &'static str,
    changes: &[FieldChange],
    [from, to]: [&str; 2],
    before: impl Fn(&Option<String>) -> Option<V>,
    after: impl Fn(&Option<String>) -> Option<V>,
) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let rows = changes
        .iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{change.field.clone()}</th>
                    <td>{before(&change.before)}</td>
                    <td>{after(&change.after)}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table class="changes">
            <thead>
                <tr>
                    <th scope="col">{title}</th>
                    <th scope="col">{from.to_owned()}</th>
                    <th scope="col">{to.to_owned()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    Some(table.into_any())
}

/// The body, section by section; what did not change is folded away.
pub fn body(comparison: &Comparison) -> AnyView {
    let unchanged = comparison
        .sections
        .iter()
        .all(|section| section.status == Status::Same && !section.moved);
    let sections = comparison
        .sections
        .iter()
        .filter(|section| !is_empty(section))
        .map(section)
        .collect_view();
    view! {
        {unchanged.then(|| view! { <p>"The text is the same in both."</p> })}
        <div class="diff prose">{sections}</div>
    }
    .into_any()
}

fn is_empty(section: &SectionComparison) -> bool {
    section.title.is_empty() && section.blocks.is_empty()
}

fn section(section: &SectionComparison) -> AnyView {
    let title = match section.part {
        Part::Preamble => "Before the first section".to_owned(),
        Part::Footnotes => "Footnotes".to_owned(),
        Part::Section(_) => section.title.clone(),
    };
    let blocks = blocks(&section.blocks);
    if section.status == Status::Same {
        let moved = if section.moved {
            ", moved"
        } else {
            ", unchanged"
        };
        return view! {
            <details>
                <summary>
                    {title}
                    <span class="meta">{moved}</span>
                </summary>
                {blocks}
            </details>
        }
        .into_any();
    }
    let heading = if section.heading.is_empty() {
        title.into_any()
    } else {
        pieces(&section.heading)
    };
    view! {
        <section>
            <h3>{heading} " " <span class="meta">{what_happened(section)}</span></h3>
            {blocks}
        </section>
    }
    .into_any()
}

fn what_happened(section: &SectionComparison) -> String {
    let word = match section.status {
        Status::Added => "new section",
        Status::Removed => "section removed",
        Status::Changed | Status::Same => "changed",
    };
    let moved = if section.moved { ", moved" } else { "" };
    format!("{word}{moved}")
}

/// Blocks one after the other; rows of a table and lines of code that belong together in one.
fn blocks(blocks: &[BlockComparison]) -> AnyView {
    blocks
        .chunk_by(together)
        .map(group)
        .collect_view()
        .into_any()
}

fn together(before: &BlockComparison, after: &BlockComparison) -> bool {
    match (&before.shape.kind, &after.shape.kind) {
        (Kind::Row { .. }, Kind::Row { header }) => !header,
        (Kind::Code { .. }, Kind::Code { first }) => !first,
        _ => false,
    }
}

fn group(blocks: &[BlockComparison]) -> AnyView {
    match blocks {
        [first, ..] if matches!(first.shape.kind, Kind::Row { .. }) => {
            let rows = blocks.iter().map(row).collect_view();
            // As the renderer puts it: a group that scrolls, by keyboard too.
            view! {
                <div class="table-scroll" role="group" aria-label="Table" tabindex="0">
                    <table>{rows}</table>
                </div>
            }
            .into_any()
        }
        [first, ..] if matches!(first.shape.kind, Kind::Code { .. }) => {
            let lines = blocks.iter().map(line).collect_view();
            view! { <pre><code>{lines}</code></pre> }.into_any()
        }
        blocks => blocks.iter().map(block).collect_view().into_any(),
    }
}

fn row(block: &BlockComparison) -> AnyView {
    let header = block.shape.kind == Kind::Row { header: true };
    let Content::Cells(cells) = &block.content else {
        return running(block);
    };
    let cells = cells
        .iter()
        .map(|cell| table_cell(cell, header))
        .collect_view();
    view! { <tr>{cells}</tr> }.into_any()
}

fn table_cell(cell: &Cell, header: bool) -> AnyView {
    let words = pieces(&cell.pieces);
    if header {
        view! { <th scope="col">{words}</th> }.into_any()
    } else {
        view! { <td>{words}</td> }.into_any()
    }
}

fn line(block: &BlockComparison) -> AnyView {
    (running(block), "\n").into_any()
}

fn block(block: &BlockComparison) -> AnyView {
    let words = running(block);
    let class = place(block);
    match &block.shape.kind {
        Kind::Heading { .. } => view! { <h4 class=class>{words}</h4> }.into_any(),
        Kind::Rule => view! { <hr class=class /> }.into_any(),
        Kind::Item { number, done } => {
            let mark = mark(*number, *done);
            view! {
                <p class=class>
                    <span class="mark">{mark}</span>
                    " "
                    {words}
                </p>
            }
            .into_any()
        }
        Kind::Footnote { name } => {
            let name = format!("[{name}] ");
            view! { <p class=class>{name} {words}</p> }.into_any()
        }
        Kind::Paragraph | Kind::Code { .. } | Kind::Row { .. } => {
            view! { <p class=class>{words}</p> }.into_any()
        }
    }
}

/// How deep a block stands, as classes of the style sheet.
fn place(block: &BlockComparison) -> String {
    let depth = block.shape.depth.min(6);
    let quoted = block.shape.quoted.min(3);
    format!("deep-{depth} quoted-{quoted}")
}

fn mark(number: Option<usize>, done: Option<bool>) -> String {
    let mark = match number {
        Some(number) => format!("{number}."),
        None => "•".to_owned(),
    };
    match done {
        Some(true) => format!("{mark} ☑"),
        Some(false) => format!("{mark} ☐"),
        None => mark,
    }
}

fn running(block: &BlockComparison) -> AnyView {
    match &block.content {
        Content::Pieces(running) => pieces(running),
        Content::Cells(cells) => cells
            .iter()
            .map(|cell| (pieces(&cell.pieces), " "))
            .collect_view()
            .into_any(),
    }
}

fn pieces(pieces: &[Piece]) -> AnyView {
    pieces.iter().map(piece).collect_view().into_any()
}

fn piece(piece: &Piece) -> AnyView {
    let words = styled(piece);
    let relinked = piece.link_was.as_ref().map(|was| {
        let words = match was.as_str() {
            "" => "was no link".to_owned(),
            was => format!("led to {was}"),
        };
        view! { <span class="meta">{format!(" [{words}]")}</span> }
    });
    match piece.change {
        Change::Same => (words, relinked).into_any(),
        Change::Inserted => inserted(words),
        Change::Deleted => deleted(words),
    }
}

fn styled(piece: &Piece) -> AnyView {
    let mut words = piece.text.clone().into_any();
    if piece.style.code {
        words = view! { <code>{words}</code> }.into_any();
    }
    if piece.style.struck {
        words = view! { <s>{words}</s> }.into_any();
    }
    if piece.style.emphasis {
        words = view! { <em>{words}</em> }.into_any();
    }
    if piece.style.strong {
        words = view! { <strong>{words}</strong> }.into_any();
    }
    match &piece.link {
        // The address is shown, not followed: a removed one may lead anywhere by now.
        Some(link) => view! { <span class="link" title=link.clone()>{words}</span> }.into_any(),
        None => words,
    }
}

fn inserted(words: impl IntoView + 'static) -> AnyView {
    view! {
        <ins>
            <span class="visually-hidden">"[added: "</span>
            {words}
            <span class="visually-hidden">"]"</span>
        </ins>
    }
    .into_any()
}

fn deleted(words: impl IntoView + 'static) -> AnyView {
    view! {
        <del>
            <span class="visually-hidden">"[removed: "</span>
            {words}
            <span class="visually-hidden">"]"</span>
        </del>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::body;
    use crate::render::fragment;
    use domain::{
        plans::{ContentComparison, FieldChange},
        text::compare::compare,
    };

    fn shown(old: &str, new: &str) -> String {
        let comparison = compare(old, new).expect("simple texts");
        fragment(|| body(&comparison))
    }

    #[test]
    fn a_changed_cell_is_told_in_its_row() {
        let table = |price: &str| format!("## Costs\n\n|a|b|\n|-|-|\n|wash|{price}|\n");
        let html = shown(&table("$1.86"), &table("$1.50"));
        assert!(html.contains("<del>"), "{html}");
        assert!(html.contains("$1.86") && html.contains("$1.50"), "{html}");
        assert_eq!(html.matches("<table>").count(), 1, "{html}");
    }

    #[test]
    fn what_did_not_change_is_folded() {
        let html = shown("## A\n\nsame\n\n## B\n\nold", "## A\n\nsame\n\n## B\n\nnew");
        assert_eq!(html.matches("<details>").count(), 1, "{html}");
        assert!(
            html.contains("[removed: ") && html.contains("[added: "),
            "{html}"
        );
    }

    #[test]
    fn nothing_typed_becomes_markup() {
        let html = shown("a `<script>` b", "a `<script>` c [x](javascript:alert(1))");
        assert!(
            !html.contains("<script") && !html.contains("href"),
            "{html}"
        );
        let changed = FieldChange {
            field: "Title".into(),
            before: None,
            after: Some("<script>".into()),
        };
        let html = tables(vec![changed.clone()], vec![changed]);
        assert!(!html.contains("<script"), "{html}");
    }

    fn tables(fields: Vec<FieldChange>, effects: Vec<FieldChange>) -> String {
        let changes = ContentComparison {
            fields,
            effects,
            body: compare("", "").expect("simple texts"),
        };
        fragment(|| super::fields(&changes, "Revision 1", "Revision 2"))
    }

    #[test]
    fn what_a_change_of_numbers_does_stands_beside_it() {
        let change = |field: &str, before: Option<&str>, after: &str| FieldChange {
            field: field.into(),
            before: before.map(str::to_owned),
            after: Some(after.into()),
        };
        let price = change("Price of one", Some("$3"), "$4");
        let even = change("Breaks even", None, "by day 60");
        let html = tables(vec![price.clone()], vec![even]);
        assert_eq!(html.matches("<table").count(), 2, "{html}");
        let (_, effects) = html.split_once("What it does").expect("a second table");
        assert!(
            effects.contains("Breaks even</th><td>not given</td><td>by day 60</td>"),
            "{html}"
        );
        assert!(!effects.contains("<ins>"), "{html}");
        assert_eq!(tables(vec![price], vec![]).matches("<table").count(), 1);
        assert!(!tables(vec![], vec![]).contains("<table"));
    }
}
