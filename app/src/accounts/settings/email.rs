//! `/settings/email`: the address, and another letter to confirm it.

use super::{Done, Entry, Settings};
use crate::{
    accounts::parts::{good_news, own_password},
    failure::Failure,
    forms::{Field, problem_summary},
    visit::Visit,
};
use axum::{Form, extract::Query, response::Response};
use domain::{
    accounts::{self, ChangeEmailError},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    email: String,
    password: String,
}

/// `GET /settings/email`
pub async fn show(visit: Visit, Query(asked): Query<Done>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let account = &settings.account;
    let email = account.email_unconfirmed.clone().or(account.email.clone());
    let typed = Typed {
        email: email.unwrap_or_default(),
        ..Typed::default()
    };
    let news = match asked.done.as_str() {
        "" => None,
        "news" => Some(good_news("Noted.")),
        _ => Some(good_news(
            "A letter is on its way. Its link works for three days.",
        )),
    };
    Ok(settings.page(Entry::Email, || {
        view! {
            {news}
            {form(&settings, &typed, &Problems::default())}
            {letters(&settings)}
        }
        .into_any()
    }))
}

/// What was ticked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    news: String,
}

/// `POST /settings/news`
pub async fn save_news(visit: Visit, Form(wanted): Form<Wanted>) -> Result<Response, Failure> {
    let person = visit.person()?;
    accounts::set_news(visit.forum(), person, !wanted.news.is_empty()).await?;
    Ok(visit.to("/settings/email?done=news"))
}

fn letters(settings: &Settings) -> AnyView {
    let ticked = if settings.account.news { "yes" } else { "" };
    view! {
        <form method="post" action="/settings/news">
            <h2>"Letters"</h2>
            {Field::new("news", "Write to me when somebody suggests a change to a plan of mine, or decides about a suggestion of mine.")
                .value(ticked)
                .tick()}
            <p class="actions">
                <button>"Save"</button>
            </p>
        </form>
    }
    .into_any()
}

/// `POST /settings/email`
pub async fn save(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let forum = settings.visit.forum();
    let changed =
        accounts::change_email(forum, &settings.person, &typed.email, &typed.password).await;
    match changed {
        Ok(()) => Ok(settings.visit.to("/settings/email?done=sent")),
        Err(ChangeEmailError::Invalid(problems)) => {
            Ok(settings.page_again(Entry::Email, || form(&settings, &typed, &problems)))
        }
        Err(ChangeEmailError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ChangeEmailError::Broken(broken)) => Err(broken.into()),
    }
}

fn form(settings: &Settings, typed: &Typed, problems: &Problems) -> AnyView {
    let account = &settings.account;
    let confirmed = match account.email.clone() {
        Some(email) => view! {
            <p>
                "Your confirmed address is "
                <strong>{email}</strong>
                "."
            </p>
        }
        .into_any(),
        None => view! {
            <p>
                "You have no confirmed address yet: without one, a forgotten password cannot be replaced."
            </p>
        }
        .into_any(),
    };
    let waiting = account.email_unconfirmed.clone().map(|email| {
        view! {
            <p class="note">
                "We have written to "
                <strong>{email}</strong>
                " and wait for you to confirm it. Sending the form again sends another letter."
            </p>
        }
    });
    let email = Field::new("email", "E-mail address")
        .hint("Never shown. It becomes yours once you have confirmed it by the link in our letter.")
        .value(typed.email.clone())
        .problems(problems)
        .most(254)
        .autocomplete("email")
        .required()
        .input("email");
    let password = own_password("password", "Your password")
        .problems(problems)
        .input("password");
    view! {
        {confirmed}
        {waiting}
        {problem_summary(problems)}
        <form method="post" action="/settings/email">
            {email}
            {password}
            <p class="actions">
                <button class="primary">"Send the letter"</button>
            </p>
        </form>
    }
    .into_any()
}
