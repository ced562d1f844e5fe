//! The list of suggestions, as the server renders it.

use crate::browser::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Puts suggestions into the list, and gives each an address of its own; answers how many there are.
pub(super) fn fill(list: &Element, html: &str) -> usize {
    list.set_inner_html(html);
    let mut options = 0;
    while let Ok(Some(option)) = list.query_selector("[role=option]:not([id])") {
        option.set_id(&id_of(&list.id(), options));
        options += 1;
    }
    options
}

/// What the option is called in the page.
pub(super) fn id_of(list: &str, option: usize) -> String {
    format!("{list}_{option}")
}

fn option(list: &str, option: usize) -> Option<HtmlElement> {
    let option = document().get_element_by_id(&id_of(list, option))?;
    option.dyn_into().ok()
}

/// Shows one option as the active one, and no longer the other.
pub(super) fn activate(list: &str, before: Option<usize>, now: Option<usize>) {
    let select = |at: Option<usize>, selected: &str| {
        let option = option(list, at?)?;
        option.set_attribute("aria-selected", selected).ok()?;
        Some(option)
    };
    select(before, "false");
    if let Some(option) = select(now, "true") {
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// Does what a press on it does.
pub(super) fn press(list: &str, at: usize) {
    if let Some(option) = option(list, at) {
        option.click();
    }
}
