//! `/settings/password`

use super::{Done, Entry, Settings};
use crate::{
    accounts::parts::{good_news, new_password, own_password},
    failure::Failure,
    forms::problem_summary,
    visit::Visit,
};
use axum::{Form, extract::Query, response::Response};
use domain::{
    accounts::{self, ChangePasswordError},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    current: String,
    password: String,
}

/// `GET /settings/password`
pub async fn show(visit: Visit, Query(asked): Query<Done>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let news = (!asked.done.is_empty()).then(|| {
        good_news("Your password is changed, and your other sessions and API tokens have ended.")
    });
    Ok(settings.page(Entry::Password, || {
        view! {
            {news}
            {form(&settings, &Problems::default())}
        }
        .into_any()
    }))
}

/// `POST /settings/password`
pub async fn save(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let forum = settings.visit.forum();
    let changed =
        accounts::change_password(forum, &settings.person, &typed.current, &typed.password).await;
    match changed {
        Ok(()) => Ok(settings.visit.to("/settings/password?done=changed")),
        Err(ChangePasswordError::Invalid(problems)) => {
            Ok(settings.page_again(Entry::Password, || form(&settings, &problems)))
        }
        Err(ChangePasswordError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ChangePasswordError::Broken(broken)) => Err(broken.into()),
    }
}

fn form(settings: &Settings, problems: &Problems) -> AnyView {
    let current = own_password("current", "Current password")
        .problems(problems)
        .input("password");
    let new = new_password("New password")
        .problems(problems)
        .input("password");
    view! {
        <p>"All your other sessions and your API tokens end with it."</p>
        {problem_summary(problems)}
        <form method="post" action="/settings/password">
            // For password managers, which file a new password under a name.
            <input
                type="text"
                name="username"
                value=settings.person.handle.to_string()
                autocomplete="username"
                hidden
                readonly
            />
            {current}
            {new}
            <p class="actions">
                <button class="primary">"Change the password"</button>
            </p>
        </form>
    }
    .into_any()
}
