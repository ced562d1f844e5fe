//! What islands share of the browser.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, MouseEvent, Response};

/// The document.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// Calls this whenever the event happens, as long as the page lives.
pub fn listen<E: JsCast + 'static>(
    target: &EventTarget,
    event: &str,
    mut heard: impl FnMut(E) + 'static,
) {
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Ok(event) = event.dyn_into() {
            heard(event);
        }
    });
    let callback = closure.as_ref().unchecked_ref();
    if target
        .add_event_listener_with_callback(event, callback)
        .is_ok()
    {
        closure.forget();
    }
}

/// A part of a page, as the server renders it. Nothing when the server does not answer with it.
pub async fn fragment(path: &str) -> Option<String> {
    let fetched = JsFuture::from(window().fetch_with_str(path)).await;
    let response: Response = fetched.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?)
        .await
        .ok()
        .as_ref()
        .and_then(JsValue::as_string)
}

/// Puts a server-rendered part at the end of an element.
pub fn append(element: &Element, html: &str) {
    // Refused only for an element without a parent of its kind, which none of ours is.
    let _ = element.insert_adjacent_html("beforeend", html);
}

/// Puts a server-rendered part behind an element; answers its first element.
pub fn insert_after(element: &Element, html: &str) -> Option<Element> {
    element.insert_adjacent_html("afterend", html).ok()?;
    element.next_element_sibling()
}

/// The closest element that this describes, from where something happened outwards.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()?
}

/// A press that follows a link here, not into another tab or window.
pub fn is_plain(event: &MouseEvent) -> bool {
    let otherwise = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !otherwise
}

/// Does this so long from now, and not what was to be done then before.
pub fn after(
    timer: StoredValue<Option<TimeoutHandle>>,
    wait: Duration,
    then: impl FnOnce() + 'static,
) {
    cancel(timer);
    timer.set_value(set_timeout_with_handle(then, wait).ok());
}

/// Does not do what was to be done.
pub fn cancel(timer: StoredValue<Option<TimeoutHandle>>) {
    if let Some(handle) = timer.try_update_value(Option::take).flatten() {
        handle.clear();
    }
}
