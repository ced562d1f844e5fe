//! Quoting what was marked in a plan.

use crate::browser::{document, listen};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, Node, Selection, UrlSearchParams};

/// Offers to comment on the passage that is marked in one of the plan's sections.
#[island]
pub fn QuoteMarked(
    /// The plan's number.
    plan: i64,
    /// The longest passage that may be quoted, in letters.
    longest: usize,
) -> impl IntoView {
    let address = RwSignal::new(None::<String>);
    watch(plan, longest, address);
    view! {
        <div class="live marked" hidden=move || address.with(Option::is_none)>
            <a class="button primary" href=move || address.get()>
                "Quote in a comment"
            </a>
        </div>
    }
}

/// Keeps the address of the form for the passage that is marked now.
fn watch(plan: i64, longest: usize, address: RwSignal<Option<String>>) {
    Effect::new(move || {
        listen(&document(), "selectionchange", move |_: Event| {
            let marked = document().get_selection().ok().flatten();
            let now = marked.and_then(|marked| form_for(&marked, plan, longest));
            if address.with_untracked(|address| *address != now) {
                address.set(now);
            }
        });
    });
}

fn form_for(marked: &Selection, plan: i64, longest: usize) -> Option<String> {
    let passage = spaced(&String::from(marked.to_string()));
    if passage.is_empty() || passage.chars().count() > longest {
        return None;
    }
    let section = section_of(&marked.anchor_node()?)?;
    // Three clicks on a section's last paragraph mark it up to the beginning of the next section,
    // so where the marking ends does not tell.
    let whole = spaced(&section.text_content()?).contains(&passage);
    let query = UrlSearchParams::new().ok().filter(|_| whole)?;
    query.append("section", &section.get_attribute("aria-labelledby")?);
    query.append("quote", &passage);
    Some(format!(
        "/plans/{plan}/discussion?{}#write",
        String::from(query.to_string())
    ))
}

/// A text with single spaces between its words.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plan's section in which a node stands.
fn section_of(node: &Node) -> Option<Element> {
    let element = match node.dyn_ref::<Element>() {
        Some(element) => element.clone(),
        None => node.parent_element()?,
    };
    element.closest(".prose > section").ok().flatten()
}
