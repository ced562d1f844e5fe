//! Writing a plan: a form that works by itself, for a new plan and for an edit of one.

mod conflict;
mod differs;
pub mod edit;
mod form;
pub mod new;
pub(in crate::plans) mod similar;
mod step;
mod view;

pub use differs::DiffersForm;
pub use form::EditorForm;
pub use similar::Beside;
pub use view::{Editor, Writing};

use crate::{failure::Failure, kept, visit::Visit};
use axum::{http::StatusCode, response::Response};
use domain::{
    Broken, Member,
    ids::{DraftId, PlanId},
    plans::{self, DraftError, DraftOf, PreviewError},
    problems::Problems,
    text::markdown::Rendered,
};

/// What a press of a button came to: the editor again with something to say, an address to go to, or
/// something to look at first.
enum Outcome {
    Again(StatusCode, Said),
    Go(String),
    Look(Response),
}

/// What the editor says above its fields.
#[derive(Default)]
pub struct Said {
    problems: Problems,
    preview: Option<Rendered>,
    note: Option<Note>,
}

/// Words, in the look that goes with what they mean to the writer.
#[derive(Clone)]
struct Note {
    class: &'static str,
    words: String,
}

impl Said {
    fn problems(problems: Problems) -> Self {
        Self {
            problems,
            ..Self::default()
        }
    }

    /// Something to know.
    #[must_use]
    pub fn news(words: impl Into<String>) -> Self {
        Self::note("note", words)
    }

    /// Something that went well.
    #[must_use]
    pub fn good(words: impl Into<String>) -> Self {
        Self::note("note good", words)
    }

    /// Something that did not happen, though it was asked for.
    #[must_use]
    pub fn setback(words: impl Into<String>) -> Self {
        Self::note("note setback", words)
    }

    fn note(class: &'static str, words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            note: Some(Note { class, words }),
            ..Self::default()
        }
    }
}

/// The member who writes. Whoever is none any more gets the editor again with all that was typed.
fn writer(visit: &Visit) -> Result<&Member, (StatusCode, Said)> {
    visit
        .member()
        .map_err(|why| (why.status(), Said::setback(kept::way_on(&why))))
}

async fn preview(visit: &Visit, writer: &Member, body: &str) -> Result<Outcome, Broken> {
    match plans::preview(visit.forum(), writer, body).await {
        Ok(rendered) => {
            let said = Said {
                preview: Some(rendered),
                ..Said::default()
            };
            Ok(Outcome::Again(StatusCode::OK, said))
        }
        Err(PreviewError::Invalid(problems)) => Ok(invalid(problems)),
        Err(PreviewError::Broken(broken)) => Err(broken),
    }
}

/// Keeps what was typed as a draft, as a new one when its draft was deleted meanwhile.
async fn keep(
    visit: &Visit,
    writer: &Member,
    of: DraftOf,
    form: &EditorForm,
    raw: &str,
) -> Result<DraftId, DraftError> {
    let save = |of| plans::save_draft(visit.forum(), writer, of, &form.title, raw);
    match (save(of).await, of) {
        (Err(DraftError::NotFound), DraftOf::NewPlan(Some(_))) => {
            save(DraftOf::NewPlan(None)).await
        }
        (saved, _) => saved,
    }
}

/// Saves what was typed as a draft, and goes on with it, or with a fork of this plan instead.
async fn save(
    visit: &Visit,
    writer: &Member,
    of: DraftOf,
    (form, raw): (&EditorForm, &str),
    instead: Option<PlanId>,
) -> Result<Outcome, Failure> {
    match keep(visit, writer, of, form, raw).await {
        Ok(id) => Ok(Outcome::Go(match instead {
            Some(plan) => format!("/plans/{plan}/fork"),
            None => format!("/drafts/{id}?saved=yes"),
        })),
        Err(DraftError::NotFound) => Err(Failure::NotFound),
        Err(DraftError::Suspended) => Err(Failure::Suspended),
        Err(DraftError::Broken(broken)) => Err(broken.into()),
        Err(error @ (DraftError::TooLong | DraftError::TooMany)) => {
            let said = Said::setback(format!("Not saved: {error}."));
            Ok(Outcome::Again(StatusCode::UNPROCESSABLE_ENTITY, said))
        }
    }
}

fn invalid(problems: Problems) -> Outcome {
    Outcome::Again(StatusCode::UNPROCESSABLE_ENTITY, Said::problems(problems))
}

fn draft_id(form: &EditorForm) -> Option<DraftId> {
    form.draft.parse().ok()
}
