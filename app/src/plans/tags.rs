//! Tags: all of them, and the plans of one.

use super::list;
use crate::{
    failure::Failure,
    shell::{Page, Place},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::plans::{self, Listing, Tag};
use leptos::prelude::*;

const MOST: u64 = 500;

/// `GET /tags`
pub async fn all(visit: Visit) -> Result<Response, Failure> {
    let tags = plans::popular_tags(visit.forum(), MOST).await?;
    let page = Page::new("Tags").canonical("/tags").place(Place::Plans);
    Ok(visit.page(page, || {
        let items = tags
            .into_iter()
            .map(|(tag, count)| {
                view! {
                    <li>
                        <a class="tag" href=format!("/tags/{tag}")>
                            {tag.to_string()}
                            " "
                            <span class="n">{count}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Tags"</h1>
                    <p class="lede">"What plans are about, with how many there are."</p>
                    <ul class="tags">{items}</ul>
                </main>
            </div>
        }
    }))
}

/// `GET /tags/{tag}`
pub async fn one(visit: Visit, Path(tag): Path<String>) -> Result<Response, Failure> {
    let tag: Tag = tag.parse().map_err(|_| Failure::NotFound)?;
    let path = format!("/tags/{tag}");
    let title = format!("Plans about {tag}");
    let page = Page::new(title.clone())
        .canonical(path.clone())
        .feed(title.clone(), format!("{path}/plans.atom"))
        .place(Place::Plans);
    let listing = Listing {
        tag: Some(tag),
        ..Listing::default()
    };
    list::show(&visit, page, &title, listing).await
}
