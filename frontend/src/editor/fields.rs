//! The editor's form, as it stands in the page.

use leptos::ev::Event;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, FormData, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, UrlSearchParams,
};

/// What fits into a field, by its name: so many, counted so.
const ROOM: [(&str, &str, usize, Unit); 3] = [
    ("title", "Title", 120, Unit::Letters),
    ("pitch", "Pitch", 280, Unit::Letters),
    ("body", "Plan", domain::plans::LONGEST_BODY, Unit::Bytes),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Letters,
    Bytes,
}

/// The form inside the island.
#[derive(Clone)]
pub(super) struct Fields(HtmlFormElement);

impl Fields {
    pub(super) fn inside(root: &Element) -> Option<Self> {
        let form = root.query_selector("form.editor").ok()??;
        form.dyn_into().ok().map(Self)
    }

    pub(super) fn body(&self) -> String {
        self.area("body").map_or_else(String::new, |it| it.value())
    }

    /// The fields as a browser would send them.
    pub(super) fn encoded(&self) -> Option<UrlSearchParams> {
        let data = FormData::new_with_form(&self.0).ok()?;
        UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
    }

    /// Notes which draft this is, for the next save and for posting it.
    pub(super) fn set_draft(&self, id: &str) {
        let field = self.0.query_selector("input[name=draft]").ok().flatten();
        if let Some(field) = field.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
            field.set_value(id);
        }
    }

    /// The part of the page that shows what is like the plan.
    pub(super) fn similar(&self) -> Option<Element> {
        let page = self.0.owner_document()?;
        page.get_element_by_id("similar")
    }

    fn area(&self, name: &str) -> Option<HtmlTextAreaElement> {
        let area = self.0.query_selector(&format!("textarea[name={name}]"));
        area.ok().flatten()?.dyn_into().ok()
    }
}

/// How much of its room the field has used that somebody types in.
pub(super) fn room(event: &Event) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let name = target.get_attribute("name")?;
    let (_, label, most, unit) = *ROOM.iter().find(|room| room.0 == name)?;
    let value = match target.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.value(),
        None => target.dyn_ref::<HtmlInputElement>()?.value(),
    };
    let used = match unit {
        Unit::Letters => value.chars().count(),
        Unit::Bytes => value.len(),
    };
    let left = if used > most { ": too long" } else { "" };
    Some(match unit {
        Unit::Letters => format!("{label}: {used} of {most} letters{left}"),
        Unit::Bytes => format!(
            "{label}: {} of {} KiB{left}",
            used.div_ceil(1024),
            most / 1024
        ),
    })
}
