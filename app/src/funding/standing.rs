//! How a plan stands in the rounds that are open: beside it, on a page of its own, and while it is being written.

use super::{address, parts};
use crate::{
    failure::Failure,
    plans::{
        editor::EditorForm,
        page::{Tab, masthead, readable, tabs},
    },
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::{
    Broken,
    funding::{
        self, Application, ApplicationState, Round, Standing,
        rules::{Facts, Outcome},
    },
    plans::{self, Plan, Revision},
};
use leptos::prelude::*;

/// How many rounds stand beside a plan.
const MOST_BESIDE: usize = 3;

/// How a plan stands, and what it was entered in.
#[derive(Debug, Default)]
pub struct Stands {
    standings: Vec<Standing>,
    applications: Vec<(Application, Round)>,
}

impl Stands {
    /// Of a plan in a revision.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(visit: &Visit, plan: &Plan, revision: &Revision) -> Result<Self, Failure> {
        let numbers = revision
            .numbers
            .clone()
            .and_then(|numbers| numbers.check().ok());
        let facts = Facts {
            numbers: numbers.as_ref(),
            stage: revision.stage,
            licence: revision.licence,
        };
        let standings = funding::standings(visit.forum(), facts);
        let applications = funding::applications_of(visit.forum(), &visit.viewer, plan.id);
        let (standings, applications) = tokio::try_join!(standings, applications)?;
        Ok(Self {
            standings,
            applications,
        })
    }
}

/// Beside a plan: the rounds that are open, and what it was entered in; nothing when there is neither.
pub fn beside(plan: &Plan, stands: &Stands) -> Option<AnyView> {
    if stands.standings.is_empty() && stands.applications.is_empty() {
        return None;
    }
    let entered = stands
        .applications
        .iter()
        .take(MOST_BESIDE)
        .map(|(application, round)| {
            view! {
                <li>
                    <a href=format!("/applications/{}", application.id)>{round.title.clone()}</a>
                    <p class="meta">"Entered: " {parts::state(application.state)}</p>
                </li>
            }
        })
        .collect_view();
    let is_entered = |standing: &&Standing| {
        let mut entered = stands.applications.iter();
        entered.any(|(application, round)| {
            round.id == standing.round.id && application.state != ApplicationState::Declined
        })
    };
    let items = stands
        .standings
        .iter()
        .filter(|standing| !is_entered(standing))
        .take(MOST_BESIDE)
        .map(|standing| in_short(plan, standing))
        .collect_view();
    Some(
        view! {
            <section>
                <h2>"In rounds"</h2>
                <ul class="stands">{entered} {items}</ul>
                <p class="meta">
                    <a href=format!("/plans/{}/rules", plan.id)>"Rule by rule"</a>
                </p>
            </section>
        }
        .into_any(),
    )
}

fn in_short(plan: &Plan, standing: &Standing) -> AnyView {
    let href = format!("/plans/{}/rules#round-{}", plan.id, standing.round.id);
    view! {
        <li>
            <a href=href>{standing.round.title.clone()}</a>
            <p class="meta">{summary(standing)}</p>
        </li>
    }
    .into_any()
}

/// `Keeps 12 of 13 rules. Breaks even by day 90, limit 60.`
fn summary(standing: &Standing) -> AnyView {
    let missed: Vec<String> = standing
        .missed()
        .map(|(number, _, finding)| format!("rule {number}: {}", finding.words))
        .collect();
    let class = if standing.may_apply() { "pos" } else { "neg" };
    let kept = format!("Keeps {} rules", parts::kept(&standing.rules));
    let attest = match standing.count(Outcome::ToAttest) {
        0 => String::new(),
        count => format!(", {count} of them to be vouched for"),
    };
    let told = match missed.as_slice() {
        [] => String::new(),
        [one] => format!(". Misses {one}"),
        [one, rest @ ..] => format!(". Misses {one}; and {} more", rest.len()),
    };
    view! {
        <span class=class>{kept}</span>
        {attest}
        {told}
        "."
    }
    .into_any()
}

/// `GET /plans/{id}/rules`: every open round, rule by rule.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let revision = plans::revision(visit.forum(), &visit.viewer, &plan, plan.head)
        .await?
        .ok_or_else(|| Failure::withdrawn(&plan))?;
    let stands = Stands::of(&visit, &plan, &revision).await?;
    let page = Page::new(format!("Rules: {}", plan.title))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    Ok(visit.page(page, || {
        let is_author = visit.viewer.id() == Some(plan.author.id);
        let rounds = stands
            .standings
            .iter()
            .map(|standing| in_full(&plan, standing, is_author))
            .collect_view();
        let nothing = stands.standings.is_empty().then(|| {
            view! {
                <div class="empty">
                    <h2>"No round is open"</h2>
                    <p>
                        "As soon as a funder opens one, this plan is measured by its rules. "
                        <a href="/rounds/new">"Open a round"</a>
                    </p>
                </div>
            }
        });
        view! {
            <div class="wrap plain">
                <main id="main">
                    {masthead(&visit, &plan)} {tabs(&plan, Tab::Rules)} {entered(&stands)} {nothing} {rounds}
                </main>
            </div>
        }
    }))
}

fn entered(stands: &Stands) -> Option<AnyView> {
    if stands.applications.is_empty() {
        return None;
    }
    let items = stands
        .applications
        .iter()
        .map(|(application, round)| {
            view! {
                <li>
                    <a href=format!("/applications/{}", application.id)>{round.title.clone()}</a>
                    ": "
                    {parts::state(application.state)}
                    {format!(", revision {}", application.revision)}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="entered">
                <h2 id="entered">"Entered"</h2>
                <ul>{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn in_full(plan: &Plan, standing: &Standing, is_author: bool) -> AnyView {
    let round = &standing.round;
    let rules = standing
        .rules
        .iter()
        .map(|(rule, finding)| (rule, Some(finding)));
    let apply = is_author.then(|| {
        let href = format!("/rounds/{}/apply?plan={}", round.id, plan.id);
        let class = if standing.may_apply() {
            "button primary"
        } else {
            "button"
        };
        view! {
            <p class="actions">
                <a class=class rel="nofollow" href=href>
                    "Enter this plan"
                </a>
            </p>
        }
    });
    view! {
        <section class="standing" id=format!("round-{}", round.id)>
            <h2>
                <a href=address(round)>{round.title.clone()}</a>
            </h2>
            <p class="meta">{summary(standing)}</p>
            {parts::findings_apart(rules, &format!("r{}-", round.id))} {apply}
        </section>
    }
    .into_any()
}

/// How a plan that is being written would stand in each open round.
///
/// # Errors
/// When the database fails.
pub async fn standings_of_draft(visit: &Visit, form: &EditorForm) -> Result<Vec<Standing>, Broken> {
    let (numbers, stage, licence) = form.measured();
    let facts = Facts {
        numbers: numbers.as_ref(),
        stage,
        licence,
    };
    funding::standings(visit.forum(), facts).await
}

/// What stands above how a plan that is being written stands in rounds.
pub const IN_OPEN_ROUNDS: &str = "How it stands in open rounds";

/// While a plan is written: how it would stand in each open round; nothing when none is open.
pub fn while_writing(standings: &[Standing]) -> Option<AnyView> {
    if standings.is_empty() {
        return None;
    }
    let items = standings
        .iter()
        .map(|standing| {
            let round = &standing.round;
            let rules = standing
                .rules
                .iter()
                .map(|(rule, finding)| (rule, Some(finding)));
            view! {
                <li>
                    <details>
                        <summary>
                            {round.title.clone()} " " <span class="meta">{summary(standing)}</span>
                        </summary>
                        {parts::findings_apart(rules, &format!("r{}-", round.id))}
                    </details>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h2>{IN_OPEN_ROUNDS}</h2>
            <ul class="stands">{items}</ul>
        }
        .into_any(),
    )
}
