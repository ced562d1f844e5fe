//! `GET /listings`: all that are published, those that the visitor follows, and drafts.

use super::parts;
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
    Viewer,
    cursor::Cursor,
    ids::ListingId,
    listings::{self, Followed, Listing},
    search::saved::MOST_NEW,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 25;

/// `?followed=true`, `?drafts=true`, `?after=`, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    followed: String,
    drafts: String,
    after: String,
}

/// Which of the lists is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    All,
    Followed,
    Drafts,
}

/// `GET /listings`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    if asked.followed == "true" {
        return followed(&visit).await;
    }
    if asked.drafts == "true" {
        return drafts(&visit, &asked.after).await;
    }
    let after = given::<Cursor>(&asked.after)?;
    let found = listings::list(visit.forum(), after, PER_PAGE).await?;
    let next = found.next.map(|after| format!("/listings?after={after}"));
    let robots = if after.is_some() {
        Robots::Hidden
    } else {
        Robots::Welcome
    };
    let page = Page::new("Listings")
        .description(
            "Plans that are worth a look, chosen and put in order by people who read them.",
        )
        .canonical("/listings")
        .robots(robots);
    let is_empty = found.items.is_empty();
    Ok(answer(&visit, page, (Which::All, is_empty), next, || {
        items(&visit, &found.items)
    }))
}

fn given<T: std::str::FromStr>(typed: &str) -> Result<Option<T>, Failure> {
    if typed.is_empty() {
        return Ok(None);
    }
    let place = typed.parse().map_err(|_| Failure::NotFound)?;
    Ok(Some(place))
}

async fn followed(visit: &Visit) -> Result<Response, Failure> {
    let followed = listings::followed(visit.forum(), visit.person()?).await?;
    let page = Page::new("Listings you follow").robots(Robots::Hidden);
    let which = (Which::Followed, followed.is_empty());
    Ok(answer(visit, page, which, None, || {
        let may_look = visit.member().is_ok();
        let items = followed
            .iter()
            .map(|followed| {
                let title = open(&followed.listing, may_look);
                parts::item(visit, &followed.listing, title, news(followed))
            })
            .collect_view();
        view! { <ul class="rows listings">{items}</ul> }.into_any()
    }))
}

/// `3 new`, `99+ new`; nothing when there is nothing new or it is not known.
fn news(followed: &Followed) -> Option<String> {
    match followed.new? {
        0 => None,
        count if count < MOST_NEW => Some(format!("{count} new")),
        _ => Some(format!("{}+ new", MOST_NEW - 1)),
    }
}

/// Opening it marks it as looked at, and so is a form: links are followed by machines as well.
fn open(listing: &Listing, may_look: bool) -> AnyView {
    if !may_look {
        return parts::link(listing);
    }
    view! {
        <form class="inline" method="post" action=format!("/listings/{}/look", listing.id)>
            <button class="quiet">{listing.title.clone()}</button>
        </form>
    }
    .into_any()
}

async fn drafts(visit: &Visit, after: &str) -> Result<Response, Failure> {
    let member = visit.member()?;
    let below = given::<ListingId>(after)?;
    let found = listings::unpublished(visit.forum(), member, below, PER_PAGE).await?;
    let next = found
        .next
        .map(|below| format!("/listings?drafts=true&after={below}"));
    let page = Page::new("Drafts of listings").robots(Robots::Hidden);
    let which = (Which::Drafts, found.items.is_empty());
    Ok(answer(visit, page, which, next, || {
        items(visit, &found.items)
    }))
}

fn items(visit: &Visit, listings: &[Listing]) -> AnyView {
    let items = listings
        .iter()
        .map(|listing| parts::item(visit, listing, parts::link(listing), None))
        .collect_view();
    view! { <ul class="rows listings">{items}</ul> }.into_any()
}

fn answer(
    visit: &Visit,
    page: Page,
    (which, is_empty): (Which, bool),
    next: Option<String>,
    items: impl FnOnce() -> AnyView,
) -> Response {
    visit.page(page.place(Place::Listings), || {
        let more = more(next, "More listings");
        let make = visit.moderator().is_ok().then(|| {
            view! {
                <p class="actions">
                    <a class="button primary" href="/listings/new">
                        "Make a listing"
                    </a>
                </p>
            }
        });
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Listings"</h1>
                    <p class="lede">
                        "Plans that are worth a look, chosen and put in order by people who read them."
                    </p>
                    {lists(visit, which)} {if is_empty { nothing(which) } else { items() }} {more} {make}
                </main>
            </div>
        }
    })
}

fn nothing(which: Which) -> AnyView {
    let (title, words) = match which {
        Which::All => (
            "No listing yet",
            "Moderators choose plans, put them in order and say why.",
        ),
        Which::Followed => (
            "You follow none yet",
            "Follow a listing to see here how many plans have come since you last looked. Nobody else sees what you follow.",
        ),
        Which::Drafts => (
            "No drafts",
            "What you begin, and what was withdrawn, stands here until it is published.",
        ),
    };
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn lists(visit: &Visit, which: Which) -> Option<AnyView> {
    if visit.viewer == Viewer::Anonymous {
        return None;
    }
    let drafts = visit.member().is_ok().then(|| {
        let href = "/listings?drafts=true".to_owned();
        choice(href, "Drafts", which == Which::Drafts)
    });
    Some(
        view! {
            <nav class="filters" aria-label="Which listings">
                {choice("/listings".to_owned(), "All", which == Which::All)}
                {choice(
                    "/listings?followed=true".to_owned(),
                    "Followed",
                    which == Which::Followed,
                )} {drafts}
            </nav>
        }
        .into_any(),
    )
}
