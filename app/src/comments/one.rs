//! `GET /comments/{id}`: a comment by itself, with what it answers and what answers it.

use super::{
    about, address, discussion_address, known,
    parts::{self, Open},
};
use crate::{
    failure::Failure,
    shell::{Page, Place},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::comments::Subthread;
use leptos::prelude::*;

/// `GET /comments/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let thread = known(&visit, &id).await?;
    let (plan, comment) = (&thread.plan, thread.comment());
    let page = Page::new(format!("{} on {}", comment.author.name(), plan.title))
        .canonical(address(comment.id))
        .place(Place::Plans);
    Ok(visit.page(page, || about(&visit, plan, view(&visit, &thread))))
}

fn view(visit: &Visit, thread: &Subthread) -> AnyView {
    let plan = &thread.plan;
    let above = thread.above.as_ref().map(|above| {
        view! {
            <p class="meta">"In answer to"</p>
            <div class="comment above">{parts::itself(visit, plan, above, None)}</div>
        }
    });
    view! {
        <p class="meta">
            <a href=discussion_address(plan)>"The whole discussion"</a>
        </p>
        {above}
        {parts::branches(visit, plan, &thread.comments, Open::All)}
        {parts::islands()}
    }
    .into_any()
}
