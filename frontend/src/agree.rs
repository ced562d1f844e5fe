//! Agreeing with comments without a page load.

use crate::{
    browser::{document, listen},
    vote::{Votes, cast_vote},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, SubmitEvent};

/// What a comment's button says.
#[must_use]
pub fn words(votes: i64) -> String {
    match votes {
        0 => "Agree".to_owned(),
        votes => format!("{votes} agree"),
    }
}

/// Takes over every form on the page that agrees with a comment. One island for all of them: a page
/// has hundreds, and those of comments that come later are taken over as well.
#[island]
pub fn AgreeForms() -> impl IntoView {
    Effect::new(|| {
        listen(&document(), "submit", |event: SubmitEvent| {
            let form = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
            if let Some(form) = form
                && let Some(comment) = comment_of(&form)
            {
                event.prevent_default();
                spawn_local(send(form, comment));
            }
        });
    });
}

fn comment_of(form: &HtmlFormElement) -> Option<i64> {
    form.get_attribute("data-agree")?.parse().ok()
}

/// Refused, the form is sent as a form: the page that answers then says why.
async fn send(form: HtmlFormElement, comment: i64) {
    let yes = !form.has_attribute("data-mine");
    match cast_vote(None, Some(comment), yes).await {
        Ok(counted) => show(&form, counted),
        Err(_) => drop(form.submit()),
    }
}

fn show(form: &HtmlFormElement, now: Votes) {
    let (mine, next) = if now.voted {
        ("true", "no")
    } else {
        ("false", "yes")
    };
    let _ = form.toggle_attribute_with_force("data-mine", now.voted);
    if let Ok(Some(field)) = form.query_selector("input") {
        let _ = field.set_attribute("value", next);
    }
    if let Ok(Some(button)) = form.query_selector("button") {
        let _ = button.set_attribute("aria-pressed", mine);
        button.set_text_content(Some(&words(now.votes)));
    }
}
