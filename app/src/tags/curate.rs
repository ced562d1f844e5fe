//! `GET /moderation/tags`: all tags for those who look after them.

use super::{CURATE, address, all::items};
use crate::{
    failure::Failure,
    paging::{begins, more},
    plans::parts::{choice, counted},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use domain::tags::{self, LookAlike, TagCursor, WhichTags, Why};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 100;

/// `?which=&after=`: which list, and the tag after which the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    which: String,
    after: String,
}

/// `GET /moderation/tags`: look-alikes first, for these are why one comes here.
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    if asked.which.is_empty() {
        let alike = tags::look_alikes(visit.forum(), &moderator).await?;
        return Ok(page(&visit, None, || look_alikes(&alike)));
    }
    let which: WhichTags = asked.which.parse().map_err(|_| Failure::NotFound)?;
    let after: Option<TagCursor> = begins(&asked.after)?;
    let after = after.as_ref();
    let found = tags::curated(visit.forum(), &moderator, which, after, PER_PAGE).await?;
    let next = found.next;
    let found = found.items;
    Ok(page(&visit, Some(which), || {
        let more = more(
            next.map(|after| format!("{CURATE}?which={which}&after={after}")),
            "More tags",
        );
        let empty = found.is_empty().then(|| nothing(Some(which)));
        view! {
            {empty}
            {items(&found)}
            {more}
        }
        .into_any()
    }))
}

fn page(visit: &Visit, which: Option<WhichTags>, list: impl FnOnce() -> AnyView) -> Response {
    let head = Page::new("Looking after tags")
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    visit.page(head, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Looking after tags"</h1>
                    <p class="lede">
                        "One thing should go by one name. Open a tag to describe, rename, merge or retire it."
                    </p>
                    {filters(which)}
                    {list()}
                </main>
            </div>
        }
    })
}

fn filters(shown: Option<WhichTags>) -> AnyView {
    let lists = [
        (WhichTags::Used, "In use"),
        (WhichTags::Unused, "Unused"),
        (WhichTags::Retired, "Retired"),
    ];
    let lists = lists
        .into_iter()
        .map(|(which, name)| {
            choice(
                format!("{CURATE}?which={which}"),
                name,
                shown == Some(which),
            )
        })
        .collect_view();
    view! {
        <nav class="filters" aria-label="Which tags">
            {choice(CURATE.to_owned(), "Look-alikes", shown.is_none())}
            {lists}
        </nav>
    }
    .into_any()
}

fn look_alikes(pairs: &[LookAlike]) -> AnyView {
    if pairs.is_empty() {
        return nothing(None);
    }
    let pairs = pairs.iter().map(pair).collect_view();
    view! { <ol class="pairs">{pairs}</ol> }.into_any()
}

fn pair(pair: &LookAlike) -> AnyView {
    let (less, more) = (&pair.less, &pair.more);
    let why = match pair.why {
        Why::Words => "The same words, otherwise put.",
        Why::Letter => "One letter apart.",
    };
    let label = format!("Merge {less} into {more}");
    view! {
        <li>
            <h2>
                <a href=address(less)>{less.to_string()}</a>
                " and "
                <a href=address(more)>{more.to_string()}</a>
            </h2>
            <p class="meta">
                {format!("{} and {}. {why}", counted(pair.less_plans, "plan"), counted(pair.more_plans, "plan"))}
            </p>
            <p class="actions">
                <a class="button" aria-label=label href=format!("{}?into={more}#care", address(less))>
                    "Merge"
                </a>
            </p>
        </li>
    }
    .into_any()
}

fn nothing(which: Option<WhichTags>) -> AnyView {
    let (title, words) = match which {
        None => (
            "No two tags look alike",
            "Tags of the same words, or one letter apart, stand here.",
        ),
        Some(WhichTags::Used) => ("No plan has a tag yet", "Founders give them as they post."),
        Some(WhichTags::Unused) => (
            "Every tag is in use",
            "Tags that no plan has any more stand here.",
        ),
        Some(WhichTags::Retired) => (
            "No tag is retired",
            "Tags that are no longer given to plans stand here and can be brought back.",
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
