//! What was found, in a list.

use crate::{
    plans::{self, parts},
    time::Ago,
    visit::Visit,
};
use domain::{
    accounts::Byline,
    clock::Timestamp,
    ids::{CommentId, PlanId},
    plans::Plan,
    search::{Hit, Place, Run},
};
use leptos::prelude::*;

pub(super) fn list(visit: &Visit, hits: &[Hit]) -> AnyView {
    let hits = hits.iter().map(|hit| one(visit, hit)).collect_view();
    view! { <ol class="found">{hits}</ol> }.into_any()
}

/// A text with what was searched for marked.
pub(super) fn marked(runs: &[Run]) -> AnyView {
    runs.iter()
        .map(|run| {
            let text = run.text.clone();
            if run.marked {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect_view()
        .into_any()
}

fn one(visit: &Visit, hit: &Hit) -> AnyView {
    match hit {
        Hit::Plan { plan, title, place } => of_plan(visit, plan, title, place),
        Hit::Comment {
            id,
            plan,
            title,
            slug,
            author,
            created_at,
            said,
        } => of_comment(
            visit,
            *id,
            (*plan, title, slug),
            (author, *created_at),
            said,
        ),
        Hit::Person {
            handle,
            name,
            about,
            plans,
            comments,
            joined_at,
        } => {
            let counts = [
                parts::counted(*plans, "plan"),
                parts::counted(*comments, "comment"),
            ];
            view! {
                <li>
                    <h2>
                        <a href=format!("/people/{handle}")>{marked(name)}</a>
                    </h2>
                    <p class="snippet">{marked(about)}</p>
                    <div class="meta">
                        {format!("@{handle}, {}, joined ", counts.join(", "))}
                        <Ago at=*joined_at now=visit.now />
                    </div>
                </li>
            }
            .into_any()
        }
    }
}

fn of_plan(visit: &Visit, plan: &Plan, title: &[Run], place: &Place) -> AnyView {
    let section = place.section.as_ref().map(|(key, title)| {
        let href = format!("{}#{key}", plans::address(plan));
        view! {
            <a href=href>{title.clone()}</a>
            ": "
        }
    });
    view! {
        <li>
            <h2>
                <a href=plans::address(plan)>{marked(title)}</a>
            </h2>
            <p class="snippet">{section} {marked(&place.text)}</p>
            <div class="meta">
                <span class="stage">{parts::stage_name(plan.stage)}</span>
                " by "
                {parts::author(&plan.author)}
                " "
                <Ago at=plan.created_at now=visit.now />
                {crate::forks::fork_of(plan)}
                {(plan.forks > 0).then(|| format!(", {}", parts::counted(plan.forks, "fork")))}
                " "
                {parts::tags(&plan.tags)}
            </div>
        </li>
    }
    .into_any()
}

fn of_comment(
    visit: &Visit,
    id: CommentId,
    (plan, title, slug): (PlanId, &str, &str),
    (author, created_at): (&Byline, Timestamp),
    said: &[Run],
) -> AnyView {
    view! {
        <li>
            <p class="snippet">
                <a href=format!("/comments/{id}")>{marked(said)}</a>
            </p>
            <div class="meta">
                {parts::author(author)}
                " on "
                <a href=format!("/plans/{plan}/{slug}")>{title.to_owned()}</a>
                ", "
                <Ago at=created_at now=visit.now />
            </div>
        </li>
    }
    .into_any()
}
