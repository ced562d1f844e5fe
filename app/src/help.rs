//! What newcomers ask: how the forum works, how to write a plan, how plans are ranked and found.

use crate::{failure::Failure, shell::Page, visit::Visit};
use axum::response::Response;
use domain::{
    plans::LONGEST_BODY,
    text::markdown::{self, Context},
};
use leptos::prelude::*;

/// `GET /help`
pub async fn how(visit: Visit) -> Result<Response, Failure> {
    text(
        &visit,
        "How it works",
        "/help",
        include_str!("help/how.md"),
        None,
    )
}

/// `GET /help/writing`
pub async fn writing(visit: Visit) -> Result<Response, Failure> {
    let longest = (LONGEST_BODY / 1024).to_string();
    let source = include_str!("help/writing.md").replace("{longest}", &longest);
    text(&visit, "Writing a plan", "/help/writing", &source, None)
}

/// `GET /help/ranking`
pub async fn ranking(visit: Visit) -> Result<Response, Failure> {
    text(
        &visit,
        "How plans are ranked",
        "/help/ranking",
        include_str!("help/ranking.md"),
        None,
    )
}

/// `GET /help/search`
pub async fn search(visit: Visit) -> Result<Response, Failure> {
    text(
        &visit,
        "Searching",
        "/help/search",
        include_str!("help/search.md"),
        Some(slash),
    )
}

/// `GET /help/funding`
pub async fn funding(visit: Visit) -> Result<Response, Failure> {
    text(
        &visit,
        "How funding works",
        "/help/funding",
        include_str!("help/funding.md"),
        None,
    )
}

/// `GET /help/log`
pub async fn log(visit: Visit) -> Result<Response, Failure> {
    text(
        &visit,
        "Checking the log",
        "/help/log",
        include_str!("help/log.md"),
        None,
    )
}

/// `GET /help/moderation`
pub async fn moderation(visit: Visit) -> Result<Response, Failure> {
    text(
        &visit,
        "How moderation works",
        "/help/moderation",
        include_str!("help/moderation.md"),
        None,
    )
}

/// Switches off that `/` leads to the search box, in this browser: it takes a script as much as the
/// key does, which shows it.
fn slash() -> AnyView {
    view! {
        <p hidden>
            <label class="slash">
                <input type="checkbox" data-slash />
                " In this browser, "
                <kbd>"/"</kbd>
                " leads to the search box"
            </label>
        </p>
    }
    .into_any()
}

fn text(
    visit: &Visit,
    title: &'static str,
    path: &'static str,
    source: &str,
    below: Option<fn() -> AnyView>,
) -> Result<Response, Failure> {
    let rendered = markdown::render(source, &Context::body(&|_| false))
        .map_err(|_| Failure::broken("a help page cannot be rendered"))?;
    let page = Page::new(title).canonical(path);
    Ok(visit.page(page, || {
        let link = |to: &'static str, name: &'static str| {
            let current = (to == path).then_some("page");
            view! { <a href=to aria-current=current>{name}</a> }
        };
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>{title}</h1>
                    <nav class="tabs" aria-label="Help">
                        {link("/help", "How it works")}
                        {link("/help/writing", "Writing a plan")}
                        {link("/help/ranking", "Ranking")}
                        {link("/help/search", "Searching")}
                        {link("/help/funding", "Funding")}
                        {link("/help/log", "The log")} {link("/help/moderation", "Moderation")}
                    </nav>
                    <div class="prose help" inner_html=rendered.html></div>
                    {below.map(|below| below())}
                </main>
            </div>
        }
    }))
}
