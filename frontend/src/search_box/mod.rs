//! The search box, with plans, tags and people below it while one types.

mod keys;
mod list;
mod typed;

use crate::browser::{after, cancel, closest, document, fragment, is_plain};
use keys::{Does, End, Key, Stand};
use leptos::{
    ev::{Event, KeyboardEvent, MouseEvent},
    html::{Div, Input},
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    task::spawn_local,
};
use std::time::Duration;
use web_sys::{HtmlInputElement, UrlSearchParams};

/// After so long without a key it is asked what is meant.
const ASK_AFTER: Duration = Duration::from_millis(120);
/// Where an input method has taken a key, browsers that do not say so give this code.
const TAKEN: u32 = 229;

/// What the box knows.
#[derive(Clone, Copy)]
struct SearchBox {
    input: NodeRef<Input>,
    list: NodeRef<Div>,
    /// The list's id.
    name: StoredValue<String>,
    /// Whether the island has started: before, the box is a plain field.
    started: RwSignal<bool>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    /// What a screen reader is told.
    told: RwSignal<String>,
    /// How many options are in the list.
    options: StoredValue<usize>,
    /// Counts what was asked, so that an answer to an older question is known as such.
    turn: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl SearchBox {
    fn new(name: String) -> Self {
        Self {
            input: NodeRef::new(),
            list: NodeRef::new(),
            name: StoredValue::new(name),
            started: RwSignal::new(false),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            told: RwSignal::default(),
            options: StoredValue::new(0),
            turn: StoredValue::new(0),
            timer: StoredValue::new(None),
        }
    }

    /// The island runs. What was typed meanwhile is as good as typed now.
    fn start(self) {
        self.started.set(true);
        if let Some(input) = self.input.get_untracked()
            && input.value() != input.default_value()
            && document()
                .active_element()
                .is_some_and(|active| active.is_same_node(Some(&input)))
        {
            self.typed();
        }
    }

    /// What is to be asked now, and the text behind it.
    fn asked(self) -> Option<(String, String)> {
        let input = self.input.get_untracked()?;
        let (text, caret) = (input.value(), caret(&input));
        let (asked, rest) = typed::asked(&text, caret)?;
        Some((asked.to_owned(), rest.to_owned()))
    }

    /// Something was typed. What is shown stays until the next answer has come.
    fn typed(self) {
        self.supersede();
        self.activate(None);
        if self.asked().is_some() {
            after(self.timer, ASK_AFTER, move || self.ask(None));
        } else {
            self.close();
        }
    }

    /// Whatever has been asked and not been answered is of no use any more.
    fn supersede(self) -> u32 {
        cancel(self.timer);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }

    fn ask(self, then: Option<End>) {
        let turn = self.supersede();
        let Some(path) = self.asked().and_then(|(asked, _)| address(&asked)) else {
            return;
        };
        spawn_local(async move {
            let html = fragment(&path).await;
            if self.turn.get_value() == turn {
                match html {
                    Some(html) => self.show(&html, then),
                    // The box still searches without any help.
                    None => self.close(),
                }
            }
        });
    }

    fn show(self, html: &str, then: Option<End>) {
        let Some(list) = self.list.get_untracked() else {
            return;
        };
        self.active.set(None);
        let options = list::fill(&list, html);
        self.options.set_value(options);
        self.told.set(typed::told(options));
        self.open.set(options > 0);
        list.set_scroll_top(0);
        self.activate(then.and_then(|end| end.of(options)));
    }

    fn close(self) {
        self.supersede();
        self.activate(None);
        self.open.set(false);
        self.told.set(String::new());
    }

    fn activate(self, now: Option<usize>) {
        let before = self.active.get_untracked();
        if before != now {
            self.name
                .with_value(|list| list::activate(list, before, now));
            self.active.set(now);
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        // While letters are composed, keys are for choosing among them.
        if event.is_composing() || event.key_code() == TAKEN {
            return;
        }
        let others = event.ctrl_key() || event.meta_key();
        let Some(key) = Key::of(&event.key(), event.alt_key(), others) else {
            return;
        };
        let does = keys::act(key, self.stand());
        if does.takes_over() {
            event.prevent_default();
        }
        self.does(does);
    }

    fn stand(self) -> Stand {
        let input = self.input.get_untracked();
        Stand {
            open: self.open.get_untracked(),
            options: self.options.get_value(),
            active: self.active.get_untracked(),
            empty: input.is_none_or(|input| input.value().is_empty()),
            enough: self.asked().is_some(),
        }
    }

    fn does(self, does: Does) {
        match does {
            Does::Leave | Does::Stay => {}
            Does::Text => self.activate(None),
            Does::Move(to) => {
                // The list does not change under whoever walks through it.
                self.supersede();
                self.activate(to);
            }
            Does::Open(end) => self.ask(end),
            Does::Close | Does::GoOn => self.close(),
            Does::Choose(option) => self.name.with_value(|list| list::press(list, option)),
            Does::Clear => {
                self.close();
                if let Some(input) = self.input.get_untracked() {
                    input.set_value("");
                }
            }
        }
    }

    /// An option is a link, but for those that complete the query.
    fn chosen(self, event: &MouseEvent) {
        let Some(option) = closest(event, "[role=option]").filter(|_| is_plain(event)) else {
            return;
        };
        if let Some(chosen) = option.get_attribute("data-completes") {
            event.prevent_default();
            self.complete(&chosen);
        }
        self.close();
    }

    fn complete(self, chosen: &str) {
        let (Some(input), Some((_, rest))) = (self.input.get_untracked(), self.asked()) else {
            return;
        };
        let (text, caret) = typed::completed(chosen, &rest);
        input.set_value(&text);
        let caret = u32::try_from(caret).unwrap_or(u32::MAX);
        let _ = input.set_selection_range(caret, caret);
    }
}

/// Where the caret stands; at the end where the browser does not tell.
fn caret(input: &HtmlInputElement) -> usize {
    let caret = input.selection_end().ok().flatten();
    caret.map_or(usize::MAX, |caret| {
        usize::try_from(caret).unwrap_or(usize::MAX)
    })
}

fn address(asked: &str) -> Option<String> {
    let query = UrlSearchParams::new().ok()?;
    query.append("q", asked);
    Some(format!(
        "/search/suggest?{}",
        String::from(query.to_string())
    ))
}

/// A field for a query in a form that works without it. Under it stands what may be meant, as a list
/// that is walked through by arrow keys while the field keeps the focus.
#[island]
pub fn SearchField(
    /// What the field is called in the page; no other there may begin so.
    id: String,
    /// What is searched for already.
    value: String,
    /// What is shown where nothing has been typed.
    placeholder: String,
    /// Whether the field has the focus when the page is opened.
    autofocus: bool,
) -> impl IntoView {
    let name = format!("{id}_list");
    let this = SearchBox::new(name.clone());
    Effect::new(move || this.start());
    let started = move |value: &'static str| this.started.get().then_some(value);
    let open = move || this.open.get().to_string();
    let is_open = move || this.started.get().then(open);
    let controls = name.clone();
    let controls = move || this.started.get().then(|| controls.clone());
    let active = move || {
        let option = this.active.get()?;
        Some(this.name.with_value(|list| list::id_of(list, option)))
    };
    view! {
        <div class="combobox">
            <input
                type="search"
                name="q"
                id=id
                value=value
                placeholder=placeholder
                autofocus=autofocus
                aria-label="Search plans, comments and people"
                autocomplete=move || started("off")
                role=move || started("combobox")
                aria-autocomplete=move || started("list")
                aria-expanded=is_open
                aria-controls=controls
                aria-activedescendant=active
                node_ref=this.input
                on:input=move |_: Event| this.typed()
                on:keydown=move |event| this.pressed(&event)
                on:focusout=move |_| this.close()
            />
            <div
                class="suggested"
                role="listbox"
                id=name
                aria-label="Suggestions"
                hidden=move || !this.open.get()
                node_ref=this.list
                on:mousedown=|event: MouseEvent| event.prevent_default()
                on:click=move |event| this.chosen(&event)
            ></div>
            <p class="visually-hidden" aria-live="polite">
                {move || this.told.get()}
            </p>
        </div>
    }
}
