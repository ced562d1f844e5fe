//! What is typed into answers, kept by the tab until it is posted or thrown away: through another
//! form that is opened, a lost connection, a refusal, a page that is loaded again.

use leptos::prelude::window;
use web_sys::{Element, Storage};

/// Under this name, the name of the text that was sent last.
const SENT: &str = "answer/sent";

/// Nothing when the browser keeps nothing for us.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn name(form: &Element) -> String {
    form.get_attribute("data-kept-as").unwrap_or_default()
}

/// What was typed into this form before.
pub(super) fn text(form: &Element) -> String {
    let text = storage().and_then(|storage| storage.get_item(&name(form)).ok()?);
    text.unwrap_or_default()
}

/// Keeps what is typed, as far as there is room.
pub(super) fn keep(form: &Element, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&name(form), text);
    }
}

/// It was thrown away.
pub(super) fn forget(form: &Element) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&name(form));
    }
}

/// It is on its way; whether it arrives, only the next page knows.
pub(super) fn note_sent(form: &Element) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(SENT, &name(form));
    }
}

/// Forgets the text that was sent last when this page shows what became of it.
pub(super) fn forget_sent() {
    let Some(storage) = storage() else {
        return;
    };
    if let Ok(Some(name)) = storage.get_item(SENT) {
        let _ = storage.remove_item(SENT);
        if is_posted(&name) {
            let _ = storage.remove_item(&name);
        }
    }
}

/// Whether this page is the one that follows a posted answer: that of the comment it answers, at
/// the answer's place.
fn is_posted(name: &str) -> bool {
    let location = window().location();
    let comment = name.rsplit('/').next().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    let place = location.hash().unwrap_or_default();
    path == format!("/comments/{comment}") && place.starts_with("#c")
}
