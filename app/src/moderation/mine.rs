//! `GET /measures`: what moderators did about whoever asks and what is theirs.

use super::parts::measures;
use crate::{
    failure::Failure,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::response::Response;
use domain::moderation;
use leptos::prelude::*;

/// `GET /measures`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    visit.person()?;
    let told = moderation::measures_about_me(visit.forum(), &visit.viewer).await?;
    let head = Page::new("What moderators did about you").robots(Robots::Hidden);
    Ok(visit.page(head, || {
        let list = measures(&visit, &told).unwrap_or_else(|| {
            view! { <p>"Nothing: no moderator had to do anything about you or what you wrote."</p> }
                .into_any()
        });
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"What moderators did about you"</h1>
                    <p class="lede">
                        "About your account, your plans and your comments. Each has its own page, where you can appeal."
                    </p>
                    {list}
                </main>
            </div>
        }
    }))
}
