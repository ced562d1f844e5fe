//! `GET /plans/{id}/history`: every revision, newest first.

use super::{
    page::{Tab, masthead, readable, tabs},
    parts,
};
use crate::{
    copies::on_plan,
    failure::Failure,
    moderation,
    paging::more,
    shell::{Page, Place},
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    copies,
    ids::RevisionNumber,
    plans::{self, Plan, RevisionSummary},
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 30;

/// `?below=`: the number under which the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    below: Option<RevisionNumber>,
}

/// `GET /plans/{id}/history`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let history =
        plans::history(visit.forum(), &visit.viewer, &plan, asked.below, PER_PAGE).await?;
    let actions = match asked.below {
        None => copies::actions_on(visit.forum(), &visit.viewer, &plan).await?,
        Some(_) => Vec::new(),
    };
    let measures = match asked.below {
        None => domain::moderation::measures_on(visit.forum(), &visit.viewer, plan.id).await?,
        Some(_) => Vec::new(),
    };
    let page = Page::new(format!("History of {}", plan.title))
        .canonical(format!("/plans/{}/history", plan.id))
        .place(Place::Plans);
    let older = history
        .next
        .map(|below| format!("/plans/{}/history?below={below}", plan.id));
    Ok(visit.page(page, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(&visit, &plan)}
                    {tabs(&plan, Tab::History)}
                    {revisions(&visit, &plan, &history.items)}
                    {more(older, "Older revisions")}
                    {on_plan(&visit, &plan, &actions)}
                    {moderation::measures(&visit, &measures)
                        .map(|list| {
                            view! {
                                <section class="moderators" aria-labelledby="measures">
                                    <h2 id="measures">"What moderators did about this plan"</h2>
                                    {list}
                                </section>
                            }
                        })}
                </main>
            </div>
        }
    }))
}

/// The revisions in a form that compares the two that are picked.
fn revisions(visit: &Visit, plan: &Plan, revisions: &[RevisionSummary]) -> AnyView {
    let newest = revisions.first().map(|revision| revision.number);
    let second = revisions.get(1).map(|revision| revision.number);
    let rows = revisions
        .iter()
        .map(|revision| {
            let picked = Picked {
                from: second == Some(revision.number),
                to: newest == Some(revision.number),
            };
            row(visit, plan, revision, &picked)
        })
        .collect_view();
    let compare = (revisions.len() > 1).then(|| {
        view! {
            <p class="actions">
                <button>"Compare the two picked"</button>
            </p>
        }
    });
    view! {
        <form class="history" action=format!("/plans/{}/compare", plan.id)>
            {compare}
            <ol class="rows" reversed>
                {rows}
            </ol>
        </form>
    }
    .into_any()
}

struct Picked {
    from: bool,
    to: bool,
}

fn row(visit: &Visit, plan: &Plan, revision: &RevisionSummary, picked: &Picked) -> AnyView {
    let number = revision.number;
    let href = format!("/plans/{}/history/{number}", plan.id);
    let before = (number > RevisionNumber::FIRST && revision.erased_at.is_none())
        .then(|| format!("/plans/{}/compare/{}..{number}", plan.id, number.0 - 1));
    view! {
        <li>
            {pick(number, picked)}
            <div>
                <h2>
                    <a href=href>{format!("Revision {number}")}</a>
                </h2>
                <p class="pitch">{revision.note.clone()}</p>
                <div class="meta">
                    {parts::written_by(revision.origin.as_ref(), &revision.author)}
                    {credit(plan, revision)}
                    ", "
                    <Ago at=revision.created_at now=visit.now />
                    ", "
                    {size(revision)}
                    {changed(&revision.changed)}
                    {before.map(|before| view! { ", " <a href=before>"what changed"</a> })}
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// Whose suggestion, or which revision of the parent, it took over, and why a moderator made it.
fn credit(plan: &Plan, revision: &RevisionSummary) -> AnyView {
    let suggestion = revision.suggestion.as_ref().map(|(id, person)| {
        view! {
            " with "
            {parts::author(person)}
            ", by "
            <a href=format!("/suggestions/{id}")>"this suggestion"</a>
        }
    });
    let pulled = revision
        .pulled
        .zip(plan.fork.as_ref())
        .map(|(number, fork)| {
            let href = format!("/plans/{}/history/{number}", fork.from);
            view! {
                ", from "
                <a href=href>{format!("the parent’s revision {number}")}</a>
            }
        });
    let measure = revision.measure.map(|id| {
        view! {
            ", by a moderator: "
            <a href=moderation::measure_address(id)>"why, and by whom"</a>
        }
    });
    (suggestion, pulled, measure).into_any()
}

fn pick(number: RevisionNumber, picked: &Picked) -> AnyView {
    let radio = |name: &'static str, word: &str, checked: bool| {
        let label = format!("Compare {word} revision {number}");
        view! {
            <input type="radio" name=name value=number.to_string() aria-label=label checked=checked />
        }
    };
    view! {
        <div class="pick">
            {radio("from", "from", picked.from)}
            {radio("to", "to", picked.to)}
        </div>
    }
    .into_any()
}

fn size(revision: &RevisionSummary) -> String {
    if revision.erased_at.is_some() {
        return "text erased".into();
    }
    match revision.bytes {
        ..1024 => format!("{} bytes", revision.bytes),
        bytes => format!("{} KiB", (bytes + 512) / 1024),
    }
}

fn changed(sections: &[String]) -> Option<String> {
    const TOLD: usize = 4;
    if sections.is_empty() {
        return None;
    }
    let mut told = sections.iter().take(TOLD).cloned().collect::<Vec<_>>();
    if sections.len() > TOLD {
        told.push(format!("{} more sections", sections.len() - TOLD));
    }
    Some(format!(", changed {}", told.join("; ")))
}
