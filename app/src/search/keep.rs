//! How to follow a search: its feed, and keeping it.

use super::{feed_address, page::Search};
use crate::{shell::sign_in_address, visit::Visit};
use domain::{
    Viewer,
    search::{Asked, saved::LONGEST_NAME},
};
use leptos::prelude::*;

/// The name under which its visitor keeps a search, if they do.
pub(super) type KeptAs = Option<String>;

pub(super) fn view(visit: &Visit, search: &Search, kept_as: KeptAs) -> AnyView {
    let asked = search.asked();
    let keep = if asked.query.is_empty() {
        visit.viewer.person().map(|_| all())
    } else {
        Some(keep(visit, search, &asked, kept_as))
    };
    view! {
        <div class="keep">
            {keep} <a class="tag" type="application/atom+xml" href=feed_address(&asked)>
                "Feed"
            </a>
        </div>
    }
    .into_any()
}

fn all() -> AnyView {
    view! {
        <a class="tag" href="/searches">
            "Saved searches"
        </a>
    }
    .into_any()
}

fn keep(visit: &Visit, search: &Search, asked: &Asked, kept_as: KeptAs) -> AnyView {
    match (&visit.viewer, kept_as) {
        (Viewer::Anonymous, _) => view! {
            <a class="tag" rel="nofollow" href=sign_in_address(visit)>
                "Sign in to save it"
            </a>
        }
        .into_any(),
        (Viewer::Suspended(_) | Viewer::Member(_), Some(name)) => {
            view! { <span class="meta">"Saved as " <a href="/searches">{name}</a></span> }
                .into_any()
        }
        (Viewer::Member(_), None) => form(visit, search, asked),
        (Viewer::Suspended(_), None) => all(),
    }
}

/// Opens without a script.
fn form(visit: &Visit, search: &Search, asked: &Asked) -> AnyView {
    view! {
        <details class="menu">
            <summary class="tag">"Save this search"</summary>
            <form method="post" action="/searches">
                <p>
                    {asked.in_words()} ". " <a href="/searches">"Your saved searches"</a>
                    " will tell what is new."
                </p>
                <label for="field-name">"Name, if you like"</label>
                <input
                    id="field-name"
                    name="name"
                    type="text"
                    maxlength=LONGEST_NAME
                    autocomplete="off"
                />
                <input type="hidden" name="q" value=search.typed.clone() />
                <input type="hidden" name="kind" value=asked.kind.to_string() />
                <input type="hidden" name="next" value=visit.path.clone() />
                <button class="primary">"Save"</button>
            </form>
        </details>
    }
    .into_any()
}
