//! `GET /pages/{page}/history`: every version, newest first.

use super::{address, named, saved_by, show::others, version_address};
use crate::{failure::Failure, paging::more, shell::Page, visit::Visit};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    ids::VersionNumber,
    pages::{self, Name, VersionSummary},
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 30;

/// `?below=`: the number under which the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    below: Option<VersionNumber>,
}

/// `GET /pages/{page}/history`
pub async fn show(
    visit: Visit,
    Path(page): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let page = named(&page)?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let found = pages::history(visit.forum(), page, asked.below, PER_PAGE).await?;
    let path = format!("/pages/{page}/history");
    let head = Page::new(format!("History of the page {}", page.title())).canonical(path.clone());
    let older = found.next.map(|below| format!("{path}?below={below}"));
    Ok(visit.page(head, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(page)>{page.title()}</a>
                    </p>
                    <h1>"History"</h1>
                    {others(page)}
                    {versions(&visit, page, &found.items)}
                    {more(older, "Older versions")}
                </main>
            </div>
        }
    }))
}

/// The versions in a form that compares the two that are picked.
fn versions(visit: &Visit, page: Name, versions: &[VersionSummary]) -> AnyView {
    let newest = versions.first().map(|version| version.number);
    let second = versions.get(1).map(|version| version.number);
    let rows = versions
        .iter()
        .map(|version| {
            let picked = (
                second == Some(version.number),
                newest == Some(version.number),
            );
            row(visit, page, version, picked)
        })
        .collect_view();
    let compare = (versions.len() > 1).then(|| {
        view! {
            <p class="actions">
                <button>"Compare the two picked"</button>
            </p>
        }
    });
    view! {
        <form class="history" action=format!("/pages/{page}/compare")>
            {compare}
            <ol class="rows" reversed>
                {rows}
            </ol>
        </form>
    }
    .into_any()
}

fn row(visit: &Visit, page: Name, version: &VersionSummary, (from, to): (bool, bool)) -> AnyView {
    let number = version.number;
    let radio = |name: &'static str, checked: bool| {
        let label = format!("Compare {name} version {number}");
        view! {
            <input type="radio" name=name value=number.to_string() aria-label=label checked=checked />
        }
    };
    let saved = version.saved.as_ref();
    let note = saved.and_then(|saved| saved.note.clone());
    let before = (number > VersionNumber::SHIPPED)
        .then(|| format!("/pages/{page}/compare/{}..{number}", number.0 - 1));
    view! {
        <li>
            <div class="pick">{radio("from", from)} {radio("to", to)}</div>
            <div>
                <h2>
                    <a href=version_address(page, number)>{format!("Version {number}")}</a>
                </h2>
                {note.map(|note| view! { <p class="pitch">{note}</p> })}
                <div class="meta">
                    {saved_by(visit, saved)}
                    {before.map(|before| view! { ", " <a href=before>"what changed"</a> })}
                </div>
            </div>
        </li>
    }
    .into_any()
}
