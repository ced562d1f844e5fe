//! `/search`: what fits a query, page by page.

use super::{address, facets, feed_address, hits, keep};
use crate::{
    failure::Failure,
    paging::more,
    plans::parts::{choice, counted},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Query as Params, rejection::QueryRejection},
    response::Response,
};
use domain::{
    clock::Timestamp,
    search::{self, Found, Kind, MOST_COUNTED, Nearest, Query, Reading, Sort, Why, saved},
};
use frontend::SearchField;
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 20;

/// `?q=&kind=&sort=&after=&since=`, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    kind: String,
    sort: String,
    after: String,
    since: String,
}

/// A search as its page knows it.
pub(super) struct Search {
    /// What stands in the box.
    pub typed: String,
    pub query: Query,
    pub reading: Reading,
    /// What was written later than this is new to whoever looks.
    pub since: Option<Timestamp>,
}

/// `GET /search`
pub async fn show(
    visit: Visit,
    asked: Result<Params<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    // Whatever is typed means something: a mistake in an address is no reason to find nothing.
    let mut search = Search::of(asked.map(|Params(asked)| asked).unwrap_or_default());
    search.query = search::in_present_words(visit.forum(), search.query).await?;
    let found = search::find(visit.forum(), &visit.viewer, &search.query, &search.reading).await?;
    let asked = search.asked();
    let kept_as = kept_as(&visit, &asked).await?;
    let title = match search.typed.as_str() {
        "" => "Search".to_owned(),
        typed => format!("{} - Search", typed.chars().take(80).collect::<String>()),
    };
    let page = Page::new(title)
        .robots(Robots::Hidden)
        .place(Place::Search)
        .feed(asked.in_words(), feed_address(&asked));
    Ok(visit.page(page, || {
        view! {
            <div class="wrap columns">
                <main id="main">
                    <h1 class="visually-hidden">"Search"</h1>
                    {form(&search)}
                    {kinds(&search, &found)}
                    <div class="found-head">
                        {(!found.hits.is_empty()).then(|| orders(&search))}
                        {keep::view(&visit, &search, kept_as)}
                    </div>
                    {ignored(&found)}
                    {results(&visit, &search, &found)}
                </main>
                <aside class="rail" aria-label="Narrow it down">
                    {facets::view(&search, &found)}
                </aside>
            </div>
        }
    }))
}

/// The name under which the visitor keeps this search.
async fn kept_as(visit: &Visit, asked: &search::Asked) -> Result<keep::KeptAs, Failure> {
    let Some(person) = visit.viewer.person() else {
        return Ok(None);
    };
    let name = saved::name_of(visit.forum(), person, asked).await?;
    Ok(name.map(|(_, name)| name))
}

impl Search {
    fn of(asked: Asked) -> Self {
        let search::Asked { query, kind } = search::Asked::read(&asked.q, asked.kind.parse().ok());
        let by_fit = if query.texts.iter().any(|text| !text.without) {
            Sort::Relevance
        } else {
            Sort::New
        };
        Self {
            since: asked.since.parse().ok().map(Timestamp),
            typed: asked.q,
            query,
            reading: Reading {
                kind,
                sort: asked.sort.parse().unwrap_or(by_fit),
                after: asked.after.parse().ok(),
                limit: PER_PAGE,
            },
        }
    }

    /// What is asked, however it is read.
    pub(super) fn asked(&self) -> search::Asked {
        search::Asked {
            query: self.query.clone(),
            kind: self.reading.kind,
        }
    }

    /// The address of this search with another query.
    pub(super) fn with(&self, query: &Query) -> String {
        address(&query.to_string(), self.reading.kind, self.reading.sort)
    }
}

fn form(search: &Search) -> AnyView {
    let Reading { kind, sort, .. } = search.reading;
    view! {
        <form class="search wide" role="search" action="/search" data-when-used>
            <SearchField
                id="search_page".to_owned()
                value=search.typed.clone()
                placeholder="Words, “phrases”, tag:energy, even:<60".to_owned()
                autofocus=search.typed.is_empty()
            />
            {(kind != Kind::Plan).then(|| view! { <input type="hidden" name="kind" value=kind.to_string() /> })}
            {(sort == Sort::Forked).then(|| view! { <input type="hidden" name="sort" value=sort.to_string() /> })}
            <button class="primary">"Search"</button>
        </form>
    }
    .into_any()
}

fn kinds(search: &Search, found: &Found) -> AnyView {
    let kinds = found
        .kinds
        .iter()
        .map(|(kind, count)| {
            let current = (*kind == search.reading.kind).then_some("page");
            let count = if *kind != search.reading.kind && *count >= MOST_COUNTED {
                format!("{MOST_COUNTED}+")
            } else {
                count.to_string()
            };
            let href = address(&search.query.to_string(), *kind, Sort::Relevance);
            view! {
                <a href=href aria-current=current>
                    {kind_name(*kind)}
                    " "
                    <span class="n">{count}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label="What is found">
            {kinds}
        </nav>
    }
    .into_any()
}

pub(in crate::search) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "Plans",
        Kind::Comment => "Comments",
        Kind::Person => "People",
        Kind::Listing => "Listings",
    }
}

fn ignored(found: &Found) -> AnyView {
    let ignored = found
        .ignored
        .iter()
        .map(
            |why| view! { <p>{why.clone()} " " <a href="/help/search">"What can be asked"</a></p> },
        )
        .collect_view();
    (!found.ignored.is_empty())
        .then(|| view! { <div class="note" role="status">{ignored}</div> })
        .into_any()
}

fn results(visit: &Visit, search: &Search, found: &Found) -> AnyView {
    if let Some(built) = found.building {
        return view! {
            <div class="empty" role="status">
                <h2>"The search index is being built"</h2>
                <p>{format!("{built} plans, comments, people and listings are in it so far. Try again in a moment.")}</p>
            </div>
        }
        .into_any();
    }
    if found.hits.is_empty() {
        return view! {
            {nothing(search, found)}
            {meant(visit, found)}
        }
        .into_any();
    }
    let next = found.next.map(|after| {
        let since = search.since.map(|since| format!("&since={}", since.0));
        let since = since.unwrap_or_default();
        format!("{}&after={after}{since}", search.with(&search.query))
    });
    view! {
        {hits::list(visit, &found.hits, search.since)}
        {more(next, "More")}
        {meant(visit, found)}
    }
    .into_any()
}

fn orders(search: &Search) -> AnyView {
    let kind = search.reading.kind;
    let names = [
        (Sort::Relevance, "Best fit"),
        (Sort::New, "New"),
        (Sort::Forked, "Most forked"),
    ];
    let orders = names
        .into_iter()
        .filter(|(sort, _)| kind == Kind::Plan || *sort != Sort::Forked)
        .map(|(sort, name)| {
            let href = address(&search.query.to_string(), kind, sort);
            choice(href, name, search.reading.sort == sort)
        })
        .collect_view();
    view! {
        <nav class="filters" aria-label="Order">
            {orders}
        </nav>
    }
    .into_any()
}

fn nothing(search: &Search, found: &Found) -> AnyView {
    if search.reading.after.is_some() {
        return view! { <p class="empty">"There is nothing after this."</p> }.into_any();
    }
    let nearest = found
        .nearest
        .iter()
        .map(|near| nearest(search, near))
        .collect_view();
    let is_near = !found.nearest.is_empty();
    let what = match search.reading.kind {
        Kind::Plan => "No plan",
        Kind::Comment => "No comment",
        Kind::Person => "Nobody",
        Kind::Listing => "No listing",
    };
    let all = if search.query.texts.len() + search.query.filters.len() > 1 {
        " all of that"
    } else {
        " that"
    };
    view! {
        <div class="empty">
            <h2>{format!("{what} fits{all}")}</h2>
            {is_near.then(|| view! { <ul class="nearest">{nearest}</ul> })}
            <p>
                <a href="/help/search">"What can be asked"</a>
                {(search.reading.kind == Kind::Plan)
                    .then(|| view! { ", or " <a href="/plans/new">"post the plan that is missing"</a> })}
                "."
            </p>
        </div>
    }
    .into_any()
}

/// What says it in other words.
fn meant(visit: &Visit, found: &Found) -> AnyView {
    (!found.meant.is_empty())
        .then(|| {
            view! {
                <section class="meant" aria-labelledby="page-meant">
                    <h2 id="page-meant">"Close in meaning"</h2>
                    <p class="meta">"None of these fits word by word. They may be about the same."</p>
                    {hits::list(visit, &found.meant, None)}
                </section>
            }
        })
        .into_any()
}

fn nearest(search: &Search, near: &Nearest) -> AnyView {
    let (before, link) = match &near.why {
        Why::Spelled => ("Did you mean ", near.query.to_string()),
        Why::WithoutCondition(condition) => ("Without ", condition.clone()),
        Why::WithoutWord(word) => ("Without ", word.clone()),
    };
    let total = i64::try_from(near.total).unwrap_or(i64::MAX);
    view! {
        <li>
            {before}
            <a href=search.with(&near.query)>{link}</a>
            {format!(": {}", counted(total, search.reading.kind.as_str()).replace("persons", "people"))}
        </li>
    }
    .into_any()
}
