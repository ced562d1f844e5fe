//! `GET` and `POST /searches`.

use super::{name_field, news};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    posted::{Posted, local},
    search::{feed_address, newest_first, page::kind_name},
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    problems::Problems,
    search::{
        Kind,
        saved::{self, NewSearch, SaveSearchError, SavedSearch},
    },
};
use leptos::prelude::*;
use serde::Deserialize;

/// A search to be kept, as typed, and where to go on afterwards.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    q: String,
    kind: String,
    name: String,
    next: String,
}

/// `?done=`: what was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
}

/// `GET /searches`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let done = asked.map(|Query(asked)| asked.done).unwrap_or_default();
    let said = match done.as_str() {
        "saved" => Some("Saved. Whatever is new of it will be counted here."),
        "already" => Some("You had saved this search already."),
        "deleted" => Some("Deleted."),
        _ => None,
    };
    let searches = saved::all(visit.forum(), visit.person()?).await?;
    let form = (Typed::default(), Problems::default());
    Ok(answer(&visit, StatusCode::OK, &searches, said, &form))
}

/// `POST /searches`
pub async fn save(visit: Visit, posted: Posted<Typed>) -> Result<Response, Failure> {
    let typed = posted.form;
    let new = NewSearch {
        query: &typed.q,
        kind: typed.kind.parse().ok(),
        name: &typed.name,
    };
    match saved::save(visit.forum(), visit.member()?, &new).await {
        Ok(kept) => Ok(match local(&typed.next) {
            Some(next) => visit.to(next),
            None if kept.is_new => visit.to("/searches?done=saved"),
            None => visit.to("/searches?done=already"),
        }),
        Err(SaveSearchError::Invalid(problems)) => {
            let searches = saved::all(visit.forum(), visit.person()?).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer(&visit, status, &searches, None, &(typed, problems)))
        }
        Err(SaveSearchError::Suspended) => Err(Failure::Suspended),
        Err(SaveSearchError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(SaveSearchError::Broken(broken)) => Err(broken.into()),
    }
}

fn answer(
    visit: &Visit,
    status: StatusCode,
    searches: &[SavedSearch],
    said: Option<&'static str>,
    (typed, problems): &(Typed, Problems),
) -> Response {
    let page = Page::new("Saved searches")
        .robots(Robots::Hidden)
        .place(Place::Searches);
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Saved searches"</h1>
                    {said
                        .map(|said| {
                            view! {
                                <p class="note good" role="status">
                                    {said}
                                </p>
                            }
                        })}
                    {problem_summary(problems)}
                    {items(visit, searches)}
                    {visit.member().is_ok().then(|| form(typed, problems))}
                </main>
            </div>
        }
    })
}

fn items(visit: &Visit, searches: &[SavedSearch]) -> AnyView {
    if searches.is_empty() {
        return view! {
            <div class="empty">
                <h2>"Nothing saved yet"</h2>
                <p>
                    "Save what you search for more than once: a trade, a town, whatever "
                    <a href="/search?q=even%3A%3C60">"breaks even within two months"</a>
                    ". Here you see how many plans, comments or people are new of it since you last looked. Nobody else sees what you save."
                </p>
                <a class="button primary" href="/search">
                    "Search"
                </a>
            </div>
        }
        .into_any();
    }
    let items = searches
        .iter()
        .map(|search| item(visit, search))
        .collect_view();
    view! { <ul class="rows searches">{items}</ul> }.into_any()
}

fn item(visit: &Visit, search: &SavedSearch) -> AnyView {
    let news = news(search.new).map(|news| view! { " " <span class="news">{news}</span> });
    let at = format!("/searches/{}", search.id);
    let acts = visit.member().is_ok().then(|| {
        let label = format!("Delete the search {}", search.name);
        view! {
            <form method="post" action=format!("{at}/delete")>
                <button aria-label=label>"Delete"</button>
            </form>
        }
    });
    view! {
        <li>
            <div>
                <h2>{open(visit, search, &at)} {news}</h2>
                <p>{search.asked.in_words()}</p>
                <div class="meta">
                    "Looked at " <Ago at=search.looked_at now=visit.now /> ". "
                    <a type="application/atom+xml" href=feed_address(&search.asked)>
                        "Feed"
                    </a>
                    {visit
                        .member()
                        .is_ok()
                        .then(|| {
                            let label = format!("Rename the search {}", search.name);
                            view! {
                                ", "
                                <a href=at aria-label=label>
                                    "Rename"
                                </a>
                            }
                        })}
                </div>
            </div>
            {acts}
        </li>
    }
    .into_any()
}

/// Opening a search marks it as looked at, and so is a form: links are followed by machines as well.
fn open(visit: &Visit, search: &SavedSearch, at: &str) -> AnyView {
    let name = search.name.clone();
    if visit.member().is_err() {
        return view! { <a href=newest_first(&search.asked)>{name}</a> }.into_any();
    }
    view! {
        <form class="inline" method="post" action=format!("{at}/open")>
            <button class="quiet">{name}</button>
        </form>
    }
    .into_any()
}

fn form(typed: &Typed, problems: &Problems) -> AnyView {
    let query = Field::new("q", "Search for")
        .hint("As in the search box: words, “phrases”, -without, tag:energy, even:<60.")
        .value(typed.q.clone())
        .problems(problems)
        .autocomplete("off")
        .required()
        .input("text");
    let kinds = Kind::ALL.iter().map(|kind| {
        let name = kind_name(*kind);
        (kind.to_string(), name.to_owned())
    });
    let kind = Field::new("kind", "Among")
        .value(typed.kind.clone())
        .choice(kinds);
    let name = name_field(&typed.name, problems);
    view! {
        <section class="aside">
            <h2>"Save a search"</h2>
            <form method="post" action="/searches">
                {query} {kind} {name} <p class="actions">
                    <button class="primary">"Save"</button>
                    <a href="/help/search">"What can be asked"</a>
                </p>
            </form>
        </section>
    }
    .into_any()
}
