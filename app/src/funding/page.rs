//! `GET /rounds/{id}/{slug}`: the round itself.

use super::{
    address,
    entries::{Asked, entries},
    known, parts, rail,
};
use crate::{
    failure::Failure,
    moderation,
    paging::begins,
    plans::parts::{author, counted},
    shell::{Page, Place, Robots, Shared},
    time::Day,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    clock::Timestamp,
    cursor::Cursor,
    funding::{
        self, Application, ApplicationState, OpenedRound, Phase, Round, RuleCount, State, Wanted,
        rules::Rule,
    },
    plans,
    text::plain::excerpt,
};
use leptos::prelude::*;
use std::collections::HashMap;

/// How many applications stand on a page.
const PER_PAGE: u64 = 50;
/// How many letters of what a round is for stand where it is linked.
const LETTERS: usize = 220;

/// All that a round's page shows.
pub(super) struct Shown {
    pub opened: OpenedRound,
    pub asked: Asked,
    pub wanted: Wanted,
    pub entries: plans::Page<Application, Cursor>,
    pub rules: HashMap<i32, RuleCount>,
    pub states: HashMap<ApplicationState, i64>,
}

/// `GET /rounds/{id}`: on to the whole address.
pub async fn without_slug(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    Ok(Redirect::permanent(&address(&opened.round)).into_response())
}

/// `GET /rounds/{id}/{slug}`
pub async fn show(
    visit: Visit,
    Path((id, slug)): Path<(String, String)>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    if slug != opened.round.slug {
        return Ok(Redirect::permanent(&address(&opened.round)).into_response());
    }
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let shown = load(&visit, opened, asked).await?;
    Ok(visit.page(head(&shown), || {
        view! {
            <div class="wrap columns">
                <main id="main">
                    {masthead(&visit, &shown.opened)} {figures(&shown.opened)} {text(&shown.opened)}
                    {rules(&shown)} {entries(&shown)}
                </main>
                {rail::rail(&visit, &shown)}
            </div>
        }
    }))
}

async fn load(visit: &Visit, opened: OpenedRound, asked: Asked) -> Result<Shown, Failure> {
    let wanted = asked.wanted(&opened);
    let (forum, round) = (visit.forum(), &opened.round);
    let page = (begins(&asked.after)?, PER_PAGE);
    let entries = funding::applications(forum, &visit.viewer, round, &wanted, page);
    let rules = funding::rule_counts(forum, round.id, round.head);
    let states = funding::state_counts(forum, round.id);
    let (entries, rules, states) = tokio::try_join!(entries, rules, states)?;
    Ok(Shown {
        opened,
        asked,
        wanted,
        entries,
        rules,
        states,
    })
}

fn head(shown: &Shown) -> Page {
    let (round, said) = (&shown.opened.round, &shown.opened.said);
    let words = excerpt(&said.text, LETTERS);
    let description = if words.is_empty() {
        format!("{} in all, {} rules", round.amount, said.rules.len())
    } else {
        words
    };
    let page = Page::new(round.title.clone())
        .description(description)
        .canonical(address(round))
        .shared(Shared {
            kind: "article",
            published: round.published_at.map(Timestamp::to_rfc3339),
            modified: Some(round.changed_at.to_rfc3339()),
        })
        .place(Place::Rounds);
    if round.state == State::Published && shown.asked.is_plain() {
        page
    } else {
        page.robots(Robots::Hidden)
    }
}

fn masthead(visit: &Visit, opened: &OpenedRound) -> AnyView {
    let round = &opened.round;
    let draft = (round.state == State::Draft).then(|| {
        view! {
            <p class="note">
                "This is a draft: only you see it. Once it is published everybody reads it, every plan is measured by its rules, and what you change is a new version."
            </p>
        }
    });
    let withheld = round.withheld.map(|measure| {
        moderation::note(
            measure,
            "This round is hidden from readers: only its funder can read it.",
        )
    });
    view! {
        <div class="meta">
            <a href="/rounds">"Rounds"</a>
        </div>
        {draft} {withheld} <h1 class="title">{round.title.clone()}</h1>
        <p class="meta byline">
            {parts::phase(visit, round)} ", by " {author(&round.funder)}
            {(round.head.0 > 1)
                .then(|| {
                    view! {
                        ", "
                        <a href=format!(
                            "/rounds/{}/history",
                            round.id,
                        )>{format!("version {} of its rules", round.head)}</a>
                    }
                })}
        </p>
        {buttons(opened)}
    }
    .into_any()
}

fn buttons(opened: &OpenedRound) -> AnyView {
    let round = &opened.round;
    let id = round.id;
    let is_over = round.phase == Phase::Closed;
    let button = |act: &'static str, name: &'static str, class: &'static str| {
        view! {
            <form class="inline" method="post" action=format!("/rounds/{id}/{act}")>
                <button class=class>{name}</button>
            </form>
        }
    };
    let apply = (round.state == State::Published
        && round.phase == Phase::Open
        && !opened.is_funder)
        .then(|| {
            view! {
                <a class="button primary" rel="nofollow" href=format!("/rounds/{id}/apply")>
                    "Enter a plan"
                </a>
            }
        });
    let own = opened.is_funder.then(|| {
        let edit = (!is_over && round.state != State::Withheld).then(|| {
            view! {
                <a class="button" href=format!("/rounds/{id}/edit")>
                    "Edit"
                </a>
            }
        });
        let publish =
            (round.state == State::Draft).then(|| button("publish", "Publish", "primary"));
        let discard = (round.state == State::Draft).then(|| button("discard", "Discard", ""));
        let close = (round.state == State::Published && !is_over)
            .then(|| button("close", "Close it now", ""));
        view! { {publish} {edit} {close} {discard} }
    });
    view! { <div class="actions">{apply} {own}</div> }.into_any()
}

fn figures(opened: &OpenedRound) -> AnyView {
    let round = &opened.round;
    view! {
        <dl class="figures">
            <div>
                <dt>"Money in all"</dt>
                <dd>{round.amount.to_string()}</dd>
            </div>
            <div>
                <dt>"For one plan, at most"</dt>
                <dd>{round.per_plan.to_string()}</dd>
            </div>
            <div>
                <dt>"Open"</dt>
                <dd class="words">
                    <Day at=round.opens_at />
                    " to "
                    <Day at=parts::last_day(round.closes_at) />
                </dd>
            </div>
            <div>
                <dt>"Entered"</dt>
                <dd>{counted(round.applications, "plan")}</dd>
            </div>
        </dl>
    }
    .into_any()
}

fn text(opened: &OpenedRound) -> Option<AnyView> {
    let html = opened.said.html.clone();
    (!html.is_empty()).then(|| view! { <div class="prose" inner_html=html></div> }.into_any())
}

/// The rules, each with how many of those who applied miss it.
fn rules(shown: &Shown) -> AnyView {
    let said = &shown.opened.said;
    let items = (1..)
        .zip(&said.rules)
        .map(|(number, rule)| {
            let count = shown.rules.get(&number).copied().unwrap_or_default();
            rule_of(&shown.opened.round, number, rule, count)
        })
        .collect_view();
    let words = if said.is_erased {
        "Its rules went with its funder, who has left."
    } else {
        "What numbers tell is measured; the rest is vouched for by whoever enters a plan."
    };
    view! {
        <section aria-labelledby="rules">
            <h2 id="rules">"Rules"</h2>
            <p class="meta">{words}</p>
            <ol class="findings">{items}</ol>
        </section>
    }
    .into_any()
}

fn rule_of(round: &Round, number: i32, rule: &Rule, count: RuleCount) -> AnyView {
    let of = count.met + count.missed;
    let missed = (count.missed > 0).then(|| {
        let href = format!("{}?rule={number}#entered", address(round));
        let words = format!("{} of {of} miss it", count.missed);
        view! {
            <p class="meta">
                <a class="neg" href=href>
                    {words}
                </a>
            </p>
        }
    });
    let kind = if rule.condition().is_attested() {
        "Vouched for"
    } else {
        "Measured"
    };
    let may_miss = rule.may_miss().then(
        || view! { <p class="meta">"A plan that misses it may apply all the same, marked."</p> },
    );
    view! {
        <li class="asked" id=format!("rule-{number}")>
            <span class="outcome">{kind}</span>
            <div>
                <p>{rule.words().to_owned()}</p>
                {may_miss} {missed}
            </div>
        </li>
    }
    .into_any()
}
