//! `/reset` and `/reset/{token}`: a new password for a forgotten one.

use super::parts;
use crate::{
    client::ClientAddress,
    failure::Failure,
    forms::{Field, problem_summary},
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{Form, extract::Path, response::Response};
use domain::{
    accounts::{self, ResetError, ResetRequestError},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// Where the letter shall go.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    email: String,
}

/// The new password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    password: String,
}

/// `GET /reset`
pub async fn ask(visit: Visit) -> Response {
    visit.page(page(), || asking(&Asked::default(), &Problems::default()))
}

/// `POST /reset`: the same answer, whether the address is known or not.
pub async fn send(
    visit: Visit,
    ClientAddress(from): ClientAddress,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    match accounts::request_reset(visit.forum(), &asked.email, from).await {
        Ok(()) => Ok(visit.to("/reset/sent")),
        Err(ResetRequestError::Invalid(problems)) => {
            Ok(visit.page_again(page(), || asking(&asked, &problems)))
        }
        Err(ResetRequestError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ResetRequestError::Broken(broken)) => Err(broken.into()),
    }
}

/// `GET /reset/sent`
pub async fn sent(visit: Visit) -> Response {
    visit.page(page(), || {
        let content = view! {
            <p class="lede">
                "If that is the confirmed address of an account, a letter with a link is on its way to it. The link works for one hour."
            </p>
            <p class="meta">
                "Nothing came? Look among the unwanted mail, or try another address. We do not say which addresses have accounts."
            </p>
            <p class="actions">
                <a class="button" href="/sign-in">
                    "Back to signing in"
                </a>
            </p>
        };
        parts::narrow("Look into your mail", content.into_any())
    })
}

/// `GET /reset/{token}`
pub async fn choose(visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    if !accounts::reset_link_works(visit.forum(), &token).await? {
        return Err(used());
    }
    Ok(visit.page(page(), || choosing(&token, &Problems::default())))
}

/// `POST /reset/{token}`: changes the password, once, and ends all sessions.
pub async fn change(
    visit: Visit,
    Path(token): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Failure> {
    match accounts::reset_password(visit.forum(), &token, &chosen.password).await {
        Ok(()) => Ok(visit.to("/sign-in?changed=yes")),
        Err(ResetError::Invalid(problems)) => {
            Ok(visit.page_again(page(), || choosing(&token, &problems)))
        }
        Err(ResetError::Unknown) => Err(used()),
        Err(ResetError::Broken(broken)) => Err(broken.into()),
    }
}

fn used() -> Failure {
    Failure::Conflict(
        "This link was used already, or it is older than an hour. You can ask for another at /reset."
            .into(),
    )
}

fn page() -> Page {
    Page::new("A new password").robots(Robots::Hidden)
}

fn asking(asked: &Asked, problems: &Problems) -> AnyView {
    let email = Field::new("email", "E-mail address")
        .hint("The confirmed address of your account.")
        .value(asked.email.clone())
        .problems(problems)
        .autocomplete("email")
        .required()
        .input("email");
    let content = view! {
        <p class="lede">"We send you a link by which you choose a new password."</p>
        {problem_summary(problems)}
        <form method="post" action="/reset">
            {email}
            <p class="actions">
                <button class="primary">"Send the link"</button>
                <a href="/sign-in">"Back to signing in"</a>
            </p>
        </form>
    };
    parts::narrow("Forgotten your password?", content.into_any())
}

fn choosing(token: &str, problems: &Problems) -> AnyView {
    let content = view! {
        <p class="lede">
            "Choosing a new password signs you out everywhere and ends your API tokens."
        </p>
        {problem_summary(problems)}
        <form method="post" action=format!("/reset/{token}")>
            {parts::new_password("New password").problems(problems).input("password")}
            <p class="actions">
                <button class="primary">"Change the password"</button>
            </p>
        </form>
    };
    parts::narrow("Choose a new password", content.into_any())
}
