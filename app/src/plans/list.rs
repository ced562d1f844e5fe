//! The front page and `/plans`.

use super::parts;
use crate::{
    failure::Failure,
    listings::featured,
    paging::more,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    accounts::Registration,
    cursor::Cursor,
    listings::{self, Listing as Recommended},
    plans::{self, Listing, Plan, Sort, Stage, Tag},
    tags,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 25;

/// `?sort=&tag=&stage=&after=`, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    sort: String,
    tag: String,
    stage: String,
    after: String,
}

/// `GET /`: what is hot, and what this place is.
pub async fn front(visit: Visit) -> Result<Response, Failure> {
    let listing = Listing {
        limit: PER_PAGE,
        ..Listing::default()
    };
    let name = visit.forum().policy().name.clone();
    let page = Page::new(name)
        .description("Business plans in public: read them, question them, copy them, improve them.")
        .canonical("/")
        .feed("All plans", "/plans.atom")
        .place(Place::Plans);
    let featured = listings::featured(visit.forum()).await?;
    show_below(
        &visit,
        page,
        "Business plans anyone may read, question and copy",
        &featured,
        listing,
    )
    .await
}

/// `GET /plans`: all plans, in an order, of a tag or at a stage.
pub async fn all(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let listing = asked
        .ok()
        .and_then(|Query(asked)| asked.listing())
        .ok_or(Failure::NotFound)?;
    let listing = in_present_words(&visit, listing).await?;
    let robots = if listing.after.is_some() {
        Robots::Hidden
    } else {
        Robots::Welcome
    };
    let title = title(&listing);
    let page = Page::new(title.clone())
        .canonical(address(&listing, None))
        .feed("All plans", "/plans.atom")
        .robots(robots)
        .place(Place::Plans);
    show(&visit, page, &title, listing).await
}

/// The listing of the tag that its word means.
async fn in_present_words(visit: &Visit, listing: Listing) -> Result<Listing, Failure> {
    let Some(word) = &listing.tag else {
        return Ok(listing);
    };
    let tag = tags::resolve(visit.forum(), word).await?;
    Ok(Listing {
        tag: Some(tag),
        ..listing
    })
}

impl Asked {
    fn listing(self) -> Option<Listing> {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Some(Listing {
            sort: match given(self.sort) {
                Some(word) => word.parse().ok()?,
                None => Sort::Hot,
            },
            tag: given(self.tag)
                .map(|tag| tag.parse::<Tag>().ok())
                .map_or(Some(None), |tag| tag.map(Some))?,
            stage: given(self.stage)
                .map(|stage| stage.parse::<Stage>().ok())
                .map_or(Some(None), |stage| stage.map(Some))?,
            after: given(self.after)
                .map(|after| after.parse::<Cursor>().ok())
                .map_or(Some(None), |after| after.map(Some))?,
            limit: PER_PAGE,
            ..Listing::default()
        })
    }
}

/// The list under this heading, with the rail beside it.
async fn show(
    visit: &Visit,
    page: Page,
    heading: &str,
    listing: Listing,
) -> Result<Response, Failure> {
    show_below(visit, page, heading, &[], listing).await
}

/// The same, below what moderators recommend.
async fn show_below(
    visit: &Visit,
    page: Page,
    heading: &str,
    recommended: &[Recommended],
    listing: Listing,
) -> Result<Response, Failure> {
    let loaded = load(visit, listing).await?;
    let heading = heading.to_owned();
    Ok(visit.page(page, || {
        let above = view! {
            <h1>{heading}</h1>
            {featured(recommended)}
        };
        view(visit, &loaded, above.into_any(), ().into_any())
    }))
}

/// A list and what stands beside it.
pub(crate) struct Loaded {
    listing: Listing,
    found: plans::Page<Plan, Cursor>,
    tags: Vec<(Tag, i64)>,
}

/// Reads what [`view`] shows.
pub(crate) async fn load(visit: &Visit, listing: Listing) -> Result<Loaded, Failure> {
    Ok(Loaded {
        found: plans::list(visit.forum(), &visit.viewer, &listing).await?,
        tags: plans::popular_tags(visit.forum(), 24).await?,
        listing,
    })
}

/// The list with the rail beside it, below one thing and above another.
pub(crate) fn view(visit: &Visit, loaded: &Loaded, above: AnyView, below: AnyView) -> AnyView {
    let next = loaded.found.next;
    let next = next.map(|after| address(&loaded.listing, Some(after)));
    view! {
        <div class="wrap columns">
            <main id="main">
                {above}
                {orders(&loaded.listing)}
                {list(visit, &loaded.found.items)}
                {more(next, "More plans")}
                {below}
            </main>
            {rail(visit, &loaded.tags)}
        </div>
    }
    .into_any()
}

fn list(visit: &Visit, plans: &[Plan]) -> AnyView {
    if plans.is_empty() {
        return view! {
            <div class="empty">
                <h2>"No plan stands here yet"</h2>
                <p>
                    "It may be yours. A sketch is enough to begin with: others will ask what you have not thought of."
                </p>
                <a class="button primary" href="/plans/new">
                    "Post a plan"
                </a>
            </div>
        }
        .into_any();
    }
    items(visit, plans)
}

/// These plans, in their order.
pub(crate) fn items(visit: &Visit, plans: &[Plan]) -> AnyView {
    let items = plans
        .iter()
        .map(|plan| parts::item(visit, plan))
        .collect_view();
    view! { <ol class="plans">{items}</ol> }.into_any()
}

fn orders(listing: &Listing) -> AnyView {
    let names = [
        (Sort::Hot, "Hot"),
        (Sort::New, "New"),
        (Sort::Top, "Top"),
        (Sort::Discussed, "Most discussed"),
        (Sort::Forked, "Most forked"),
    ];
    let orders = names
        .into_iter()
        .map(|(sort, name)| {
            let current = (listing.sort == sort).then_some("page");
            let href = address(
                &Listing {
                    sort,
                    ..listing.clone()
                },
                None,
            );
            view! {
                <a href=href aria-current=current>
                    {name}
                </a>
            }
        })
        .collect_view();
    let stages = Stage::ALL
        .iter()
        .map(|&stage| {
            let chosen = listing.stage == Some(stage);
            let stage_or_none = (!chosen).then_some(stage);
            let href = address(
                &Listing {
                    stage: stage_or_none,
                    ..listing.clone()
                },
                None,
            );
            view! {
                <a class="tag" href=href aria-current=chosen.then_some("true")>
                    {parts::stage_name(stage)}
                </a>
            }
        })
        .collect_view();
    let without_tag = listing.tag.as_ref().map(|tag| {
        let href = address(
            &Listing {
                tag: None,
                ..listing.clone()
            },
            None,
        );
        view! {
            <a class="tag" href=href aria-current="true" aria-label=format!("Not only {tag}")>
                {format!("{tag} ×")}
            </a>
        }
    });
    view! {
        <nav class="tabs" aria-label="Order">
            {orders}
        </nav>
        <nav class="filters" aria-label="Stage">
            {stages}
            {without_tag}
        </nav>
    }
    .into_any()
}

fn rail(visit: &Visit, tags: &[(Tag, i64)]) -> AnyView {
    let has_tags = !tags.is_empty();
    let tags = tags
        .iter()
        .map(|(tag, count)| {
            view! {
                <li>
                    <a class="tag" href=format!("/tags/{tag}")>
                        {tag.to_string()}
                        " "
                        <span class="n">{*count}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let may_join = visit.viewer.person().is_none()
        && visit.forum().policy().registration != Registration::Closed;
    view! {
        <aside class="rail" aria-label="Around the forum">
            <section>
                <h2>"How this works"</h2>
                <p class="meta">
                    "Plans are posted in public, with their numbers. Readers question them section by section. Anyone may copy a plan and do it elsewhere: that is the point."
                </p>
                <p class="meta">
                    <a href="/help">"More about it"</a>
                    {may_join.then(|| view! { ", " <a href="/join">"join in"</a> })}
                </p>
            </section>
            {has_tags.then(|| {
                view! {
                    <section>
                        <h2>"Tags"</h2>
                        <ul class="tags">{tags}</ul>
                    </section>
                }
            })}
        </aside>
    }
    .into_any()
}

fn title(listing: &Listing) -> String {
    let stage = match listing.stage {
        Some(Stage::Sketch) => "Sketches",
        Some(Stage::Seeking) => "Plans seeking funding or hands",
        Some(Stage::Running) => "Plans in business",
        Some(Stage::Closed) => "Plans that are over",
        None => "All plans",
    };
    match &listing.tag {
        Some(tag) => format!("{stage}: {tag}"),
        None => stage.to_owned(),
    }
}

fn address(listing: &Listing, after: Option<Cursor>) -> String {
    let mut parts = Vec::new();
    if listing.sort != Sort::Hot {
        parts.push(format!("sort={}", listing.sort));
    }
    if let Some(tag) = &listing.tag {
        parts.push(format!("tag={tag}"));
    }
    if let Some(stage) = listing.stage {
        parts.push(format!("stage={stage}"));
    }
    if let Some(after) = after {
        parts.push(format!("after={after}"));
    }
    if parts.is_empty() {
        return "/plans".into();
    }
    format!("/plans?{}", parts.join("&"))
}
