//! `/suggestions/{id}/fork`: doing elsewhere what was suggested, declined or not.

use crate::{
    failure::{Failure, slowed},
    forms::{Field, once_field, problem_summary},
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    forks::{self, ForkError, NewFork},
    ids::{RevisionNumber, SuggestionId},
    once,
    plans::{Plan, Typed},
    problems::Problems,
    suggestions,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    reason: String,
    title: String,
    once: String,
}

/// What the fork is made from.
struct Source {
    id: SuggestionId,
    plan: Plan,
    base: RevisionNumber,
    typed: Typed,
}

/// `GET /suggestions/{id}/fork`
pub async fn ask(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.member()?;
    let source = source(&visit, &id).await?;
    let form = Form {
        title: source.typed.title.clone(),
        ..Form::default()
    };
    let problems = Problems::default();
    Ok(page(&visit, StatusCode::OK, &source, &form, &problems))
}

/// `POST /suggestions/{id}/fork`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let source = source(&visit, &id).await?;
    let typed = NewFork {
        revision: Some(source.base),
        reason: form.reason.clone(),
        title: form.title.clone(),
        instead: Some(source.typed.clone()),
        ..NewFork::default()
    };
    let key = once::given(&form.once);
    match forks::fork(visit.forum(), member, source.plan.id, &typed, key).await {
        Ok(saved) => Ok(visit.to(&format!("/plans/{}/{}", saved.id, saved.slug))),
        Err(ForkError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&visit, status, &source, &form, &problems))
        }
        Err(ForkError::NotFound | ForkError::NoRevision) => Err(Failure::NotFound),
        Err(ForkError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ForkError::Wait(wait)) => {
            let problems = Problems::one("reason", wait.words);
            let status = StatusCode::TOO_MANY_REQUESTS;
            let page = page(&visit, status, &source, &form, &problems);
            Ok(slowed(page, wait.seconds))
        }
        Err(ForkError::Suspended) => Err(Failure::Suspended),
        Err(ForkError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

async fn source(visit: &Visit, id: &str) -> Result<Source, Failure> {
    let id: SuggestionId = id.parse().map_err(|_| Failure::NotFound)?;
    let found = suggestions::as_plan(visit.forum(), &visit.viewer, id).await?;
    let (plan, base, typed) = found.ok_or(Failure::NotFound)?;
    Ok(Source {
        id,
        plan,
        base,
        typed,
    })
}

fn page(
    visit: &Visit,
    status: StatusCode,
    source: &Source,
    form: &Form,
    problems: &Problems,
) -> Response {
    let head = Page::new(format!("Fork {}", source.plan.title))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    let key = once::given(&form.once).map_or_else(|| once::new_key(visit.forum()), str::to_owned);
    let back = super::address(source.id);
    visit.page_with(status, head, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=back.clone()>"The suggestion"</a>
                    </p>
                    <h1>"Do it in a fork"</h1>
                    <p class="lede">
                        {format!(
                            "The plan as it was suggested becomes a public plan of yours at once, forked from “{}” at revision {}, under {}.",
                            source.plan.title,
                            source.base,
                            source.plan.licence.name(),
                        )}
                    </p>
                    {problem_summary(problems)}
                    <form class="write" method="post" action=format!("{back}/fork")>
                        {once_field(key)}
                        {Field::new("title", "Title")
                            .value(form.title.clone())
                            .problems(problems)
                            .required()
                            .most(120)
                            .input("text")}
                        {Field::new("reason", "Why")
                            .hint("Such as: the founder sees it otherwise, and I want to know")
                            .value(form.reason.clone())
                            .problems(problems)
                            .required()
                            .most(200)
                            .input("text")}
                        <p class="actions">
                            <button class="primary">"Fork it"</button>
                            <a class="button" href=back.clone()>
                                "Cancel"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}
