//! `GET /tags`: all tags that plans have.

use super::address;
use crate::{
    failure::Failure,
    paging::{Asked, after, more},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::response::Response;
use domain::tags::{self, TagCursor, TagSummary};
use leptos::prelude::*;

const PER_PAGE: u64 = 100;

/// `GET /tags`
pub async fn show(visit: Visit, asked: Asked) -> Result<Response, Failure> {
    let after: Option<TagCursor> = after(asked)?;
    let found = tags::list(visit.forum(), after.as_ref(), PER_PAGE).await?;
    let robots = if after.is_some() {
        Robots::Hidden
    } else {
        Robots::Welcome
    };
    let page = Page::new("Tags")
        .canonical("/tags")
        .robots(robots)
        .place(Place::Plans);
    let next = more(
        found.next.map(|after| format!("/tags?after={after}")),
        "More tags",
    );
    Ok(visit.page(page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Tags"</h1>
                    <p class="lede">"What plans are about, with how many there are."</p>
                    {items(&found.items)}
                    {next}
                </main>
            </div>
        }
    }))
}

/// Tags with how many plans have each, and what they are about.
pub(super) fn items(tags: &[TagSummary]) -> AnyView {
    let items = tags.iter().map(item).collect_view();
    view! { <ul class="tag-list">{items}</ul> }.into_any()
}

fn item(tag: &TagSummary) -> AnyView {
    view! {
        <li>
            <a class="tag" href=address(&tag.tag)>
                {tag.tag.to_string()}
                " "
                <span class="n">{tag.plans}</span>
            </a>
            {tag.is_retired.then(|| view! { " " <span class="meta">"no longer given"</span> })}
            {tag.about.clone().map(|about| view! { <p class="meta">{about}</p> })}
        </li>
    }
    .into_any()
}
