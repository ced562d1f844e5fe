//! `GET /applications/{id}`: a plan that was entered in a round, rule by rule, with what was asked and decided.

use super::{address, decide, entered, parts, questions};
use crate::{
    failure::Failure,
    plans::{address as address_of_plan, parts::author},
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    funding::{ApplicationState, OpenedApplication},
    money::Currency,
    problems::Problems,
};
use leptos::prelude::*;

/// What was typed into one of the page's forms, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub question: String,
    pub answer: Option<(i64, String)>,
    pub decision: decide::Form,
    pub problems: Problems,
}

impl Typed {
    pub(super) fn wrong(problems: Problems) -> Self {
        Self {
            problems,
            ..Self::default()
        }
    }
}

/// `GET /applications/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = entered(&visit, &id).await?;
    Ok(answer(&visit, StatusCode::OK, &opened, &Typed::default()))
}

pub(super) fn answer(
    visit: &Visit,
    status: StatusCode,
    opened: &OpenedApplication,
    typed: &Typed,
) -> Response {
    let (application, round) = (&opened.application, &opened.round);
    let title = plan_title(opened);
    let page = Page::new(format!("{title} in {}", round.title)).place(Place::Rounds);
    let page = match application.plan {
        Some(_) if status == StatusCode::OK => page,
        _ => page.robots(Robots::Hidden),
    };
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain application">
                <main id="main">
                    <p class="meta">
                        <a href="/rounds">"Rounds"</a>
                        " / "
                        <a href=address(round)>{round.title.clone()}</a>
                    </p>
                    <h1 class="title">{title}</h1>
                    {byline(visit, opened)} {decision(visit, opened)} {figures(opened, opened.said.currency())}
                    {own(opened)} {rules(opened)} {questions::questions(visit, opened, typed)}
                    {decide::form(opened, typed)}
                </main>
            </div>
        }
    })
}

fn plan_title(opened: &OpenedApplication) -> String {
    let plan = opened.application.plan.as_ref();
    plan.map_or_else(
        || "A plan that is not shown".to_owned(),
        |plan| plan.title.clone(),
    )
}

fn byline(visit: &Visit, opened: &OpenedApplication) -> AnyView {
    let application = &opened.application;
    let frozen = application.plan.as_ref().map(|plan| {
        let href = format!("/plans/{}/history/{}", plan.id, application.revision);
        let newer = (plan.head != application.revision).then(|| {
            view! {
                " (the plan is at "
                <a href=address_of_plan(plan)>{format!("revision {}", plan.head)}</a>
                " by now)"
            }
        });
        view! {
            ", "
            <a href=href>{format!("revision {}", application.revision)}</a>
            {newer}
        }
    });
    view! {
        <p class="meta byline">
            {parts::state(application.state)} ", entered by " {author(&application.applicant)} " "
            <Ago at=application.created_at now=visit.now /> {frozen} ", under "
            <a href=format!(
                "/rounds/{}/history#version-{}",
                opened.round.id,
                application.version,
            )>{format!("version {} of the rules", application.version)}</a>
        </p>
    }
    .into_any()
}

/// What was decided, why, and by which rule.
fn decision(visit: &Visit, opened: &OpenedApplication) -> Option<AnyView> {
    let application = &opened.application;
    let (at, decider) = (application.decided_at?, application.decider.as_ref()?);
    let (class, did) = match application.state {
        ApplicationState::Accepted => ("note good", " accepted it "),
        _ => ("note setback", " declined it "),
    };
    let rule = application.declined_for.and_then(|number| {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        let rule = opened.said.rules.get(place)?;
        Some(view! {
            ", for "
            <a href=format!("#rule-{number}")>{format!("rule {number}, “{}”", rule.words())}</a>
        })
    });
    let reason = if application.reason.is_empty() {
        "The reason went with whoever gave it.".to_owned()
    } else {
        application.reason.clone()
    };
    let again = (opened.is_applicant && application.state == ApplicationState::Declined).then(|| {
        view! {
            <p>
                "You may mend the plan and "
                <a href=format!("/rounds/{}/apply?plan={}", application.round, application.plan_id)>
                    "enter it again"
                </a> ", as long as the round is open."
            </p>
        }
    });
    Some(
        view! {
            <div class=class>
                <p>{author(decider)} {did} <Ago at=at now=visit.now /> {rule} "."</p>
                <p>{reason}</p>
                {again}
            </div>
        }
        .into_any(),
    )
}

fn figures(opened: &OpenedApplication, currency: Currency) -> AnyView {
    let application = &opened.application;
    let figure = |term: &'static str, words: String| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{words}</dd>
            </div>
        }
    };
    let margin = application.margin.map_or_else(
        || "–".to_owned(),
        |margin| format!("{margin}%").replace('-', "−"),
    );
    view! {
        <dl class="figures">
            {figure("Asks for", parts::money(application.ask, currency))}
            {figure("Breaks even", parts::day(application.even))}
            {figure("Profitable", parts::day(application.profit))} {figure("Margin", margin)}
            {figure("Lowest cash", parts::money(application.cash, currency))}
        </dl>
    }
    .into_any()
}

/// What whoever entered it may still do.
fn own(opened: &OpenedApplication) -> Option<AnyView> {
    let application = &opened.application;
    (opened.is_applicant && application.state.is_open()).then(|| {
        view! {
            <form class="actions" method="post" action=format!("/applications/{}/take-back", application.id)>
                <button>"Take it back"</button>
            </form>
        }
        .into_any()
    })
}

fn rules(opened: &OpenedApplication) -> AnyView {
    let (said, findings) = (&opened.said, &opened.application.findings);
    let rules = (0..)
        .zip(&said.rules)
        .map(|(place, rule)| (rule, findings.get(place)));
    let rules: Vec<_> = rules.collect();
    view! {
        <section aria-labelledby="rules">
            <h2 id="rules">"Rule by rule"</h2>
            {parts::findings(rules.into_iter())}
        </section>
    }
    .into_any()
}
