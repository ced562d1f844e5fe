//! `GET /suggestions/{id}`: what is offered, part by part, and what was decided.

use super::{
    known,
    parts::{self, Chosen, Shown, Words},
    row::{stand, words},
};
use crate::{
    failure::Failure,
    forms::{once_field, problem_summary},
    plans::{
        self as plan_pages,
        page::{Tab, masthead, tabs},
        parts::author,
    },
    shell::{Page, Place},
    time::Ago,
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    once,
    problems::Problems,
    suggestions::{Decided, Opened, OpenedPart, State},
};
use leptos::prelude::*;

/// How the two sides are called here.
const WORDS: Words = Words {
    ours: "in the plan now",
    theirs: "suggested",
    theirs_now: "Suggested",
    begins: "It begins as what is in the plan now. Its heading belongs to it.",
    take: "Accept",
    decline: Some("Decline"),
    later: "Decide later",
};

/// `GET /suggestions/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    answer(&visit, StatusCode::OK, opened, &Said::default()).await
}

/// What was chosen in the form, and what is wrong with it.
#[derive(Default)]
pub(super) struct Said {
    pub chosen: Chosen,
    pub problems: Problems,
    pub note: Option<String>,
}

/// The page with what was chosen so far.
pub(super) async fn answer(
    visit: &Visit,
    status: StatusCode,
    opened: Opened,
    said: &Said,
) -> Result<Response, Failure> {
    let texts = opened.parts.iter().map(|part| part.part.clone()).collect();
    let shown = parts::compared(texts).await?;
    let suggestion = &opened.suggestion;
    let head = Page::new(format!("Suggestion to {}", opened.plan.title))
        .canonical(super::address(suggestion.id))
        .place(Place::Plans);
    Ok(visit.page_with(status, head, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(visit, &opened.plan)}
                    {tabs(&opened.plan, Tab::Suggestions)}
                    {said.note.clone().map(|note| view! { <p class="note" role="status">{note}</p> })}
                    {problem_summary(&said.problems)}
                    {heading(visit, &opened)}
                    {content(visit, &opened, &shown, said)}
                    {ways_on(visit, &opened)}
                </main>
            </div>
        }
    }))
}

fn heading(visit: &Visit, opened: &Opened) -> AnyView {
    let suggestion = &opened.suggestion;
    let fork = suggestion.fork.map(|(fork, revision)| {
        let href = format!("/plans/{fork}/history/{revision}");
        view! {
            ", from "
            <a href=href>"a fork"</a>
        }
    });
    let base = format!("/plans/{}/history/{}", opened.plan.id, suggestion.base);
    view! {
        <h2>{words(suggestion)}</h2>
        <p class="meta">
            {stand(suggestion)}
            " by "
            {author(&suggestion.author)}
            ", "
            <Ago at=suggestion.created_at now=visit.now />
            {fork}
            ", written over "
            <a href=base>{format!("revision {}", suggestion.base)}</a>
        </p>
    }
    .into_any()
}

/// The parts; to the founder, as long as some wait, in a form.
fn content(visit: &Visit, opened: &Opened, shown: &[Shown], said: &Said) -> AnyView {
    let suggestion = &opened.suggestion;
    let founder = visit
        .viewer
        .member()
        .is_some_and(|member| member.id == opened.plan.author.id);
    let deciding = founder && suggestion.state == State::Open;
    let parts = opened
        .parts
        .iter()
        .zip(shown)
        .map(|(part, shown)| one(visit, part, shown, deciding.then_some(said)))
        .collect_view();
    if !deciding {
        return parts.into_any();
    }
    let key = once::new_key(visit.forum());
    view! {
        <form
            class="deciding"
            method="post"
            action=format!("/suggestions/{}/decide", suggestion.id)
        >
            {once_field(key)}
            <input type="hidden" name="seen" value=opened.plan.head.to_string() />
            {parts}
            <div class="actions" id="field-parts">
                <button class="primary">"Decide"</button>
                <p class="meta">
                    "What you accept becomes one new revision that names "
                    {suggestion.author.name().to_owned()} "."
                </p>
            </div>
        </form>
    }
    .into_any()
}

fn one(visit: &Visit, part: &OpenedPart, shown: &Shown, said: Option<&Said>) -> AnyView {
    let name = part.number.to_string();
    let below = match (&part.decided, said) {
        (Some(decided), _) => decision(visit, decided),
        (None, Some(said)) if shown.part.is_open() => {
            parts::choices(&name, shown, &WORDS, &said.chosen, &said.problems)
        }
        (None, Some(said)) => {
            let there = view! { <p class="meta">"The plan says this already."</p> };
            let choices = parts::choices(&name, shown, &WORDS, &said.chosen, &said.problems);
            (there, choices).into_any()
        }
        (None, None) => view! { <p class="meta">"Waits for the founder."</p> }.into_any(),
    };
    view! {
        <section class="part" aria-labelledby=format!("page-part-{name}")>
            <h3 id=format!("page-part-{name}")>
                {shown.part.title.clone()}
                " "
                <span class="meta">{parts::kind(&shown.part)}</span>
            </h3>
            {parts::change(shown, &WORDS)}
            {below}
        </section>
    }
    .into_any()
}

fn decision(visit: &Visit, decided: &Decided) -> AnyView {
    let (class, word) = if decided.accepted {
        ("pos", "Accepted")
    } else {
        ("", "Declined")
    };
    let revision = decided.revision.map(|revision| {
        view! { {format!(" in revision {revision}")} }
    });
    let reason = decided
        .reason
        .clone()
        .map(|reason| view! { <blockquote>{reason}</blockquote> });
    view! {
        <div class="decision">
            <p class="meta">
                <b class=class>{word}</b>
                {revision}
                " by "
                {author(&decided.by)}
                ", "
                <Ago at=decided.at now=visit.now />
            </p>
            {reason}
        </div>
    }
    .into_any()
}

/// To whoever made it: taking it back. To everybody: doing it elsewhere.
fn ways_on(visit: &Visit, opened: &Opened) -> AnyView {
    let suggestion = &opened.suggestion;
    if suggestion.state == State::Erased {
        return ().into_any();
    }
    let own = visit.viewer.id() == Some(suggestion.author.id);
    let take_back = (own && suggestion.state == State::Open).then(|| {
        let action = format!("/suggestions/{}/take-back", suggestion.id);
        view! {
            <form method="post" action=action>
                <button class="quiet">"Take it back"</button>
            </form>
        }
    });
    view! {
        <div class="actions ways-on">
            <a class="button" href=format!("/suggestions/{}/fork", suggestion.id)>
                "Do it in a fork"
            </a>
            {take_back}
            <a class="button" href=plan_pages::address(&opened.plan)>
                "To the plan"
            </a>
        </div>
    }
    .into_any()
}
