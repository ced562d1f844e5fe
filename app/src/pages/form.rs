//! The form in which an admin writes a page.

use crate::{
    forms::{Field, problem_summary},
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    ids::VersionNumber,
    pages::{LONGEST_PAGE, Name, Note, TypedPage, Version},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Form {
    pub(super) base: String,
    pub(super) body: String,
    pub(super) note: String,
    pub(super) action: String,
}

impl Form {
    /// To go on from what stands.
    pub(super) fn from_version(version: &Version) -> Self {
        Self {
            base: version.number.to_string(),
            body: version.body.clone(),
            ..Self::default()
        }
    }

    /// As the forum reads it. A base that is none is older than any.
    pub(super) fn typed(&self) -> TypedPage {
        TypedPage {
            base: self.base.trim().parse().unwrap_or(-1),
            body: self.body.clone(),
            note: self.note.clone(),
        }
    }

    /// The same, started from this version.
    pub(super) fn started_from(&self, base: VersionNumber) -> Self {
        Self {
            base: base.to_string(),
            ..self.clone()
        }
    }
}

/// What is said above the form's fields.
#[derive(Default)]
pub(super) struct Said {
    pub problems: Problems,
    /// The text as it would be shown.
    pub preview: Option<String>,
}

/// The head of the page with the form.
pub(super) fn head(page: Name) -> Page {
    Page::new(format!("Edit the page {}", page.title())).robots(Robots::Hidden)
}

/// The page with the form.
pub(super) fn answer(
    visit: &Visit,
    status: StatusCode,
    page: Name,
    form: &Form,
    said: &Said,
) -> Response {
    visit.page_with(status, head(page), || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=super::address(page)>{page.title()}</a>
                    </p>
                    <h1>"Edit"</h1>
                    {view(page, form, said)}
                </main>
            </div>
        }
    })
}

/// The form.
pub(super) fn view(page: Name, form: &Form, said: &Said) -> AnyView {
    let body = Field::new("body", "Text")
        .hint(format!(
            "Markdown; sections begin with ##. Up to {} KiB. Everybody may read every version for good: it is the forum’s text, and stays when you leave.",
            LONGEST_PAGE / 1024
        ))
        .value(form.body.clone())
        .problems(&said.problems)
        .required()
        .area(24);
    let note = Field::new("note", "What did you change, and why?")
        .hint("A line of 3 to 200 letters for the history and the log")
        .value(form.note.clone())
        .problems(&said.problems)
        .most(Note::MOST)
        .input("text");
    // The first is what the Enter key presses: it saves nothing.
    view! {
        {problem_summary(&said.problems)}
        {said.preview.clone().map(preview)}
        <form class="editor" method="post" action=format!("/pages/{page}/edit")>
            <input type="hidden" name="base" value=form.base.clone() />
            {body}
            {note}
            <p class="actions">
                <button name="action" value="preview" formnovalidate>
                    "Preview"
                </button>
                <button class="primary" name="action" value="save">
                    "Save as a new version"
                </button>
            </p>
        </form>
    }
    .into_any()
}

fn preview(html: String) -> AnyView {
    view! {
        <section class="preview" aria-label="Preview">
            <p class="meta">"Preview. Nothing has been saved yet."</p>
            <div class="prose help" inner_html=html></div>
        </section>
    }
    .into_any()
}
