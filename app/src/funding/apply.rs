//! `GET` and `POST /rounds/{id}/apply`: entering a plan, rule by rule.

use super::{address, known, parts, refused};
use crate::{
    failure::Failure,
    forms::{Field, capitalised, once_field, problem_of, problem_summary},
    kept,
    plans::{address as address_of_plan, page::readable},
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    funding::{
        self, Applying, FundError, OpenedRound, Phase, State,
        rules::{Facts, Finding, Outcome, Rule, judge},
    },
    ids::{PlanId, RevisionNumber, VersionNumber},
    once,
    plans::{self, Plan, plan_named},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?plan=`: which plan, by its number or address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    plan: String,
}

/// What was sent: the plan, as it was looked at, and the rules that are vouched for.
#[derive(Clone, Debug, Default)]
struct Form {
    plan: String,
    revision: String,
    version: String,
    once: String,
    attested: Vec<usize>,
}

impl Form {
    fn read(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "plan" => form.plan = value,
                "revision" => form.revision = value,
                "version" => form.version = value,
                "once" => form.once = value,
                _ => {
                    let rule = name
                        .strip_prefix("rule-")
                        .and_then(|rule| rule.parse::<usize>().ok());
                    form.attested.extend(rule);
                }
            }
        }
        form
    }
}

/// `GET /rounds/{id}/apply`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    visit.member()?;
    let opened = public(&visit, &id).await?;
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let form = Form {
        plan: asked.plan,
        once: once::new_key(visit.forum()),
        ..Form::default()
    };
    if form.plan.is_empty() {
        return choose(&visit, StatusCode::OK, &opened, &form, &Problems::default()).await;
    }
    match plan_named(&form.plan) {
        Some(plan) => {
            gone_through(
                &visit,
                StatusCode::OK,
                &opened,
                plan,
                &form,
                &Problems::default(),
            )
            .await
        }
        None => unknown(&visit, &opened, &form).await,
    }
}

async fn public(visit: &Visit, id: &str) -> Result<OpenedRound, Failure> {
    let opened = known(visit, id).await?;
    match (opened.round.state, opened.round.phase) {
        (State::Published, Phase::Open) => Ok(opened),
        (State::Published, Phase::Closed) => Err(Failure::Conflict("The round is closed.".into())),
        (State::Published, Phase::Upcoming) => {
            Err(Failure::Conflict("The round has not opened yet.".into()))
        }
        _ => Err(Failure::NotFound),
    }
}

async fn unknown(visit: &Visit, opened: &OpenedRound, form: &Form) -> Result<Response, Failure> {
    let problems = Problems::one("plan", "Write its number, or its address here.");
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    choose(visit, status, opened, form, &problems).await
}

/// `POST /rounds/{id}/apply`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let form = Form::read(posted.form);
    let member = match visit.member() {
        Ok(member) => member,
        Err(why) => {
            let action = format!("/rounds/{id}/apply");
            return Ok(kept::form(&visit, &why, action, hidden(&form)));
        }
    };
    let opened = public(&visit, &id).await?;
    let Some(plan) = plan_named(&form.plan) else {
        return unknown(&visit, &opened, &form).await;
    };
    let applying = Applying {
        plan,
        revision: form.revision.parse().ok().map(RevisionNumber),
        version: VersionNumber(form.version.parse().unwrap_or(0)),
        attested: &form.attested,
    };
    let once = once::given(&form.once);
    match funding::apply(visit.forum(), member, opened.round.id, &applying, once).await {
        Ok(application) => Ok(visit.to(&format!("/applications/{application}"))),
        Err(FundError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            gone_through(&visit, status, &opened, plan, &form, &problems).await
        }
        Err(FundError::Stale) => {
            let words = "The rules, or the plan, have been changed since you looked. Go through them once more: \
                         this is how they stand now.";
            let problems = Problems::one("plan", words);
            gone_through(
                &visit,
                StatusCode::CONFLICT,
                &opened,
                plan,
                &form,
                &problems,
            )
            .await
        }
        Err(error) => Err(refused(error)),
    }
}

/// What was sent, for whoever was signed out meanwhile.
fn hidden(form: &Form) -> AnyView {
    let fields = [
        ("plan".to_owned(), form.plan.clone()),
        ("revision".to_owned(), form.revision.clone()),
        ("version".to_owned(), form.version.clone()),
    ];
    let vouched = form
        .attested
        .iter()
        .map(|rule| (format!("rule-{rule}"), "yes".to_owned()));
    fields
        .into_iter()
        .chain(vouched)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
        .into_any()
}

/// Which plan: those of whoever asks.
async fn choose(
    visit: &Visit,
    status: StatusCode,
    opened: &OpenedRound,
    form: &Form,
    problems: &Problems,
) -> Result<Response, Failure> {
    let own = plans::Listing {
        author: Some(visit.member()?.id),
        limit: plans::MOST_PER_PAGE,
        ..plans::Listing::default()
    };
    let own = plans::list(visit.forum(), &visit.viewer, &own).await?.items;
    let id = opened.round.id;
    Ok(visit.page_with(status, head(opened), || {
        let items = own
            .iter()
            .map(|plan| {
                view! {
                    <li>
                        <a href=format!("/rounds/{id}/apply?plan={}", plan.id)>{plan.title.clone()}</a>
                    </li>
                }
            })
            .collect_view();
        let list = if own.is_empty() {
            view! {
                <p>
                    "You have posted none yet. "
                    <a href="/plans/new">"Post a plan"</a>
                    " first: it is measured by these rules while you write."
                </p>
            }
            .into_any()
        } else {
            view! { <ul class="stands choose">{items}</ul> }.into_any()
        };
        view! {
            <div class="wrap plain">
                <main id="main">
                    {title(opened)} <p class="lede">"Which of your plans?"</p> {problem_summary(problems)} {list}
                    <form class="write" method="get" action=format!("/rounds/{id}/apply")>
                        {Field::new("plan", "Or by its number or address")
                            .value(form.plan.clone())
                            .problems(problems)
                            .autocomplete("off")
                            .input("text")}
                        <button>"Go on"</button>
                    </form>
                </main>
            </div>
        }
    }))
}

fn head(opened: &OpenedRound) -> Page {
    Page::new(format!("Enter a plan in {}", opened.round.title))
        .robots(Robots::Hidden)
        .place(Place::Rounds)
}

fn title(opened: &OpenedRound) -> AnyView {
    view! {
        <p class="meta">
            <a href=address(&opened.round)>{opened.round.title.clone()}</a>
        </p>
        <h1>"Enter a plan"</h1>
    }
    .into_any()
}

/// Every rule once, with what it finds in the plan.
async fn gone_through(
    visit: &Visit,
    status: StatusCode,
    opened: &OpenedRound,
    plan: PlanId,
    form: &Form,
    problems: &Problems,
) -> Result<Response, Failure> {
    let plan = readable(visit, &plan.to_string()).await?;
    let revision = plans::revision(visit.forum(), &visit.viewer, &plan, plan.head)
        .await?
        .ok_or(Failure::NotFound)?;
    let numbers = revision
        .numbers
        .clone()
        .and_then(|numbers| numbers.check().ok());
    let facts = Facts {
        numbers: numbers.as_ref(),
        stage: revision.stage,
        licence: revision.licence,
    };
    let findings = judge(&opened.said.rules, opened.said.currency(), facts);
    Ok(visit.page_with(status, head(opened), || {
        walk(opened, &plan, &findings, form, problems)
    }))
}

fn walk(
    opened: &OpenedRound,
    plan: &Plan,
    findings: &[Finding],
    form: &Form,
    problems: &Problems,
) -> AnyView {
    let id = opened.round.id;
    let rules = &opened.said.rules;
    let stopped = rules
        .iter()
        .zip(findings)
        .any(|(rule, finding)| finding.outcome == Outcome::Missed && !rule.may_miss());
    let items = (1..)
        .zip(rules.iter().zip(findings))
        .map(|(number, (rule, finding))| step(number, rule, finding, form))
        .collect_view();
    let end = if stopped {
        view! {
            <div class="note setback">
                <p>
                    "A rule is missed that this funder does not let be missed. Mend the plan, and enter it then: a round takes what it finds on the day you apply."
                </p>
                <a class="button primary" href=format!("/plans/{}/edit", plan.id)>
                    "Edit the plan"
                </a>
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="note">
                <p>
                    {format!(
                        "Revision {} is entered as it stands, with everything above. It is public, and what you vouch for is kept with your name.",
                        plan.head,
                    )}
                </p>
            </div>
            <button class="primary">"Enter this plan"</button>
        }
        .into_any()
    };
    view! {
        <div class="wrap plain">
            <main id="main">
                {title(opened)}
                <p class="lede">
                    <a href=address_of_plan(plan)>{plan.title.clone()}</a>
                </p>
                {problem_summary(&summed(problems))}
                <form class="write" method="post" action=format!("/rounds/{id}/apply")>
                    {once_field(form.once.clone())}
                    <input type="hidden" name="plan" value=plan.id.to_string() />
                    <input type="hidden" name="revision" value=plan.head.to_string() />
                    <input type="hidden" name="version" value=opened.said.number.to_string() />
                    <div id="field-plan">{problem_of(problems, "plan", "The plan")}</div>
                    <ol class="findings" id="field-rules">
                        {items}
                    </ol>
                    {end}
                </form>
            </main>
        </div>
    }
    .into_any()
}

/// Problems with a rule lead to it.
fn summed(problems: &Problems) -> Problems {
    let mut summed = problems.clone();
    for problem in &mut summed.0 {
        let place = problem
            .field
            .strip_prefix("rules[")
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(place) = place.and_then(|place| place.parse::<usize>().ok()) {
            problem.field = format!("rule-{}", place + 1).into();
        }
    }
    summed
}

fn step(number: usize, rule: &Rule, finding: &Finding, form: &Form) -> AnyView {
    if !rule.condition().is_attested() {
        return parts::finding_of(&format!("rule-{number}"), rule, Some(finding));
    }
    let name = format!("rule-{number}");
    let (id, of) = (format!("field-{name}"), format!("field-{name}"));
    let ticked = form.attested.contains(&number);
    view! {
        <li class="attest">
            <span class="outcome">"Vouch for"</span>
            <label class="tick" for=of>
                <input id=id name=name type="checkbox" value="yes" checked=ticked required />
                <span>{capitalised(rule.words())}</span>
            </label>
        </li>
    }
    .into_any()
}
