//! The editor's form.

use super::{
    EditorForm, Said, draft_id,
    similar::{Beside, FORM},
};
use crate::{
    forms::{Field, once_field, problem_summary},
    numbers::number_fields,
    plans::{address, page, parts::stage_name},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    ids::DraftId,
    once,
    plans::{LONGEST_BODY, Licence, MOST_TAGS, Plan, Stage},
    text::markdown::Rendered,
};
use frontend::editor::Editor as Live;
use leptos::prelude::*;

/// What is being written.
#[derive(Clone, Copy, Debug)]
pub enum Writing<'plan> {
    /// A plan that nobody has seen yet.
    New,
    /// An edit of this plan.
    Edit(&'plan Plan),
}

/// The editor's page.
pub struct Editor<'e> {
    /// What is being written.
    pub writing: Writing<'e>,
    /// What stands in the fields.
    pub form: &'e EditorForm,
    /// What is said above them.
    pub said: Said,
    /// What is like it.
    pub beside: Beside,
}

impl Editor<'_> {
    /// As an answer with this status.
    pub fn show(self, visit: &Visit, status: StatusCode) -> Response {
        visit.page_with(status, self.page(), || {
            view! {
                <div class="wrap plain writing">
                    <main id="main">{self.content(visit)}</main>
                </div>
            }
        })
    }

    /// The head of the editor's page.
    pub(super) fn page(&self) -> Page {
        let (title, place) = match self.writing {
            Writing::New => ("Post a plan".to_owned(), Place::Drafts),
            Writing::Edit(plan) => (format!("Edit {}", plan.title), Place::Plans),
        };
        Page::new(title).robots(Robots::Hidden).place(place)
    }

    /// Heading, what is to be said, and the form.
    pub(super) fn content(self, visit: &Visit) -> AnyView {
        view! {
            {heading(self.writing)}
            {self.said.note.clone().map(|note| view! { <p class=note.class role="status">{note.words}</p> })}
            {problem_summary(&self.said.problems)}
            {self.beside.way()}
            {self.said.preview.as_ref().map(preview)}
            {self.form_view(visit)}
            {draft_id(self.form).map(delete_button)}
        }
        .into_any()
    }

    fn form_view(&self, visit: &Visit) -> AnyView {
        let (action, plan) = match self.writing {
            Writing::New => ("/plans/new".to_owned(), String::new()),
            Writing::Edit(plan) => (format!("/plans/{}/edit", plan.id), plan.id.to_string()),
        };
        let form = view! {
            <form id=FORM class="editor" method="post" action=action>
                {once_field(once::new_key(visit.forum()))}
                <input type="hidden" name="shown" value=self.form.shown.clone() />
                <input type="hidden" name="draft" value=self.form.draft.clone() />
                <input type="hidden" name="plan" value=plan />
                <input type="hidden" name="base" value=self.form.base.clone() />
                {self.words()}
                {self.choices()}
                {number_fields(&self.form.numbers, &self.said.problems)}
                {self.last_words()}
                {buttons(self.writing)}
            </form>
        };
        let beside = self.beside.section(&self.said.problems);
        view! { <Live>{form} {beside}</Live> }.into_any()
    }

    fn field(&self, name: &'static str, label: &str, value: &str) -> Field {
        Field::new(name, label)
            .value(value)
            .problems(&self.said.problems)
    }

    fn words(&self) -> AnyView {
        let form = self.form;
        let limit = format!(
            "Markdown. Sections begin with ##; readers comment on each. Up to {} KiB, some forty thousand words.",
            LONGEST_BODY / 1024
        );
        view! {
            {self
                .field("title", "Title", &form.title)
                .hint("What it is, in 8 to 120 letters")
                .required()
                .most(120)
                .input("text")}
            {self
                .field("pitch", "Pitch", &form.pitch)
                .hint("The plan in two sentences of 20 to 280 letters: lists show it")
                .required()
                .most(280)
                .area(3)}
            {self.field("body", "Plan", &form.body).hint(limit).required().area(28)}
        }
        .into_any()
    }

    fn choices(&self) -> AnyView {
        let form = self.form;
        let stages = Stage::ALL.iter().map(|stage| {
            let label = format!("{}: {}", stage_name(*stage), stage_words(*stage));
            (stage.to_string(), label)
        });
        let licences = self.licences().iter().map(|licence| {
            let label = format!("{}. {}", licence.name(), licence.terms());
            (licence.to_string(), label)
        });
        let tags = format!("Up to {MOST_TAGS}, parted by commas: what it is about");
        view! {
            {self.field("tags", "Tags", &form.tags).hint(tags).input("text")}
            {self.field("stage", "Stage", &form.stage).choice(stages)}
            {self
                .field("licence", "Licence", &form.licence)
                .hint(self.licence_hint())
                .choice(licences)}
        }
        .into_any()
    }

    /// The licence that a fork was made under, which it carries on.
    fn carried(&self) -> Option<&Licence> {
        match self.writing {
            Writing::New => None,
            Writing::Edit(plan) => plan.fork.as_ref().map(|_| &plan.licence),
        }
    }

    fn licences(&self) -> &[Licence] {
        self.carried().map_or(Licence::ALL, std::slice::from_ref)
    }

    fn licence_hint(&self) -> &'static str {
        if self.carried().is_some() {
            "There is no other to choose: a fork carries on the licence that it was made under"
        } else {
            "Under which anyone may copy this revision, for good"
        }
    }

    fn last_words(&self) -> AnyView {
        match self.writing {
            Writing::New => view! {
                <div class="note">
                    <p>
                        "Before you post: anyone may copy this plan and do it elsewhere. It cannot be called back. You may withdraw it later; copies made until then stay, under the licence you chose."
                    </p>
                </div>
                {self
                    .field("understood", "I want this to be public, and know that anyone may copy it.", &self.form.understood)
                    .tick()}
            }
            .into_any(),
            Writing::Edit(_) => self
                .field("note", "What did you change, and why?", &self.form.note)
                .hint("A line of 3 to 200 letters for the history, such as: Card fees counted, thank you, tomas")
                .most(200)
                .input("text"),
        }
    }
}

fn heading(writing: Writing<'_>) -> AnyView {
    match writing {
        Writing::New => view! {
            <h1>"Post a plan"</h1>
            <p class="lede">"A sketch is enough to begin with. Every save is kept, and readers ask about what is missing."</p>
            <p class="meta">
                "It stands in another Openplan already? "
                <a href=crate::forks::import::PATH>"Bring it here"</a>
                " with its history."
            </p>
        }
        .into_any(),
        Writing::Edit(plan) => view! {
            <p class="meta">
                <a href=address(plan)>{plan.title.clone()}</a>
            </p>
            <h1>"Edit"</h1>
        }
        .into_any(),
    }
}

fn preview(rendered: &Rendered) -> AnyView {
    view! {
        <section class="preview" aria-label="Preview">
            <p class="meta">"Preview. Nothing has been saved yet."</p>
            {page::prose(rendered)}
        </section>
    }
    .into_any()
}

fn buttons(writing: Writing<'_>) -> AnyView {
    let publish = match writing {
        Writing::New => "Publish",
        Writing::Edit(_) => "Save as a new revision",
    };
    // The first is what the Enter key presses: it posts nothing.
    view! {
        <div class="actions">
            <button name="action" value="preview" formnovalidate>
                "Preview"
            </button>
            <button name="action" value="draft" formnovalidate>
                "Save draft"
            </button>
            <button class="primary" name="action" value="publish">
                {publish}
            </button>
        </div>
    }
    .into_any()
}

fn delete_button(id: DraftId) -> AnyView {
    view! {
        <form method="post" action=format!("/drafts/{id}/delete")>
            <button class="quiet">"Delete this draft"</button>
        </form>
    }
    .into_any()
}

fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Sketch => "thought about in public",
        Stage::Seeking => "looking for money or hands",
        Stage::Running => "in business",
        Stage::Closed => "over, well or badly",
    }
}
