//! Answering a comment where it stands, instead of on a page of its own.

mod kept;

use crate::browser::{closest, document, fragment, insert_after, is_plain, listen};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent, MouseEvent};

/// The link that leads to the page with the form.
const LINK: &str = "a[data-answer]";
/// A form that was opened here.
const FORM: &str = "form[data-kept-as]";

/// Opens the form for an answer below its comment, one at a time. One island for all comments on
/// the page, also those that come later.
#[island]
pub fn AnswerForms() -> impl IntoView {
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        kept::forget_sent();
        let page = document();
        listen(&page, "click", move |event: MouseEvent| {
            if let Some(link) = closest(&event, LINK).filter(|_| is_plain(&event)) {
                event.prevent_default();
                spawn_local(open(link, asked));
            } else if let Some(form) = form_around(&event, "[data-cancel]") {
                close(&form);
            }
        });
        listen(&page, "keydown", |event: KeyboardEvent| {
            // While letters are composed, Escape ends that.
            if event.key() == "Escape"
                && !event.is_composing()
                && let Some(form) = form_around(&event, FORM)
            {
                close(&form);
            }
        });
        listen(&page, "input", |event: Event| {
            if let Some(form) = form_around(&event, FORM) {
                kept::keep(&form, &text(&form));
            }
        });
        listen(&page, "submit", |event: Event| {
            if let Some(form) = form_around(&event, FORM) {
                kept::note_sent(&form);
            }
        });
    });
}

/// The form of an answer, if it happened to this part of it.
fn form_around(event: &Event, part: &str) -> Option<Element> {
    closest(event, part)?.closest(FORM).ok()?
}

/// Where there is no form to be had, the page that the link leads to says why.
async fn open(link: Element, asked: StoredValue<u32>) {
    let Some(comment) = link.closest(".comment > div").ok().flatten() else {
        return follow(&link);
    };
    let turn = asked.get_value() + 1;
    asked.set_value(turn);
    if let Some(form) = form_below(&comment) {
        return focus(&form, "textarea");
    }
    let html = fragment(&format!("{}/form", address(&link))).await;
    if asked.get_value() != turn {
        // Another was asked for meanwhile.
        return;
    }
    let Some(html) = html else {
        return follow(&link);
    };
    if let Ok(Some(other)) = document().query_selector(FORM) {
        // What was typed into it is kept.
        other.remove();
    }
    if let Some(form) = insert_after(&comment, &html) {
        if let Some(area) = area(&form) {
            area.set_value(&kept::text(&form));
        }
        focus(&form, "textarea");
    }
}

/// Closes a form, and throws away what was typed if that is wanted.
fn close(form: &Element) {
    let typed = !text(form).trim().is_empty();
    if typed && !is_meant("Throw away what you typed?") {
        return focus(form, "textarea");
    }
    kept::forget(form);
    if let Some(comment) = form.previous_element_sibling() {
        focus(&comment, LINK);
    }
    form.remove();
}

fn is_meant(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(true)
}

fn form_below(comment: &Element) -> Option<Element> {
    let next = comment.next_element_sibling()?;
    next.matches(FORM).ok()?.then_some(next)
}

fn address(link: &Element) -> String {
    link.get_attribute("href").unwrap_or_default()
}

fn follow(link: &Element) {
    let _ = window().location().assign(&address(link));
}

fn area(form: &Element) -> Option<HtmlTextAreaElement> {
    let area = form.query_selector("textarea").ok().flatten();
    area?.dyn_into().ok()
}

fn text(form: &Element) -> String {
    area(form).map_or_else(String::new, |area| area.value())
}

fn focus(within: &Element, selector: &str) {
    let found = within.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
