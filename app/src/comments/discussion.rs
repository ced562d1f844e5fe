//! `GET /plans/{id}/discussion`: what is said about a plan.

use super::{
    discussion_address,
    form::{self, Form},
    parts::{self, Open},
};
use crate::{
    failure::Failure,
    paging::more,
    plans::{
        page::{Tab, masthead, readable, tabs},
        parts::choice,
    },
    shell::{Page, Place},
    visit::Visit,
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use domain::{
    comments::{self, Comment, LONGEST_QUOTE, Reading, Sort, Thread},
    cursor::Cursor,
    ids::Seq,
    log,
    plans::{Plan, Revision},
    problems::Problems,
    text::{SectionKey, markdown::RenderedSection},
};
use frontend::{LiveThread, QuoteMarked};
use leptos::prelude::*;
use serde::Deserialize;

/// How many threads stand at the end of a plan's own page.
const BELOW_PLAN: u64 = 10;
/// How many answers under one comment are open there.
const OPEN_BELOW_PLAN: usize = 5;
/// How many answers under one comment are open from the start.
const OPEN_ANSWERS: usize = 20;

/// Which part of the discussion is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    sort: String,
    section: String,
    quote: String,
    after: String,
    show: String,
}

/// `GET /plans/{id}/discussion`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let form = Form {
        section: asked.section.clone(),
        quote: asked.quote.clone(),
        ..Form::default()
    };
    let loaded = load(&visit, plan, &asked).await?;
    Ok(page(
        &visit,
        StatusCode::OK,
        &loaded,
        &form,
        &Problems::default(),
    ))
}

/// Everything on the page.
pub(super) struct Loaded {
    plan: Plan,
    sections: Vec<RenderedSection>,
    reading: Reading,
    shown: Shown,
    /// The log's end before the comments were read: what is newer is new to the reader.
    seq: Seq,
}

enum Shown {
    Threads(Thread),
    Favorites(Vec<Comment>),
}

/// Loads what was asked for.
pub(super) async fn load(visit: &Visit, plan: Plan, asked: &Asked) -> Result<Loaded, Failure> {
    let reading = reading(asked)?;
    let (forum, viewer) = (visit.forum(), &visit.viewer);
    let seq = log::newest(forum).await?;
    let sections = comments::sections(forum, &plan).await?;
    let shown = if asked.show == "favorites" {
        Shown::Favorites(comments::favorites(forum, viewer, &plan, &sections).await?)
    } else {
        Shown::Threads(comments::thread(forum, viewer, &plan, &sections, &reading).await?)
    };
    Ok(Loaded {
        plan,
        sections,
        reading,
        shown,
        seq,
    })
}

/// A link of ours is never wrong, so whoever typed the address is told.
fn reading(asked: &Asked) -> Result<Reading, Failure> {
    let wrong = |name: &str, why: String| Failure::BadRequest(format!("“{name}” {why}."));
    let sort: Sort = match asked.sort.as_str() {
        "" => Sort::Best,
        sort => sort
            .parse::<Sort>()
            .map_err(|error| wrong("sort", error.to_string()))?,
    };
    let after: Option<Cursor> = match asked.after.as_str() {
        "" => None,
        after => Some(
            after
                .parse()
                .map_err(|why: &str| wrong("after", why.to_owned()))?,
        ),
    };
    let section = match asked.section.as_str() {
        "" => None,
        key => {
            Some(SectionKey::parse(key).map_err(|error| wrong("section", format!("is {error}")))?)
        }
    };
    Ok(Reading {
        sort,
        section,
        after,
        ..Reading::default()
    })
}

/// The page with this form on it.
pub(super) fn page(
    visit: &Visit,
    status: StatusCode,
    loaded: &Loaded,
    form: &Form,
    problems: &Problems,
) -> Response {
    let plan = &loaded.plan;
    let head = Page::new(format!("Discussion of {}", plan.title))
        .description(format!("What readers say about {}.", plan.title))
        .canonical(discussion_address(plan))
        .feed(
            format!("Discussion of {}", plan.title),
            format!("/plans/{}/discussion.atom", plan.id),
        )
        .place(Place::Plans);
    visit.page_with(status, head, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(visit, plan)} {tabs(plan, Tab::Discussion)}
                    <h2 class="visually-hidden">"Discussion"</h2>
                    {form::write(visit, plan, &loaded.sections, form, problems)} {orders(loaded)}
                    {talked_about(loaded)} {threads(visit, loaded)}
                    {parts::islands()}
                    <LiveThread plan=plan.id.0 after=loaded.seq.0 />
                </main>
            </div>
        }
    })
}

fn orders(loaded: &Loaded) -> AnyView {
    let base = discussion_address(&loaded.plan);
    let section = loaded.reading.section.as_ref();
    let favorites = matches!(loaded.shown, Shown::Favorites(_));
    let order = |sort: Sort, words: &'static str| {
        let section = section.map_or(String::new(), |key| format!("&section={key}"));
        let current = !favorites && loaded.reading.sort == sort;
        choice(format!("{base}?sort={sort}{section}"), words, current)
    };
    view! {
        <nav class="filters" aria-label="Order of the discussion">
            {order(Sort::Best, "Best")} {order(Sort::New, "New")} {order(Sort::Old, "Old")}
            {choice(format!("{base}?show=favorites"), "Favorites", favorites)}
        </nav>
    }
    .into_any()
}

/// Which section is read alone, and the way back to all.
fn talked_about(loaded: &Loaded) -> Option<AnyView> {
    let key = loaded.reading.section.as_ref()?;
    let title = loaded
        .sections
        .iter()
        .find(|section| section.key == *key)
        .map_or("a section that the plan no longer has", |section| {
            section.title.as_str()
        });
    Some(
        view! {
            <p class="meta">
                "Only threads about " <b>{title.to_owned()}</b> ". "
                <a href=discussion_address(&loaded.plan)>"Show all"</a>
            </p>
        }
        .into_any(),
    )
}

fn threads(visit: &Visit, loaded: &Loaded) -> AnyView {
    let plan = &loaded.plan;
    let (comments, next) = match &loaded.shown {
        Shown::Threads(thread) => (&thread.comments, thread.next),
        Shown::Favorites(comments) => (comments, None),
    };
    if comments.is_empty() {
        return empty(loaded);
    }
    let list = match &loaded.shown {
        Shown::Threads(_) => parts::branches(visit, plan, comments, Open::UpTo(OPEN_ANSWERS)),
        Shown::Favorites(_) => parts::flat(visit, plan, comments),
    };
    (
        list,
        more(next.map(|next| further(loaded, next)), "More threads"),
    )
        .into_any()
}

fn further(loaded: &Loaded, next: Cursor) -> String {
    let section = loaded.reading.section.as_ref();
    let section = section.map_or(String::new(), |key| format!("&section={key}"));
    format!(
        "{}?sort={}{section}&after={next}",
        discussion_address(&loaded.plan),
        loaded.reading.sort
    )
}

fn empty(loaded: &Loaded) -> AnyView {
    let words = match loaded.shown {
        Shown::Favorites(_) => "The founder has not lifted a comment up yet.",
        Shown::Threads(_) if loaded.reading.after.is_some() => "There is nothing after this.",
        Shown::Threads(_) => {
            "Nobody has said anything yet. What would you ask the founder before you put money in?"
        }
    };
    view! { <p class="empty">{words}</p> }.into_any()
}

/// The best threads of a plan, for the end of its own page.
///
/// # Errors
/// When the database fails.
pub async fn best_of(visit: &Visit, plan: &Plan, revision: &Revision) -> Result<Thread, Failure> {
    let reading = Reading {
        limit: BELOW_PLAN,
        ..Reading::default()
    };
    let sections = &revision.rendered.sections;
    Ok(comments::thread(visit.forum(), &visit.viewer, plan, sections, &reading).await?)
}

/// The best threads at the end of a plan's own page, and the way to all of them.
pub fn below_plan(visit: &Visit, plan: &Plan, thread: &Thread) -> AnyView {
    let base = discussion_address(plan);
    let on = if thread.comments.is_empty() {
        view! {
            <p>
                "Nobody has said anything yet. " <a href=format!("{base}#write")>"Be the first"</a> "."
            </p>
        }
        .into_any()
    } else {
        let all = format!("All of the discussion ({})", plan.comments);
        view! {
            <p class="actions">
                <a class="button" href=base.clone()>
                    {all}
                </a>
                <a class="button" href=format!("{base}#write")>
                    "Comment"
                </a>
            </p>
        }
        .into_any()
    };
    let open = Open::UpTo(OPEN_BELOW_PLAN);
    view! {
        <section class="discussion" aria-labelledby="page-discussion">
            <h2 id="page-discussion">"Discussion"</h2>
            {parts::branches(visit, plan, &thread.comments, open)}
            {on}
            {parts::islands()}
            <QuoteMarked plan=plan.id.0 longest=LONGEST_QUOTE />
        </section>
    }
    .into_any()
}
