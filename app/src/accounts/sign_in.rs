//! `/sign-in` and `/sign-out`.

use super::{parts, session};
use crate::{
    client::ClientAddress,
    failure::Failure,
    forms::Field,
    shell::{Page, Robots},
    visit::{Visit, session_token},
};
use axum::{Form, extract::Query, http::HeaderMap, response::Response};
use domain::accounts::{self, Registration, SignIn, SignInError};
use leptos::prelude::*;
use serde::Deserialize;

/// `?next=&changed=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: String,
    changed: String,
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    who: String,
    password: String,
    next: String,
}

/// `GET /sign-in`
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    if visit.viewer.person().is_some() {
        return visit.to(session::onward(&asked.next));
    }
    let above = (!asked.changed.is_empty())
        .then(|| parts::good_news("Your password is changed. Sign in with the new one."));
    let typed = Typed {
        next: asked.next,
        ..Typed::default()
    };
    visit.page(page(), || form(&visit, &typed, above))
}

/// `POST /sign-in`: a new session in place of the one this browser had.
pub async fn send(
    visit: Visit,
    ClientAddress(from): ClientAddress,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let device = session::device(&headers);
    let shown = SignIn {
        who: &typed.who,
        password: &typed.password,
        device: &device,
        replaces: session_token(&visit.site, &headers),
    };
    match accounts::sign_in(visit.forum(), &shown, from).await {
        Ok(token) => {
            let onward = visit.to(session::onward(&typed.next));
            Ok(session::begin(&visit.site, &token, onward))
        }
        Err(SignInError::Wrong) => {
            Ok(visit.page_again(page(), || form(&visit, &typed, Some(wrong()))))
        }
        Err(SignInError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(SignInError::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /sign-out`
pub async fn out(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = session_token(&visit.site, &headers) {
        accounts::sign_out(visit.forum(), token).await?;
    }
    Ok(session::end(&visit.site, visit.to("/")))
}

fn page() -> Page {
    Page::new("Sign in").robots(Robots::Hidden)
}

fn form(visit: &Visit, typed: &Typed, above: Option<AnyView>) -> AnyView {
    let may_join = visit.forum().policy().registration != Registration::Closed;
    let who = Field::new("who", "Handle or e-mail address")
        .value(typed.who.clone())
        .autocomplete("username")
        .required()
        .input("text");
    let content = view! {
        {above}
        <form method="post" action="/sign-in">
            {who}
            {parts::own_password("password", "Password").input("password")}
            <input type="hidden" name="next" value=typed.next.clone() />
            <p class="actions">
                <button class="primary">"Sign in"</button>
                <a href="/reset">"Forgotten your password?"</a>
            </p>
        </form>
        {may_join
            .then(|| {
                view! {
                    <p class="meta aside">"New here? " <a href="/join">"Join"</a> "."</p>
                }
            })}
    };
    parts::narrow("Sign in", content.into_any())
}

fn wrong() -> AnyView {
    view! {
        <div class="problems" role="alert">
            <p>"The handle or address and the password do not go together."</p>
            <p class="detail">
                "An e-mail address works once you have confirmed it by the link in our letter; the handle always does."
            </p>
        </div>
    }
    .into_any()
}
