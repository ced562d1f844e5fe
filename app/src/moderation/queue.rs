//! `GET /moderation`: what waits for a moderator, the weightiest first.

use super::{QUEUE, case_address, measure_address, parts::complaint_word};
use crate::{
    failure::Failure,
    paging::{begins, more},
    plans::parts,
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
    cursor::Cursor,
    moderation::{self, Case, Deed, ThingKind, Waiting},
    plans::Page as List,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 25;
/// How many that were reported are counted.
const MOST_COUNTED: u64 = 99;

/// `?which=` and `?after=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    which: String,
    after: String,
}

/// What was typed for many cases at once, and what became of it.
#[derive(Default)]
pub(super) struct Bulk {
    pub deed: String,
    pub reason: String,
    pub problems: Problems,
    pub told: Option<String>,
}

/// `GET /moderation`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let waiting = match asked.which.as_str() {
        "" => Waiting::All,
        word => word.parse().map_err(|_| Failure::NotFound)?,
    };
    let after: Option<Cursor> = begins(&asked.after)?;
    page(&visit, StatusCode::OK, (waiting, after), &Bulk::default()).await
}

pub(super) async fn page(
    visit: &Visit,
    status: StatusCode,
    (waiting, after): (Waiting, Option<Cursor>),
    bulk: &Bulk,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let found = moderation::queue(visit.forum(), &moderator, waiting, after, PER_PAGE).await?;
    let reported = moderation::count_open(visit.forum(), &moderator, MOST_COUNTED + 1).await?;
    let head = Page::new("What waits for a moderator")
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    Ok(visit.page_with(status, head, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    <h1>"What waits for a moderator"</h1>
                    <p class="lede">
                        {format!(
                            "{} What readers reported comes first, then what new accounts posted. Whatever you decide is public, with your name and reason.",
                            waiting_words(reported),
                        )}
                    </p>
                    {tabs(Some(waiting), false)}
                    {bulk.told.clone().map(|told| view! { <p class="note" role="status">{told}</p> })}
                    {list(visit, waiting, &found, bulk)}
                </main>
            </div>
        }
    }))
}

/// How much was reported and is not decided.
fn waiting_words(reported: u64) -> String {
    match reported {
        0 => "Nothing that was reported waits.".to_owned(),
        1 => "One thing that was reported waits.".to_owned(),
        many if many > MOST_COUNTED => {
            format!("More than {MOST_COUNTED} things that were reported wait.")
        }
        many => format!("{many} things that were reported wait."),
    }
}

/// The lists of moderators.
pub(super) fn tabs(waiting: Option<Waiting>, appeals: bool) -> AnyView {
    let which = |one: Waiting, name: &'static str| {
        let href = match one {
            Waiting::All => QUEUE.to_owned(),
            one => format!("{QUEUE}?which={one}"),
        };
        parts::choice(href, name, waiting == Some(one))
    };
    view! {
        <nav class="filters" aria-label="Which cases">
            {which(Waiting::All, "Open")}
            {which(Waiting::Free, "Nobody’s yet")}
            {which(Waiting::Mine, "Mine")}
            {which(Waiting::Unreported, "Not reported")}
            {parts::choice(format!("{QUEUE}/appeals"), "Appeals", appeals)}
            {parts::choice(crate::copies::COPIES.to_owned(), "Possible copies", false)}
            {which(Waiting::Decided, "Decided")}
        </nav>
    }
    .into_any()
}

fn list(visit: &Visit, waiting: Waiting, found: &List<Case, Cursor>, bulk: &Bulk) -> AnyView {
    if found.items.is_empty() {
        return view! {
            <div class="empty">
                <h2>"Nothing waits here"</h2>
                <p>
                    "Nobody has reported anything that is not decided. A good moment to read a plan and say something kind about it."
                </p>
            </div>
        }
        .into_any();
    }
    let is_open = waiting != Waiting::Decided;
    let items = found
        .items
        .iter()
        .map(|case| item(visit, case, is_open))
        .collect_view();
    let more = more(
        found
            .next
            .map(|after| format!("{QUEUE}?which={waiting}&after={after}")),
        "More",
    );
    if !is_open {
        return view! {
            <ol class="cases">{items}</ol>
            {more}
        }
        .into_any();
    }
    view! {
        <form class="write" method="post" action=format!("{QUEUE}/many")>
            <p class="meta" hidden data-keys-told>
                "With the keyboard: j and k go from case to case, Enter opens one, x ticks it, d goes to the decision."
            </p>
            <ol class="cases" data-keys>{items}</ol>
            {more}
            <h2>"Decide about all that are ticked"</h2>
            {many(bulk)}
        </form>
    }
    .into_any()
}

fn many(bulk: &Bulk) -> AnyView {
    // What fits a plan and a comment alike.
    let deeds = [Deed::Kept, Deed::Hidden, Deed::Warned];
    let choices = deeds.map(|deed| {
        let name = super::parts::deed_name(deed).to_owned();
        (deed.as_str().to_owned(), name)
    });
    view! {
        {crate::forms::problem_summary(&bulk.problems)}
        {crate::forms::Field::new("deed", "What to do")
            .value(bulk.deed.clone())
            .problems(&bulk.problems)
            .choice(choices)}
        {super::deciding::reason_field(&bulk.reason, &bulk.problems)}
        <p class="actions">
            <button class="primary">"Decide about all of them"</button>
        </p>
    }
    .into_any()
}

fn item(visit: &Visit, case: &Case, is_open: bool) -> AnyView {
    let kind = match case.thing.kind() {
        ThingKind::Plan => "Plan",
        ThingKind::Comment => "Comment on",
        ThingKind::Account => "Person",
        ThingKind::Listing => "Listing",
        ThingKind::Round => "Round",
    };
    let label = format!("{kind} {}", case.title);
    let complaints: Vec<String> = case
        .complaints
        .iter()
        .map(|(complaint, count)| format!("{} × {count}", complaint_word(*complaint)))
        .collect();
    let tick = is_open.then(|| {
        view! {
            <input
                type="checkbox"
                name="case"
                value=case.id.to_string()
                aria-label=format!("Choose: {label}")
            />
        }
    });
    view! {
        <li>
            {tick}
            <div>
                <p>
                    <span class="meta">{kind}</span>
                    " "
                    <a class="name" href=case_address(case.id)>
                        {case.title.clone()}
                    </a>
                    {case.withheld.map(|_| view! { " " <span class="stage">"not shown"</span> })}
                </p>
                {(!case.excerpt.is_empty()).then(|| view! { <p>{case.excerpt.clone()}</p> })}
                <p class="meta">
                    "by "
                    {parts::author(&case.author)}
                    ", "
                    {if complaints.is_empty() {
                        "not reported".to_owned()
                    } else {
                        complaints.join(", ")
                    }}
                    ", "
                    <Ago at=case.opened_at now=visit.now />
                    {case
                        .claimed_by
                        .as_ref()
                        .filter(|_| is_open)
                        .map(|by| view! { ", taken by " {parts::author(by)} })}
                    {case
                        .measure
                        .map(|id| {
                            view! {
                                ", "
                                <a href=measure_address(id)>"what was decided"</a>
                            }
                        })}
                </p>
            </div>
        </li>
    }
    .into_any()
}
