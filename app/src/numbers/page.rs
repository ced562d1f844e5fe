//! `GET /plans/{id}/numbers`: month by month, and how each figure is worked out.

use super::{chart, numbers_content};
use crate::{
    failure::Failure,
    plans::page::{Tab, masthead, readable, tabs},
    shell::{Page, Place},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::plans;
use leptos::prelude::*;

/// `GET /plans/{id}/numbers`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let numbers = plans::revision(visit.forum(), &visit.viewer, &plan, plan.head)
        .await?
        .and_then(|revision| revision.numbers)
        .ok_or(Failure::NotFound)?;
    let checked = numbers
        .check()
        .map_err(|problems| Failure::broken(format!("stored numbers: {problems:?}")))?;
    let page = Page::new(format!("Numbers of {}", plan.title))
        .canonical(format!("/plans/{}/numbers", plan.id))
        .place(Place::Plans);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(&visit, &plan)}
                    {tabs(&plan, Tab::Numbers)}
                    {chart(&checked, &checked.results())}
                    {numbers_content(&checked)}
                </main>
            </div>
        }
    }))
}
