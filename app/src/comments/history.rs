//! `GET /comments/{id}/history`: every text that a comment has had.

use super::{about, address, known};
use crate::{
    failure::Failure,
    shell::{Page, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::comments::{self, Version};
use leptos::prelude::*;

/// `GET /comments/{id}/history`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let thread = known(&visit, &id).await?;
    let comment = thread.comment();
    let versions = comments::history(visit.forum(), &visit.viewer, comment.id)
        .await?
        .ok_or(Failure::NotFound)?;
    let title = format!("History of a comment by {}", comment.author.name());
    let page = Page::new(title.clone()).robots(Robots::Hidden);
    Ok(visit.page(page, || {
        let content = view! {
            <h2>{title}</h2>
            <p class="meta">
                <a href=address(comment.id)>"Back to the comment"</a>
            </p>
            {list(&visit, &versions)}
        };
        about(&visit, &thread.plan, content.into_any())
    }))
}

/// The text that stands now first.
fn list(visit: &Visit, versions: &[Version]) -> AnyView {
    let newest = versions.last().map_or(1, |version| version.number);
    let items = versions
        .iter()
        .rev()
        .map(|version| {
            let what = match version.number {
                1 if newest > 1 => "As it was posted, ",
                number if number == newest => "As it is, written ",
                _ => "Edited ",
            };
            view! {
                <li class="comment">
                    <div class="meta">
                        {what} <Ago at=version.written_at now=visit.now />
                    </div>
                    <div class="said" inner_html=version.html.clone()></div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="thread">{items}</ol> }.into_any()
}
