//! The editor around a plan's form: live preview, drafts as one types, what is like them, how much
//! fits, and a word before unsaved changes are left.

mod fields;
mod page;

use crate::{
    browser::{after, cancel},
    refused::Refused,
};
use fields::Fields;
use leptos::{
    ev::{Event, SubmitEvent},
    html::Div,
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    task::spawn_local,
};
use std::time::Duration;

/// After so long without a key the preview follows.
const PREVIEW_AFTER: Duration = Duration::from_millis(400);
/// After so long without a key the draft is saved.
const SAVE_AFTER: Duration = Duration::from_secs(2);

/// A body as it will be shown once posted, by the same renderer.
///
/// # Errors
/// When nobody has signed in, or the body could not be posted as it is.
#[server(prefix = "/api/fn", endpoint = "preview")]
pub async fn preview(body: String) -> Result<String, Refused> {
    crate::refused::answered(server::preview(&body).await)
}

#[cfg(feature = "ssr")]
mod server {
    use crate::refused::{Refused, acting};
    use domain::plans::{self, PreviewError};

    pub(super) async fn preview(body: &str) -> Result<String, Refused> {
        let (forum, member) = acting()?;
        match plans::preview(&forum, &member, body).await {
            Ok(rendered) => Ok(rendered.html),
            Err(PreviewError::Invalid(problems)) => Err(Refused::Invalid(problems.to_string())),
            Err(PreviewError::Broken(broken)) => Err(Refused::broken(&broken)),
        }
    }
}

/// What the editor knows while somebody types.
#[derive(Clone, Copy)]
struct State {
    /// Counts the changes, so that an answer to an older one is known as such.
    change: RwSignal<u32>,
    /// The change that is safe: saved as a draft, or the page as it came.
    saved: RwSignal<u32>,
    /// What became of the draft.
    status: RwSignal<String>,
    /// How much of its room the field has used that is typed in.
    room: RwSignal<String>,
    /// The preview's HTML.
    html: RwSignal<String>,
    /// Why there is no preview.
    wrong: RwSignal<String>,
    /// How many plans are like the draft, in words.
    alike: RwSignal<String>,
    preview_timer: StoredValue<Option<TimeoutHandle>>,
    save_timer: StoredValue<Option<TimeoutHandle>>,
}

impl State {
    fn new() -> Self {
        Self {
            change: RwSignal::new(0),
            saved: RwSignal::new(0),
            status: RwSignal::default(),
            room: RwSignal::default(),
            html: RwSignal::default(),
            wrong: RwSignal::default(),
            alike: RwSignal::default(),
            preview_timer: StoredValue::new(None),
            save_timer: StoredValue::new(None),
        }
    }

    fn is_newest(self, change: u32) -> bool {
        self.change.get_untracked() == change
    }

    /// Something was typed.
    fn typed(self, fields: Fields, event: &Event) {
        self.change.update(|change| *change += 1);
        if let Some(room) = fields::room(event) {
            self.room.set(room);
        }
        self.status.set("Not saved yet".into());
        let body = fields.clone();
        after(self.preview_timer, PREVIEW_AFTER, move || {
            self.show_preview(&body);
        });
        after(self.save_timer, SAVE_AFTER, move || self.save(fields));
    }

    fn show_preview(self, fields: &Fields) {
        let change = self.change.get_untracked();
        let body = fields.body();
        spawn_local(async move {
            let shown = preview(body).await;
            if !self.is_newest(change) {
                return;
            }
            match shown {
                Ok(html) => {
                    self.html.set(html);
                    self.wrong.set(String::new());
                }
                Err(refused) => self.wrong.set(page::words(&refused)),
            }
        });
    }

    fn save(self, fields: Fields) {
        let change = self.change.get_untracked();
        self.status.set("Saving…".into());
        spawn_local(async move {
            match page::save_draft(&fields).await {
                Ok(id) => {
                    fields.set_draft(&id);
                    self.saved.set(change);
                    if self.is_newest(change) {
                        self.status.set(format!("Draft saved at {}", page::clock()));
                    }
                    self.show_similar(&fields, &id, change).await;
                }
                Err(words) => self.status.set(format!("Draft not saved: {words}")),
            }
        });
    }

    /// Asks what is like the draft as it has just been saved.
    async fn show_similar(self, fields: &Fields, draft: &str, change: u32) {
        let is_newest = || self.is_newest(change);
        let list = fields.similar().filter(|list| !page::is_used(list));
        let Some(list) = list.filter(|_| is_newest()) else {
            return;
        };
        if let Some(heading) = page::show_similar(&list, draft, is_newest).await {
            self.alike.set(heading);
        }
    }

    /// The form is being sent: nothing more is to be saved or asked.
    fn leave(self) {
        cancel(self.preview_timer);
        cancel(self.save_timer);
        self.saved.set(self.change.get_untracked());
    }

    fn is_unsaved(self) -> bool {
        self.change.get_untracked() != self.saved.get_untracked()
    }
}

/// Stands around the editor's form, which stays the server's.
#[island]
pub fn Editor(
    /// The form.
    children: Children,
) -> impl IntoView {
    let state = State::new();
    let root = NodeRef::<Div>::new();
    let typed = move |event: Event| {
        if let Some(fields) = root.get_untracked().and_then(|root| Fields::inside(&root)) {
            state.typed(fields, &event);
        }
    };
    let unload = window_event_listener(leptos::ev::beforeunload, move |event| {
        if state.is_unsaved() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let nothing_shown = move || state.html.with(String::is_empty);
    let told = move || state.status.with(|status| !status.is_empty());
    view! {
        <div class="editing" node_ref=root on:input=typed on:submit=move |_: SubmitEvent| state.leave()>
            {children()}
            <p class="editor-bar" class:told=told>
                <span>{move || state.room.get()}</span>
                <span role="status">
                    <a href="#similar" hidden=move || state.alike.with(String::is_empty)>
                        {move || state.alike.get()}
                    </a>
                </span>
                <span role="status">{move || state.status.get()}</span>
            </p>
            <p class="problem" hidden=move || state.wrong.with(String::is_empty)>
                {move || state.wrong.get()}
            </p>
            <section class="preview" aria-label="Live preview" hidden=nothing_shown>
                <p class="meta">"Preview, as you type"</p>
                <div class="prose" inner_html=move || state.html.get()></div>
            </section>
        </div>
    }
}
