//! `/settings/tokens`: for programs that act as oneself.

use super::{Entry, Settings};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    time::{Ago, Day},
    visit::Visit,
};
use axum::{Form, extract::Path, response::Response};
use domain::{
    accounts::{self, MakeTokenError, Session, SessionKind, Token},
    clock::Timestamp,
    ids::SessionId,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What the token is for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    label: String,
}

/// `GET /settings/tokens`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let tokens = list(&settings).await?;
    Ok(settings.page(Entry::Tokens, || {
        content(&settings, tokens, &Typed::default(), &Problems::default())
    }))
}

/// `POST /settings/tokens`: makes one, and shows it this once.
pub async fn make(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let member = settings.visit.member()?;
    match accounts::make_token(settings.visit.forum(), member, &typed.label).await {
        Ok(token) => {
            let tokens = list(&settings).await?;
            Ok(settings.page_once(Entry::Tokens, || {
                view! {
                    {fresh(&token)}
                    {content(&settings, tokens, &Typed::default(), &Problems::default())}
                }
                .into_any()
            }))
        }
        Err(MakeTokenError::Invalid(problems)) => {
            let tokens = list(&settings).await?;
            Ok(settings.page_again(Entry::Tokens, || {
                content(&settings, tokens, &typed, &problems)
            }))
        }
        Err(MakeTokenError::Suspended) => Err(Failure::Suspended),
        Err(MakeTokenError::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /settings/tokens/{id}/revoke`
pub async fn revoke(visit: Visit, Path(id): Path<SessionId>) -> Result<Response, Failure> {
    accounts::end_session(visit.forum(), visit.person()?, id).await?;
    Ok(visit.to("/settings/tokens"))
}

async fn list(settings: &Settings) -> Result<Vec<Session>, Failure> {
    let forum = settings.visit.forum();
    Ok(accounts::sessions(forum, &settings.person, SessionKind::Api).await?)
}

fn fresh(token: &Token) -> AnyView {
    view! {
        <div class="note good" role="status">
            <p>"Your new token. Copy it now: it is not shown again."</p>
            <p>
                <code class="secret">{token.as_str().to_owned()}</code>
            </p>
        </div>
    }
    .into_any()
}

fn content(
    settings: &Settings,
    tokens: Vec<Session>,
    typed: &Typed,
    problems: &Problems,
) -> AnyView {
    let now = settings.visit.now;
    let items = tokens
        .into_iter()
        .map(|token| item(token, now))
        .collect_view();
    let label = Field::new("label", "What is it for?")
        .hint("So that you know later which one to revoke.")
        .value(typed.label.clone())
        .problems(problems)
        .most(80)
        .autocomplete("off")
        .required()
        .input("text");
    view! {
        <p>
            "A program that shows a token acts as you, through the "
            <a href="/api/v1/openapi.json">"API"</a>
            ". A token works for a year, or until you revoke it or change your password."
        </p>
        <ul class="rows">{items}</ul>
        {problem_summary(problems)}
        <form method="post" action="/settings/tokens">
            {label}
            <p class="actions">
                <button class="primary">"Make a token"</button>
            </p>
        </form>
    }
    .into_any()
}

fn item(token: Session, now: Timestamp) -> AnyView {
    let button = format!("Revoke the token {}", token.label);
    let used = if token.last_used_at == token.created_at {
        "Not used yet".into_any()
    } else {
        view! {
            "Last used "
            <Ago at=token.last_used_at now=now />
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <strong>{token.label}</strong>
                <p class="meta">
                    {used}
                    ", works until "
                    <Day at=token.expires_at />
                </p>
            </div>
            <form method="post" action=format!("/settings/tokens/{}/revoke", token.id)>
                <button aria-label=button>"Revoke"</button>
            </form>
        </li>
    }
    .into_any()
}
