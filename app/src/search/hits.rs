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

/// The list; what was written later than a moment is marked as new.
pub(super) fn list(visit: &Visit, hits: &[Hit], since: Option<Timestamp>) -> AnyView {
    let hits = hits.iter().map(|hit| {
        let is_new = since.is_some_and(|since| since < written_at(hit));
        one(visit, hit, is_new)
    });
    let hits = hits.collect_view();
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

fn written_at(hit: &Hit) -> Timestamp {
    match hit {
        Hit::Plan { plan, .. } => plan.created_at,
        Hit::Comment { created_at, .. } => *created_at,
        Hit::Person { joined_at, .. } => *joined_at,
        Hit::Listing { published_at, .. } => *published_at,
    }
}

fn new(is_new: bool) -> Option<AnyView> {
    is_new.then(|| view! { " " <span class="news">"New"</span> }.into_any())
}

fn one(visit: &Visit, hit: &Hit, is_new: bool) -> AnyView {
    match hit {
        Hit::Plan { plan, title, place } => of_plan(visit, plan, (title, place), is_new),
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
            is_new,
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
                        {new(is_new)}
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
        Hit::Listing {
            id,
            slug,
            title,
            about,
            maker,
            published_at,
        } => view! {
            <li>
                <h2>
                    <a href=format!("/listings/{id}/{slug}")>{marked(title)}</a>
                    {new(is_new)}
                </h2>
                <p class="snippet">{marked(about)}</p>
                <div class="meta">
                    "by "
                    {parts::author(maker)}
                    ", published "
                    <Ago at=*published_at now=visit.now />
                </div>
            </li>
        }
        .into_any(),
    }
}

fn of_plan(visit: &Visit, plan: &Plan, (title, place): (&[Run], &Place), is_new: bool) -> AnyView {
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
                {new(is_new)}
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
    is_new: bool,
) -> AnyView {
    view! {
        <li>
            <p class="snippet">
                <a href=format!("/comments/{id}")>{marked(said)}</a>
                {new(is_new)}
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
