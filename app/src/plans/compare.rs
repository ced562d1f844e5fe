//! `/plans/{id}/compare/{a}..{b}`: what changed from one revision to another.

use super::{
    address, diff,
    page::{Tab, known, masthead, tabs, tombstone},
    parts::counted,
};
use crate::{
    failure::Failure,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    ids::RevisionNumber,
    plans::{self, Plan, RevisionComparison},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?from=&to=`, from the picker of revisions.
#[derive(Debug, Deserialize)]
pub struct Asked {
    from: RevisionNumber,
    to: RevisionNumber,
}

/// `GET /plans/{id}/compare`: on to the address of this comparison, or to where one is picked.
pub async fn pick(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    Ok(visit.to(&match asked {
        Ok(Query(asked)) => path(&plan, asked.from, asked.to),
        Err(_) => format!("/plans/{}/history", plan.id),
    }))
}

/// `GET /plans/{id}/compare/{a}..{b}`
pub async fn show(
    visit: Visit,
    Path((id, range)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    if !plan.readable_by(&visit.viewer) {
        return Ok(tombstone(&visit, &plan));
    }
    let (from, to) = parse(&range).ok_or(Failure::NotFound)?;
    let compared = plans::compare(visit.forum(), &visit.viewer, &plan, from, to)
        .await?
        .ok_or(Failure::NotFound)?;
    let page = Page::new(format!("{}: revision {from} to {to}", plan.title))
        .canonical(path(&plan, from, to))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(&visit, &plan)}
                    {tabs(&plan, Tab::History)}
                    {comparison(&plan, &compared)}
                </main>
            </div>
        }
    }))
}

fn path(plan: &Plan, from: RevisionNumber, to: RevisionNumber) -> String {
    format!("/plans/{}/compare/{from}..{to}", plan.id)
}

fn parse(range: &str) -> Option<(RevisionNumber, RevisionNumber)> {
    let (from, to) = range.split_once("..")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn comparison(plan: &Plan, compared: &RevisionComparison) -> AnyView {
    let (from, to) = (compared.from.number, compared.to.number);
    let changes = &compared.changes;
    let words = changes.body.words();
    let added = counted(i64::try_from(words.inserted).unwrap_or(i64::MAX), "word");
    view! {
        <section class="comparison" aria-label="What changed">
            <h2>{format!("From revision {from} to revision {to}")}</h2>
            <p class="meta">
                {format!("{added} added, {} removed. ", words.deleted)}
                <ins>"Added words are underlined"</ins>
                ", "
                <del>"removed words struck through"</del>
                "."
            </p>
            {picker(plan, from, to)}
            {diff::fields(changes, &format!("Revision {from}"), &format!("Revision {to}"))}
            {diff::body(&changes.body)}
            <p class="more">
                <a class="button" href=address(plan)>
                    "Read the plan"
                </a>
            </p>
        </section>
    }
    .into_any()
}

fn picker(plan: &Plan, from: RevisionNumber, to: RevisionNumber) -> AnyView {
    let number = |name: &'static str, label: &'static str, value: RevisionNumber| {
        view! {
            <label>
                {label} " "
                <input type="number" name=name min="1" max=plan.head.to_string() value=value.to_string() />
            </label>
        }
    };
    view! {
        <form class="picker" action=format!("/plans/{}/compare", plan.id)>
            {number("from", "From revision", from)}
            {number("to", "to revision", to)}
            <button>"Compare"</button>
            <a class="button" href=path(plan, to, from)>
                "Turn around"
            </a>
        </form>
    }
    .into_any()
}
