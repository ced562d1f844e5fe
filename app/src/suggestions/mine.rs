//! `GET /suggestions`: what waits for the member to decide, and what the member has suggested.

use super::row::rows;
use crate::{
    failure::Failure,
    paging::more,
    plans::parts::choice,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    ids::SuggestionId,
    plans,
    suggestions::{self, OnPlan},
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 30;

/// `?show=made&below=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    show: String,
    below: Option<SuggestionId>,
}

/// `GET /suggestions`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let person = visit.person()?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let made = asked.show == "made";
    let (forum, below) = (visit.forum(), asked.below);
    let found = if made {
        suggestions::made_by(forum, person, below, PER_PAGE).await?
    } else {
        suggestions::waiting_for(forum, person, below, PER_PAGE).await?
    };
    let page = Page::new("Suggestions")
        .robots(Robots::Hidden)
        .place(Place::Suggestions);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Suggestions"</h1>
                    {filters(made)}
                    {list(&visit, &found, made)}
                </main>
            </div>
        }
    }))
}

fn filters(made: bool) -> AnyView {
    view! {
        <nav class="filters" aria-label="Which suggestions">
            {choice("/suggestions".to_owned(), "Waiting for you", !made)}
            {choice("/suggestions?show=made".to_owned(), "Made by you", made)}
        </nav>
    }
    .into_any()
}

fn list(visit: &Visit, found: &plans::Page<OnPlan, SuggestionId>, made: bool) -> AnyView {
    let show = if made { "made" } else { "waiting" };
    let more = more(
        found
            .next
            .map(|below| format!("/suggestions?show={show}&below={below}")),
        "Earlier suggestions",
    );
    if found.items.is_empty() {
        let words = if made {
            "You have not suggested a change yet. On every plan you can offer one, section by section or from your own fork."
        } else {
            "Nothing waits for you. When somebody suggests a change to a plan of yours, it stands here."
        };
        return view! {
            <div class="empty">
                <p>{words}</p>
            </div>
            {more}
        }
        .into_any();
    }
    let items = found.items.iter();
    (
        rows(
            visit,
            items.map(|item| (&item.suggestion, Some(&item.plan))),
        ),
        more,
    )
        .into_any()
}
