//! `/settings/account`: leaving, with or without one's words.

use super::{Entry, Settings};
use crate::{
    accounts::{parts::own_password, session},
    failure::Failure,
    forms::{Field, problem_summary},
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{Form, response::Response};
use domain::{
    accounts::{self, LeaveError, Leaving},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// How somebody leaves, and what they typed to show that they mean it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    how: String,
    handle: String,
    password: String,
}

/// `GET /settings/account`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    Ok(settings.page(Entry::Account, || {
        form(&settings, &Typed::default(), &Problems::default())
    }))
}

/// `POST /settings/account`
pub async fn leave(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let forum = settings.visit.forum();
    let meant = Leaving {
        password: &typed.password,
        handle: &typed.handle,
    };
    let left = match typed.how.as_str() {
        "deactivate" => accounts::deactivate(forum, &settings.person, &meant).await,
        "erase" => accounts::erase(forum, &settings.person, &meant).await,
        _ => Err(LeaveError::Invalid(Problems::one(
            "how",
            "has to be chosen",
        ))),
    };
    match left {
        Ok(()) => Ok(session::end(&settings.visit.site, settings.visit.to("/left"))),
        Err(LeaveError::Invalid(problems)) => {
            Ok(settings.page_again(Entry::Account, || form(&settings, &typed, &problems)))
        }
        Err(LeaveError::LastAdmin) => Err(Failure::Conflict(
            "You are the last admin: the forum would have nobody who runs it. Make somebody else an admin first."
                .into(),
        )),
        Err(LeaveError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(LeaveError::Broken(broken)) => Err(broken.into()),
    }
}

/// `GET /left`
pub async fn left(visit: Visit) -> Response {
    let page = Page::new("Goodbye").robots(Robots::Hidden);
    visit.page(page, || {
        view! {
            <div class="wrap plain narrow">
                <main id="main">
                    <h1>"Goodbye"</h1>
                    <p class="lede">
                        "You have left, and are signed out everywhere. Thank you for what you gave."
                    </p>
                    <p class="actions">
                        <a class="button" href="/">
                            "To the plans"
                        </a>
                    </p>
                </main>
            </div>
        }
    })
}

fn form(settings: &Settings, typed: &Typed, problems: &Problems) -> AnyView {
    let handle = Field::new("handle", "Your handle")
        .hint(format!(
            "To be sure that you mean it, type {}.",
            settings.person.handle
        ))
        .value(typed.handle.clone())
        .problems(problems)
        .autocomplete("off")
        .required()
        .input("text");
    let password = own_password("password", "Your password")
        .problems(problems)
        .input("password");
    view! {
        <p>"There are two ways to leave. Neither can be done by accident."</p>
        {problem_summary(problems)}
        <form method="post" action="/settings/account">
            {ways(typed, problems)}
            {handle}
            {password}
            <p class="actions">
                <button class="danger">"Leave"</button>
            </p>
        </form>
    }
    .into_any()
}

fn ways(typed: &Typed, problems: &Problems) -> AnyView {
    let problem = problems.of("how").map(|problem| {
        view! { <p class="problem">{format!("How to leave {problem}")}</p> }
    });
    view! {
        <fieldset class="field ways" id="field-how">
            <legend>"How to leave"</legend>
            {way(
                typed,
                "deactivate",
                "Deactivate",
                "What you wrote stays, by “a former member”. Your profile is gone from view, your handle stays yours, and whoever runs the forum can bring you back.",
            )}
            {way(
                typed,
                "erase",
                "Erase everything",
                "Your plans, comments, drafts, profile and address are deleted; plans become empty tombstones. Copies that others made under the licence are theirs. Nobody can take your handle, and nothing can be brought back.",
            )}
            {problem}
        </fieldset>
    }
    .into_any()
}

fn way(typed: &Typed, value: &'static str, name: &'static str, words: &'static str) -> AnyView {
    view! {
        <label>
            <input
                type="radio"
                name="how"
                value=value
                checked=typed.how == value
                required
            />
            <span>
                <strong>{name}</strong>
                <span class="meta">{words}</span>
            </span>
        </label>
    }
    .into_any()
}
