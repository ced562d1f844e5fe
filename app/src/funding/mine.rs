//! `GET /applications`: what one has entered.

use super::{address, parts};
use crate::{
    failure::Failure,
    paging::{Asked, after, more},
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::response::Response;
use domain::{
    funding::{self, Application, Round},
    ids::ApplicationId,
};
use leptos::prelude::*;

const PER_PAGE: u64 = 25;

/// `GET /applications`
pub async fn show(visit: Visit, asked: Asked) -> Result<Response, Failure> {
    let person = visit.person()?.id;
    let below = after::<ApplicationId>(asked)?;
    let found =
        funding::applications_by(visit.forum(), &visit.viewer, person, below, PER_PAGE).await?;
    let next = found
        .next
        .map(|below| format!("/applications?after={below}"));
    let page = Page::new("Your applications")
        .robots(Robots::Hidden)
        .place(Place::Rounds);
    Ok(visit.page(page, || {
        let list = if found.items.is_empty() {
            view! {
                <div class="empty">
                    <h2>"You have entered nothing yet"</h2>
                    <p>
                        <a href="/rounds">"See which rounds are open"</a>
                        ": each of your plans shows how it stands there."
                    </p>
                </div>
            }
            .into_any()
        } else {
            let items = found
                .items
                .iter()
                .map(|(application, round)| item(&visit, application, round))
                .collect_view();
            view! { <ul class="rows rounds">{items}</ul> }.into_any()
        };
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href="/rounds">"Rounds"</a>
                    </p>
                    <h1>"Your applications"</h1>
                    {list} {more(next, "Earlier ones")}
                </main>
            </div>
        }
    }))
}

fn item(visit: &Visit, application: &Application, round: &Round) -> AnyView {
    let title = application.plan.as_ref().map_or_else(
        || format!("Plan {}", application.plan_id),
        |plan| plan.title.clone(),
    );
    view! {
        <li>
            <div>
                <h2>
                    <a href=format!("/applications/{}", application.id)>{title}</a>
                </h2>
                <div class="meta">
                    {parts::state(application.state)} ", in "
                    <a href=address(round)>{round.title.clone()}</a> ", entered "
                    <Ago at=application.created_at now=visit.now />
                </div>
            </div>
        </li>
    }
    .into_any()
}
