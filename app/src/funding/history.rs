//! `GET /rounds/{id}/history`: what a round said in each of its versions.

use super::{address, known, parts};
use crate::{
    failure::Failure,
    shell::{Page, Place, Robots},
    time::{Ago, Day},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::funding::{self, State, Version};
use leptos::prelude::*;

/// `GET /rounds/{id}/history`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    let round = &opened.round;
    let versions = funding::versions(visit.forum(), round).await?;
    let page = Page::new(format!("Versions of {}", round.title)).place(Place::Rounds);
    let page = if round.state == State::Published {
        page
    } else {
        page.robots(Robots::Hidden)
    };
    Ok(visit.page(page, || {
        let items = versions.iter().map(|said| version(&visit, said)).collect_view();
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(round)>{round.title.clone()}</a>
                    </p>
                    <h1>"Versions"</h1>
                    <p class="lede">
                        "Rules change only as a new version. Whoever applied keeps the version that they applied under."
                    </p>
                    {items}
                </main>
            </div>
        }
    }))
}

fn version(visit: &Visit, said: &Version) -> AnyView {
    let number = said.number;
    let rules: Vec<_> = said.rules.iter().map(|rule| (rule, None)).collect();
    let words = if said.is_erased {
        view! { <p class="meta">"What it said went with whoever wrote it."</p> }.into_any()
    } else {
        view! {
            <p class="meta">
                {format!("{} in all, up to {} for one plan, ", said.amount, said.per_plan)}
                <Day at=said.opens_at /> " to " <Day at=parts::last_day(said.closes_at) />
            </p>
            <details open=number.0 == 1>
                <summary>{format!("{} rules", said.rules.len())}</summary>
                {parts::findings_apart(rules.into_iter(), &format!("v{number}-"))}
            </details>
        }
        .into_any()
    };
    view! {
        <section id=format!("version-{number}") aria-labelledby=format!("v-{number}")>
            <h2 id=format!("v-{number}")>{format!("Version {number}")}</h2>
            <p>
                {said.note.clone()} " "
                <span class="meta">
                    <Ago at=said.created_at now=visit.now />
                </span>
            </p>
            {words}
        </section>
    }
    .into_any()
}
