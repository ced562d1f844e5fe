//! `GET /moderation/appeals`: what was said against measures and waits for an answer, the oldest first.

use super::{QUEUE, failed, parts::measures, queue::tabs};
use crate::{
    failure::Failure,
    paging::{Asked, after, more},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::response::Response;
use domain::{ids::AppealId, moderation};
use leptos::prelude::*;

const PER_PAGE: u64 = 25;

/// `GET /moderation/appeals`
pub async fn show(visit: Visit, asked: Asked) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let after: Option<AppealId> = after(asked)?;
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
