//! The form with which a change is offered.

use crate::{
    forms::{Field, once_field, problem_summary},
    plans::address,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    ids::RevisionNumber,
    once,
    plans::{Plan, Revision},
    problems::Problems,
    suggestions::Offer,
    text::SectionKey,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The section's key, `new`, or nothing for a whole fork.
    pub section: String,
    /// The revision that the section was copied from.
    pub base: String,
    /// The section as it is to be.
    pub text: String,
    /// The fork.
    pub fork: String,
    /// What changes, and why.
    pub note: String,
    /// The form's key.
    pub once: String,
}

/// Stands for a section that is not there yet.
const NEW: &str = "new";

impl Form {
    /// For a section of a plan's newest revision, or a new one; nothing when it has no such section.
    pub(super) fn of_section(revision: &Revision, section: &str) -> Option<Self> {
        let text = if section == NEW {
            "## ".to_owned()
        } else {
            let key = SectionKey::parse(section).ok()?;
            revision.section_source(&key)?
        };
        Some(Self {
            section: section.to_owned(),
            base: revision.number.to_string(),
            text,
            ..Self::default()
        })
    }

    /// What is offered by it.
    pub(super) fn offer(&self) -> Result<Offer, Problems> {
        if self.section.is_empty() {
            let fork = self.fork.parse();
            return fork
                .map(Offer::Fork)
                .map_err(|_| Problems::one("fork", "is none of yours"));
        }
        let section = match self.section.as_str() {
            NEW => None,
            key => Some(
                SectionKey::parse(key)
                    .map_err(|_| Problems::one("section", "is not a section of the plan"))?,
            ),
        };
        Ok(Offer::Section {
            base: self.base.parse().unwrap_or(RevisionNumber(0)),
            section,
            text: self.text.clone(),
        })
    }

    /// The fields that nobody sees.
    pub(super) fn hidden(&self) -> AnyView {
        let field = |name: &'static str, value: &str| {
            view! { <input type="hidden" name=name value=value.to_owned() /> }
        };
        view! {
            {field("section", &self.section)}
            {field("base", &self.base)}
            {field("fork", &self.fork)}
        }
        .into_any()
    }
}

/// The page with this form, a section's editor or what a fork offers.
pub(super) fn page(
    visit: &Visit,
    status: StatusCode,
    plan: &Plan,
    form: &Form,
    problems: &Problems,
) -> Response {
    let head = Page::new(format!("Suggest a change to {}", plan.title))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    visit.page_with(status, head, || {
        view! {
            <div class="wrap plain writing">
                <main id="main">
                    <p class="meta">
                        <a href=address(plan)>{plan.title.clone()}</a>
                    </p>
                    <h1>"Suggest a change"</h1>
                    {problem_summary(problems)}
                    {fields(visit, plan, form, problems)}
                </main>
            </div>
        }
    })
}

fn fields(visit: &Visit, plan: &Plan, form: &Form, problems: &Problems) -> AnyView {
    let key = once::given(&form.once).map_or_else(|| once::new_key(visit.forum()), str::to_owned);
    let of_fork = form.section.is_empty();
    let text = (!of_fork).then(|| {
        Field::new("text", "The section")
            .hint("As it is to be, its heading included. Empty it to suggest that it goes.")
            .value(form.text.clone())
            .problems(problems)
            .area(16)
    });
    let no_fork = problems.of("fork").map(|problem| {
        let words = format!("The fork {problem}.");
        view! { <p class="problem">{words}</p> }
    });
    let lede = if of_fork {
        "Everything that your fork changed is offered, part by part. The founder accepts or declines each, with a reason."
    } else {
        "You write on a copy. The founder sees what you changed, and accepts or declines it with a reason. Once accepted it is part of the plan under its licence, with your name."
    };
    view! {
        <p class="lede">{lede}</p>
        <form class="write" method="post" action=format!("/plans/{}/suggest", plan.id)>
            {form.hidden()}
            {once_field(key)}
            {no_fork}
            {text}
            {Field::new("note", "What does it change, and why?")
                .hint("In a line of 3 to 500 letters")
                .value(form.note.clone())
                .problems(problems)
                .required()
                .most(500)
                .input("text")}
            <p class="actions">
                <button class="primary">"Suggest it"</button>
                <a class="button" href=address(plan)>
                    "Cancel"
                </a>
            </p>
        </form>
    }
    .into_any()
}
