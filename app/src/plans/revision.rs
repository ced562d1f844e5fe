//! `/plans/{id}/history/{rev}`: one revision as it was, and bringing it back.

use super::{
    address,
    page::{body, known, readable},
    parts::{self, written_by},
};
use crate::{
    failure::Failure,
    forks, numbers,
    posted::Posted,
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::{
    ids::RevisionNumber,
    plans::{self, Plan, RestoreError, Revision, State},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `GET /plans/{id}/history/{rev}`
pub async fn show(
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let number: RevisionNumber = number.parse().map_err(|_| Failure::NotFound)?;
    let revision = plans::revision(visit.forum(), &visit.viewer, &plan, number).await?;
    let revision = revision.ok_or(Failure::NotFound)?;
    let page = Page::new(format!("{}, revision {number}", revision.title))
        .canonical(format!("/plans/{}/history/{number}", plan.id))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    <article>
                        {about(&visit, &plan, &revision)}
                        <h1>{revision.title.clone()}</h1>
                        <p class="lede">{revision.pitch.clone()}</p>
                        {byline(&visit, &revision)}
                        {forks::attribution(&plan)}
                        {ways_on(&visit, &plan, &revision)}
                        {figures(&revision)}
                        {text(&revision)}
                    </article>
                </main>
            </div>
        }
    }))
}

fn about(visit: &Visit, plan: &Plan, revision: &Revision) -> AnyView {
    let number = revision.number;
    let age = if number == plan.head {
        "the newest".to_owned()
    } else {
        format!("an old one; the newest is {}", plan.head)
    };
    view! {
        <div class="note">
            <p>
                {format!("This is revision {number}, {age}, saved ")}
                <Ago at=revision.created_at now=visit.now />
                {format!(": “{}”", revision.note)}
            </p>
            <a href=address(plan)>"Read the plan as it is now"</a>
            ", "
            <a href=format!("/plans/{}/history", plan.id)>"all revisions"</a>
        </div>
    }
    .into_any()
}

fn byline(visit: &Visit, revision: &Revision) -> AnyView {
    view! {
        <div class="meta byline">
            <span class="stage">{parts::stage_name(revision.stage)}</span>
            " by "
            {written_by(revision.origin.as_ref(), &revision.author)}
            ", "
            <Ago at=revision.created_at now=visit.now />
            ", "
            <a href=revision.licence.url() rel="license">
                {revision.licence.name()}
            </a>
            " "
            {parts::tags(&revision.tags)}
        </div>
    }
    .into_any()
}

fn ways_on(visit: &Visit, plan: &Plan, revision: &Revision) -> AnyView {
    let (id, number) = (plan.id, revision.number);
    let there = revision.erased_at.is_none();
    let compare = |from: i32, to: i32, words: &'static str| {
        let href = format!("/plans/{id}/compare/{from}..{to}");
        view! {
            <a class="button" href=href>
                {words}
            </a>
        }
    };
    let is_author = visit.viewer.id() == Some(plan.author.id);
    let may_fork = there && plan.state == State::Published;
    let may_restore = is_author && there && number != plan.head && plan.state == State::Published;
    view! {
        <div class="actions">
            {may_fork
                .then(|| {
                    let href = format!("{}?revision={number}", forks::fork_address(plan));
                    view! {
                        <a class="button" rel="nofollow" href=href>
                            "Fork this revision"
                        </a>
                    }
                })}
            {(there && number.0 > 1).then(|| compare(number.0 - 1, number.0, "What this revision changed"))}
            {(there && number != plan.head).then(|| compare(number.0, plan.head.0, "What changed since"))}
            {there
                .then(|| {
                    view! {
                        <a class="button" href=format!("/plans/{id}/plan.md?revision={number}") download="">
                            "Markdown"
                        </a>
                    }
                })}
            {may_restore.then(|| restore_button(plan, number))}
        </div>
    }
    .into_any()
}

fn restore_button(plan: &Plan, number: RevisionNumber) -> AnyView {
    view! {
        <form method="post" action=format!("/plans/{}/restore", plan.id)>
            <input type="hidden" name="revision" value=number.to_string() />
            <input type="hidden" name="base" value=plan.head.to_string() />
            <button>"Restore as a new revision"</button>
        </form>
    }
    .into_any()
}

fn figures(revision: &Revision) -> Option<AnyView> {
    let checked = revision.numbers.clone()?.check().ok()?;
    Some(numbers::figures(&checked, &checked.results()).into_any())
}

fn text(revision: &Revision) -> AnyView {
    if revision.erased_at.is_some() {
        return view! { <p class="note">"The text of this revision was erased by its author."</p> }
            .into_any();
    }
    body(revision).into_any()
}

/// What a press of Restore sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Restoring {
    revision: String,
    base: String,
}

/// `POST /plans/{id}/restore`
pub async fn restore(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Restoring>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = known(&visit, &id).await?;
    let number = posted
        .form
        .revision
        .parse()
        .map_err(|_| Failure::NotFound)?;
    let base = posted.form.base.parse().map_err(|_| Failure::NotFound)?;
    match plans::restore(visit.forum(), member, plan.id, number, base).await {
        Ok(saved) => Ok(visit.to(&format!("/plans/{}/{}", saved.id, saved.slug))),
        Err(RestoreError::NotFound) => Err(Failure::NotFound),
        Err(RestoreError::Suspended) => Err(Failure::Suspended),
        Err(RestoreError::Broken(broken)) => Err(broken.into()),
        Err(refused) => Err(Failure::Conflict(sentence(&refused.to_string()))),
    }
}

/// Words of the domain as a sentence of a page.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
