//! Putting the plans of a listing in order by dragging or by arrow keys, over the forms that do it without
//! a script.

use crate::browser::{closest, document, listen};
use leptos::{prelude::*, task::spawn_local};
use std::collections::VecDeque;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, HtmlElement, KeyboardEvent, MouseEvent, RequestInit, RequestRedirect, Response,
    UrlSearchParams,
};

/// What a plan is taken by.
const HANDLE: &str = "[data-handle]";
/// A plan in the list.
const ITEM: &str = ".arranged > li";

/// Moves that have been made here and not there: where each goes, and to which place.
type Moves = StoredValue<VecDeque<(String, usize)>>;

/// Lets the plans of the page's list be dragged by their handles, or moved by the arrow keys, and says
/// where they stand then.
#[island]
pub fn ArrangePlans() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let moves: Moves = StoredValue::new(VecDeque::new());
    // The plan that is dragged, and where it stood.
    let dragged = StoredValue::new_local(None::<(Element, usize)>);
    Effect::new(move || {
        let page = document();
        listen(&page, "keydown", move |event: KeyboardEvent| {
            if let Some(item) = taken(&event)
                && let Some(to) = wanted(&event.key(), &item)
            {
                event.prevent_default();
                put(&item, to);
                settle(&item, said, moves);
            }
        });
        listen(&page, "pointerdown", move |event: MouseEvent| {
            if let Some(item) = taken(&event).filter(|_| event.button() == 0) {
                event.prevent_default();
                focus(&item);
                let from = place(&item);
                dragged.set_value(Some((item, from)));
            }
        });
        listen(&page, "pointermove", move |event: MouseEvent| {
            if let Some((item, _)) = dragged.get_value() {
                drag(&item, &event);
            }
        });
        for end in ["pointerup", "pointercancel"] {
            listen(&page, end, move |_: Event| {
                if let Some((item, from)) = dragged.try_update_value(Option::take).flatten()
                    && place(&item) != from
                {
                    settle(&item, said, moves);
                }
            });
        }
    });
    view! {
        <p class="visually-hidden" aria-live="assertive">
            {move || said.get()}
        </p>
    }
}

/// The plan whose handle something happened to.
fn taken(event: &Event) -> Option<Element> {
    closest(event, HANDLE)?.closest(ITEM).ok()?
}

/// Where a key moves a plan to.
fn wanted(key: &str, item: &Element) -> Option<usize> {
    let (place, last) = (place(item), last(item));
    match key {
        "ArrowUp" => Some(place.saturating_sub(1)),
        "ArrowDown" => Some((place + 1).min(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// How many stand before it.
fn place(item: &Element) -> usize {
    std::iter::successors(
        item.previous_element_sibling(),
        Element::previous_element_sibling,
    )
    .count()
}

/// The place of the last.
fn last(item: &Element) -> usize {
    let after =
        std::iter::successors(item.next_element_sibling(), Element::next_element_sibling).count();
    place(item) + after
}

/// Puts it at this place of its list.
fn put(item: &Element, to: usize) {
    let from = place(item);
    let (step, steps, side): (fn(&Element) -> Option<Element>, _, _) = if to < from {
        (Element::previous_element_sibling, from - to, "beforebegin")
    } else {
        (Element::next_element_sibling, to - from, "afterend")
    };
    let other = (0..steps).try_fold(item.clone(), |other, _| step(&other));
    if let Some(other) = other.filter(|_| steps > 0) {
        // Refused only for an element without a parent.
        let _ = other.insert_adjacent_element(side, item);
    }
}

/// Puts it where the pointer is, once that has passed the middle of another.
fn drag(item: &Element, event: &MouseEvent) {
    #[expect(clippy::cast_precision_loss, reason = "a screen has few pixels")]
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let over = document().element_from_point(x, y);
    let over = over.and_then(|over| over.closest(ITEM).ok().flatten());
    let Some(over) = over.filter(|over| over != item) else {
        return;
    };
    let bounds = over.get_bounding_client_rect();
    let is_past = f64::from(y) > bounds.top() + bounds.height() / 2.0;
    let to = place(&over);
    if is_past == (to > place(item)) {
        put(item, to);
    }
}

fn handle(item: &Element) -> Option<HtmlElement> {
    item.query_selector(HANDLE).ok()??.dyn_into().ok()
}

fn focus(item: &Element) {
    if let Some(handle) = handle(item) {
        let _ = handle.focus();
    }
}

/// Says where a plan stands now, and sends it.
fn settle(item: &Element, said: RwSignal<String>, moves: Moves) {
    // What is moved in the document loses the focus.
    focus(item);
    let place = place(item) + 1;
    let name = handle(item).and_then(|handle| handle.get_attribute("data-handle"));
    said.set(format!(
        "{}: place {place} of {}",
        name.unwrap_or_default(),
        last(item) + 1
    ));
    let form = item.query_selector("form[action$='/move']").ok().flatten();
    if let Some(action) = form.and_then(|form| form.get_attribute("action")) {
        send(action, place, moves);
    }
}

/// One after the other, for each place is told among the others.
fn send(action: String, place: usize, moves: Moves) {
    let is_idle = moves.with_value(VecDeque::is_empty);
    moves.update_value(|moves| moves.push_back((action, place)));
    if is_idle {
        spawn_local(async move {
            while let Some((action, place)) = moves.with_value(|moves| moves.front().cloned()) {
                if post(&action, place).await.is_none() {
                    // The page that the server has is the one that holds.
                    let _ = window().location().reload();
                    return;
                }
                moves.update_value(|moves| drop(moves.pop_front()));
            }
        });
    }
}

/// Sends the form as its buttons do. Done when it leads on.
async fn post(action: &str, place: usize) -> Option<()> {
    let fields = UrlSearchParams::new().ok()?;
    fields.append("to", &place.to_string());
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&fields);
    init.set_redirect(RequestRedirect::Manual);
    let sent = JsFuture::from(window().fetch_with_str_and_init(action, &init)).await;
    let answer: Response = sent.ok()?.dyn_into().ok()?;
    // A redirect that is not followed has no status.
    (answer.status() == 0).then_some(())
}
