//! What several of these pages show.

use crate::forms::Field;
use leptos::prelude::*;

/// The hint below every new password.
pub(super) const PASSWORD_HINT: &str =
    "At least 10 characters. A few words that do not belong together make a good one.";

/// A page of one narrow column: a heading, a sentence, a form.
pub(super) fn narrow(heading: &'static str, content: AnyView) -> AnyView {
    view! {
        <div class="wrap plain narrow">
            <main id="main">
                <h1>{heading}</h1>
                {content}
            </main>
        </div>
    }
    .into_any()
}

/// The field of a password to be chosen. What was typed is never sent back.
pub(super) fn new_password(label: &'static str) -> Field {
    Field::new("password", label)
        .hint(PASSWORD_HINT)
        .autocomplete("new-password")
        .required()
}

/// The field of the password that somebody has.
pub(super) fn own_password(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label)
        .autocomplete("current-password")
        .required()
}

/// A good piece of news.
pub(super) fn good_news(words: impl Into<String>) -> AnyView {
    view! {
        <p class="note good" role="status">
            {words.into()}
        </p>
    }
    .into_any()
}
