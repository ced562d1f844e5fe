//! What somebody typed who may not act, or not any more: shown again, for no text is ever lost.

use crate::{
    failure::Failure,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::response::Response;
use leptos::prelude::*;

/// How whoever was refused for this reason goes on without losing what they typed.
pub fn way_on(why: &Failure) -> &'static str {
    match why {
        Failure::SignIn => {
            "You are signed out. Nothing is lost: sign in in another tab of this browser, come \
             back to this page and send it again."
        }
        _ => "Your account is suspended, so this cannot be saved for now. Keep a copy.",
    }
}

/// The refusal, with the form that was sent to this address: its fields hold what was typed, and
/// it can be sent again.
pub fn form(visit: &Visit, why: &Failure, action: String, fields: AnyView) -> Response {
    let page = Page::new(why.title()).robots(Robots::Hidden);
    visit.page_with(why.status(), page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>{why.title()}</h1>
                    <p class="lede">{way_on(why)}</p>
                    <form class="write" method="post" action=action>
                        {fields} <p class="actions">{buttons(why)}</p>
                    </form>
                </main>
            </div>
        }
    })
}

fn buttons(why: &Failure) -> AnyView {
    match why {
        Failure::SignIn => view! {
            <a class="button" href="/sign-in" target="_blank">
                "Sign in"
            </a>
            <button class="primary">"Send again"</button>
        }
        .into_any(),
        _ => view! {
            <a class="button" href="/settings">
                "Why, and what you can do"
            </a>
        }
        .into_any(),
    }
}
