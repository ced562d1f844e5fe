//! `GET /moderation/appeals`: what was said against measures and waits for an answer, the oldest first.

use super::{QUEUE, failed, parts::measures, queue::tabs};
use crate::{
    failure::Failure,
    paging::{begins, more},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use domain::{ids::AppealId, moderation};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 25;

/// `?after=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

/// `GET /moderation/appeals`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let after: Option<AppealId> = begins(&asked.after)?;
    let found = moderation::waiting_appeals(visit.forum(), &moderator, after, PER_PAGE).await;
    let found = found.map_err(failed)?;
    let told = moderation::measures_of_numbers(visit.forum(), &visit.viewer, &found.items).await?;
    let head = Page::new("Appeals")
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    Ok(visit.page(head, || {
        let list = measures(&visit, &told).unwrap_or_else(|| {
            view! {
                <div class="empty">
                    <h2>"Nothing waits here"</h2>
                    <p>"Nobody has appealed against what was done, or all appeals are answered."</p>
                </div>
            }
            .into_any()
        });
        let more = more(found.next.map(|after| format!("{QUEUE}/appeals?after={after}")), "More");
        view! {
            <div class="wrap wide">
                <main id="main">
                    <h1>"Appeals"</h1>
                    <p class="lede">
                        "What people say against what was done about them. Whoever did it does not answer."
                    </p>
                    {tabs(None, true)}
                    {list}
                    {more}
                </main>
            </div>
        }
    }))
}
