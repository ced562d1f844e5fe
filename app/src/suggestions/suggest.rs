//! `/plans/{id}/suggest`: offering a change, to one section or from a fork.

use super::{
    address,
    form::{self, Form},
};
use crate::{
    failure::Failure,
    plans::{self as plan_pages, page::readable},
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use domain::{
    forks, once,
    plans::{self, Plan, Revision},
    problems::Problems,
    suggestions::{self, NewSuggestion, OfferError},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?section=&fork=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    section: String,
    fork: String,
}

/// `GET /plans/{id}/suggest`: what can be changed, or the form for what was picked.
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = readable(&visit, &id).await?;
    let revision = plans::revision(visit.forum(), &visit.viewer, &plan, plan.head)
        .await?
        .ok_or(Failure::NotFound)?;
    let form = if asked.section.is_empty() {
        let fork = Form {
            fork: asked.fork.clone(),
            ..Form::default()
        };
        (!asked.fork.is_empty()).then_some(fork)
    } else {
        Some(Form::of_section(&revision, &asked.section).ok_or(Failure::NotFound)?)
    };
    if let Some(form) = form {
        let problems = Problems::default();
        return Ok(form::page(&visit, StatusCode::OK, &plan, &form, &problems));
    }
    let own = forks::own_forks(visit.forum(), member, &plan).await?;
    Ok(pick(&visit, &plan, &revision, &own))
}

/// `POST /plans/{id}/suggest`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let again = |status, problems: &Problems| form::page(&visit, status, &plan, &form, problems);
    let member = match visit.member() {
        Err(Failure::SignIn) => {
            let problems = Problems::one(
                "note",
                "You are signed out, and nothing is lost: sign in in another tab of this browser, \
                 come back to this page and press the button again.",
            );
            return Ok(again(StatusCode::UNAUTHORIZED, &problems));
        }
        member => member?,
    };
    let offer = match form.offer() {
        Ok(offer) => offer,
        Err(problems) => return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, &problems)),
    };
    let typed = NewSuggestion {
        note: form.note.clone(),
        offer,
    };
    let key = once::given(&form.once);
    match suggestions::offer(visit.forum(), member, plan.id, &typed, key).await {
        Ok(id) => Ok(visit.to(&address(id))),
        Err(OfferError::Invalid(problems)) => {
            Ok(again(StatusCode::UNPROCESSABLE_ENTITY, &problems))
        }
        Err(OfferError::NotFound | OfferError::NoRevision | OfferError::NoFork) => {
            Err(Failure::NotFound)
        }
        Err(OfferError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(OfferError::Suspended) => Err(Failure::Suspended),
        Err(OfferError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

/// What can be changed: each section, a new one, or all that an own fork changed.
fn pick(visit: &Visit, plan: &Plan, revision: &Revision, own: &[Plan]) -> Response {
    let head = Page::new(format!("Suggest a change to {}", plan.title))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    let base = format!("/plans/{}/suggest", plan.id);
    visit.page(head, || {
        let section = |key: String, title: String| {
            let href = format!("{base}?section={key}");
            view! {
                <li>
                    <a href=href>{title}</a>
                </li>
            }
        };
        let sections = revision
            .rendered
            .sections
            .iter()
            .map(|one| section(one.key.to_string(), one.title.clone()))
            .collect_view();
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=plan_pages::address(plan)>{plan.title.clone()}</a>
                    </p>
                    <h1>"Suggest a change"</h1>
                    <p class="lede">"Which section would you write otherwise?"</p>
                    <ul class="pickable">
                        {sections} {section("new".into(), "A section that is missing".into())}
                    </ul>
                    {from_forks(plan, own)}
                </main>
            </div>
        }
    })
}

fn from_forks(plan: &Plan, own: &[Plan]) -> AnyView {
    if own.is_empty() {
        return view! {
            <h2>"More than that?"</h2>
            <p>
                <a href=format!("/plans/{}/fork", plan.id)>"Fork the plan"</a>
                ", change what you like, numbers too, and suggest from there what the founder should take over."
            </p>
        }
        .into_any();
    }
    let forks = own
        .iter()
        .map(|fork| {
            let href = format!("/plans/{}/suggest?fork={}", plan.id, fork.id);
            view! {
                <li>
                    <a href=href>{fork.title.clone()}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2>"Everything that a fork of yours changed"</h2>
        <ul class="pickable">{forks}</ul>
    }
    .into_any()
}
