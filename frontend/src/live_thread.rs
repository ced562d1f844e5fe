//! An open discussion that grows while it is read.

use crate::browser::{append, document, fragment, listen};
use leptos::{ev::MouseEvent, html::Div, prelude::*, task::spawn_local};
use web_sys::{EventSource, MessageEvent};

/// Tells how many comments have come since the page was made, and shows them on demand, below what
/// is there: what is being read never moves by itself.
#[island]
pub fn LiveThread(
    /// The plan's number.
    plan: i64,
    /// The place in the log up to which the page knows everything.
    after: i64,
) -> impl IntoView {
    let waiting = RwSignal::new(Vec::<i64>::new());
    let fresh = NodeRef::<Div>::new();
    let words = move || match waiting.with(Vec::len) {
        1 => "1 new comment".to_owned(),
        count => format!("{count} new comments"),
    };
    let show = follow(plan, after, waiting, fresh);
    view! {
        <div class="fresh" node_ref=fresh tabindex="-1" hidden></div>
        <div class="live" role="status" hidden=move || waiting.with(Vec::is_empty)>
            <button type="button" class="primary" on:click=show>
                {words}
            </button>
        </div>
    }
}

/// Listens, and answers with what the button does.
fn follow(
    plan: i64,
    after: i64,
    waiting: RwSignal<Vec<i64>>,
    fresh: NodeRef<Div>,
) -> impl Fn(MouseEvent) + 'static {
    let shown = RwSignal::new(after);
    let told = RwSignal::new(after);
    Effect::new(move || {
        let Ok(source) = EventSource::new(&format!("/plans/{plan}/live?after={after}")) else {
            return;
        };
        listen(&source, "comment", move |event: MessageEvent| {
            if let Ok(seq) = event.last_event_id().parse() {
                told.set(seq);
            }
            let id = event.data().as_string().and_then(|data| data.parse().ok());
            if let Some(id) = id.filter(|id| !is_on_page(*id)) {
                waiting.update(|waiting| waiting.push(id));
            }
        });
    });
    move |_| {
        let from = shown.get_untracked();
        spawn_local(async move {
            let path = format!("/plans/{plan}/discussion/new?after={from}");
            let (Some(html), Some(fresh)) = (fragment(&path).await, fresh.get_untracked()) else {
                // The whole page has them too.
                let _ = window().location().reload();
                return;
            };
            fresh.set_hidden(false);
            append(&fresh, &html);
            let _ = fresh.focus();
            shown.set(told.get_untracked());
            waiting.update(|waiting| waiting.retain(|id| !is_on_page(*id)));
        });
    }
}

fn is_on_page(comment: i64) -> bool {
    document()
        .get_element_by_id(&format!("c{comment}"))
        .is_some()
}
