//! `GET /rounds`: what is open, what is to come, what is over, and one's own.

use super::parts;
use crate::{
    failure::Failure,
    paging::{begins, more},
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
    funding::{self, Phase, Round},
    plans::MOST_PER_PAGE,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 25;

/// `?phase=`, `?mine=true`, `?after=`, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    phase: String,
    mine: String,
    after: String,
}

/// Which of the lists is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    In(Phase),
    Mine,
}

/// `GET /rounds`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    if asked.mine == "true" {
        let funder = visit.person()?.id;
        let rounds = funding::of_funder(visit.forum(), funder, true, MOST_PER_PAGE).await?;
        return Ok(answer(&visit, Which::Mine, &rounds, None, Robots::Hidden));
    }
    let phase = match asked.phase.as_str() {
        "" => Phase::Open,
        word => word.parse().map_err(|_| Failure::NotFound)?,
    };
    let after = begins(&asked.after)?;
    let found = funding::list(visit.forum(), phase, after, PER_PAGE).await?;
    let next = found
        .next
        .map(|after| format!("/rounds?phase={phase}&after={after}"));
    let robots = if after.is_some() {
        Robots::Hidden
    } else {
        Robots::Welcome
    };
    Ok(answer(&visit, Which::In(phase), &found.items, next, robots))
}

fn answer(
    visit: &Visit,
    which: Which,
    rounds: &[Round],
    next: Option<String>,
    robots: Robots,
) -> Response {
    let page = Page::new("Rounds")
        .description("Funders who say in public what must hold, how much there is, and until when.")
        .canonical("/rounds")
        .feed("Rounds", "/rounds.atom")
        .robots(robots)
        .place(Place::Rounds);
    visit.page(page, || {
        let items = rounds.iter().map(|round| parts::item(visit, round)).collect_view();
        let list = if rounds.is_empty() {
            nothing(which)
        } else {
            view! { <ul class="rows rounds">{items}</ul> }.into_any()
        };
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Rounds"</h1>
                    <p class="lede">
                        "Funders say in public what must hold. Every plan shows whether it does, and by how much it misses. Money goes month by month, and stops when the numbers are missed."
                    </p>
                    {lists(visit, which)} {list} {more(next, "More rounds")}
                    <p class="actions">
                        <a class="button primary" href="/rounds/new" rel="nofollow">
                            "Open a round"
                        </a>
                        <a class="button" href="/help/funding">
                            "How funding works here"
                        </a>
                    </p>
                </main>
            </div>
        }
    })
}

fn nothing(which: Which) -> AnyView {
    let (title, words) = match which {
        Which::In(Phase::Open) => (
            "No round is open",
            "Anybody who wants to fund plans can open one: with their own rules, or with a ready-made set.",
        ),
        Which::In(Phase::Upcoming) => (
            "Nothing is announced",
            "Rounds that open on a later day stand here.",
        ),
        Which::In(Phase::Closed) => (
            "None is over yet",
            "What was decided in a round, and why, stays to be read.",
        ),
        Which::Mine => (
            "You have opened none",
            "Drafts stand here as well; nobody else sees them.",
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

fn lists(visit: &Visit, which: Which) -> AnyView {
    let phase = |phase: Phase, name: &'static str| {
        let href = match phase {
            Phase::Open => "/rounds".to_owned(),
            _ => format!("/rounds?phase={phase}"),
        };
        choice(href, name, which == Which::In(phase))
    };
    let own = (visit.viewer != Viewer::Anonymous).then(|| {
        let mine = choice(
            "/rounds?mine=true".to_owned(),
            "Yours",
            which == Which::Mine,
        );
        let entered = choice("/applications".to_owned(), "Your applications", false);
        view! { {mine} {entered} }
    });
    view! {
        <nav class="filters" aria-label="Which rounds">
            {phase(Phase::Open, "Open")} {phase(Phase::Upcoming, "Upcoming")}
            {phase(Phase::Closed, "Closed")} {own}
        </nav>
    }
    .into_any()
}
