//! `GET /listings/{id}/embed`: a listing to stand in pages of others. Whoever reads it there is nobody to
//! us: no cookie is looked at, and what answers is the same for everybody.

use super::{address, cover, page::all, parts};
use crate::{failure::Failure, plans, render, site::Site};
use axum::{
    extract::{Path, State},
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use domain::{
    Viewer,
    listings::{self, Answers, Entries, Opened},
    plans::Plan,
};
use leptos::prelude::*;

/// Its address. No visit begins there, and so it is not in the table.
pub const ADDRESS: &str = "/listings/{id}/embed";

/// How many answers to its question are shown.
const ANSWERS: u64 = 20;

/// Anybody may frame it. It loads a style sheet, runs nothing, and sends nothing.
const CONTENT_SECURITY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (header::CACHE_CONTROL, "public, max-age=300"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// `GET /listings/{id}/embed`
pub async fn show(State(site): State<Site>, Path(id): Path<String>) -> Result<Response, Failure> {
    let (forum, nobody) = (site.forum(), Viewer::Anonymous);
    let opened = listings::find(forum, &nobody, super::named(&id)?).await?;
    let opened = opened.ok_or(Failure::NotFound)?;
    let entries = listings::entries(forum, &nobody, &opened.listing).await?;
    let answers = match &opened.listing.question {
        Some(question) => {
            let picks = entries.ids();
            let page = (None, ANSWERS);
            Some(listings::answers(forum, &nobody, question, &picks, page).await?)
        }
        None => None,
    };
    let html = render::html(|| document(&site, &opened, &entries, answers.as_ref()));
    Ok((HEADERS, html).into_response())
}

fn document(
    site: &Site,
    opened: &Opened,
    entries: &Entries,
    answers: Option<&Answers>,
) -> impl IntoView + use<> {
    let listing = &opened.listing;
    let name = site.forum().policy().name.clone();
    let here = site.absolute(&address(listing));
    let picked = entries
        .shown
        .iter()
        .map(|listed| item(site, &listed.plan, &listed.note));
    let answered = answers.into_iter().flat_map(|answers| &answers.plans);
    let items: Vec<_> = picked
        .chain(answered.map(|plan| item(site, plan, "")))
        .collect();
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{listing.title.clone()}</title>
                <meta name="robots" content="noindex" />
                <meta name="color-scheme" content="light dark" />
                <link rel="canonical" href=here.clone() />
                <link rel="stylesheet" href=site.assets().css.clone() />
            </head>
            <body class="embedded">
                <main id="main">
                    <h1>
                        <a href=here target="_blank" rel="noopener">
                            {listing.title.clone()}
                        </a>
                    </h1>
                    {parts::about(listing).map(|about| view! { <p>{about}</p> })}
                    {cover::figure(&all(entries, answers))}
                    <ol class="embedded-plans">{items}</ol>
                    <p class="meta">{parts::extent(listing)} ", on " {name}</p>
                </main>
            </body>
        </html>
    }
}

/// A plan, read in a window of its own: a frame is small.
fn item(site: &Site, plan: &Plan, note: &str) -> AnyView {
    let said = if note.is_empty() { &plan.pitch } else { note };
    view! {
        <li>
            <a href=site.absolute(&plans::address(plan)) target="_blank" rel="noopener">
                {plan.title.clone()}
            </a>
            <p class="meta">{said.to_owned()}</p>
        </li>
    }
    .into_any()
}
