//! `GET /plans/{id}/suggestions`: what is offered to a plan.

use super::row::rows;
use crate::{
    failure::Failure,
    paging::more,
    plans::{
        page::{Tab, masthead, readable, tabs},
        parts::choice,
    },
    shell::{Page, Place},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{ids::SuggestionId, plans::Plan, suggestions};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 30;

/// `?show=open&below=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    show: String,
    below: Option<SuggestionId>,
}

/// `GET /plans/{id}/suggestions`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let only_open = asked.show == "open";
    let (forum, viewer) = (visit.forum(), &visit.viewer);
    let found =
        suggestions::of_plan(forum, viewer, &plan, only_open, asked.below, PER_PAGE).await?;
    let base = format!("/plans/{}/suggestions", plan.id);
    let page = Page::new(format!("Suggestions to {}", plan.title))
        .canonical(base.clone())
        .place(Place::Plans);
    let show = if only_open { "open" } else { "all" };
    let next = found
        .next
        .map(|below| format!("{base}?show={show}&below={below}"));
    Ok(visit.page(page, || {
        let list = if found.items.is_empty() {
            empty(&plan, only_open)
        } else {
            rows(
                &visit,
                found.items.iter().map(|suggestion| (suggestion, None)),
            )
        };
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(&visit, &plan)}
                    {tabs(&plan, Tab::Suggestions)}
                    <h2 class="visually-hidden">"Suggestions"</h2>
                    {filters(&base, only_open)}
                    {list}
                    {more(next, "Earlier suggestions")}
                </main>
            </div>
        }
    }))
}

fn filters(base: &str, only_open: bool) -> AnyView {
    view! {
        <nav class="filters" aria-label="Which suggestions">
            {choice(base.to_owned(), "All", !only_open)}
            {choice(format!("{base}?show=open"), "Open", only_open)}
        </nav>
    }
    .into_any()
}

fn empty(plan: &Plan, only_open: bool) -> AnyView {
    let words = if only_open {
        "No suggestion waits for the founder."
    } else {
        "Nobody has suggested a change yet. Is there a number you know better?"
    };
    view! {
        <div class="empty">
            <p>{words}</p>
            <a class="button" href=format!("/plans/{}/suggest", plan.id)>
                "Suggest a change"
            </a>
        </div>
    }
    .into_any()
}
