//! `/rules`, `/about`, `/privacy`, `/terms`: what stands now.

use super::{address, saved_by};
use crate::{
    failure::Failure,
    shell::{Page, Shared},
    visit::Visit,
};
use axum::response::Response;
use domain::pages::{self, Name, Version};
use leptos::prelude::*;

/// `GET /rules`
pub async fn rules(visit: Visit) -> Result<Response, Failure> {
    show(&visit, Name::Rules).await
}

/// `GET /about`
pub async fn about(visit: Visit) -> Result<Response, Failure> {
    show(&visit, Name::About).await
}

/// `GET /privacy`
pub async fn privacy(visit: Visit) -> Result<Response, Failure> {
    show(&visit, Name::Privacy).await
}

/// `GET /terms`
pub async fn terms(visit: Visit) -> Result<Response, Failure> {
    show(&visit, Name::Terms).await
}

async fn show(visit: &Visit, name: Name) -> Result<Response, Failure> {
    let version = pages::newest(visit.forum(), name).await?;
    let modified = version.saved.as_ref().map(|saved| saved.at.to_rfc3339());
    let page = Page::new(name.title())
        .description(name.description())
        .canonical(address(name))
        .shared(Shared {
            kind: "website",
            published: None,
            modified,
        });
    Ok(visit.page(page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>{name.title()}</h1>
                    {others(name)}
                    <div class="prose help" inner_html=version.html.clone()></div>
                    {below(visit, &version)}
                </main>
            </div>
        }
    }))
}

/// The pages of the forum's own, and which of them is open.
pub(super) fn others(open: Name) -> AnyView {
    let links = Name::ALL
        .iter()
        .map(|name| {
            let current = (*name == open).then_some("page");
            view! {
                <a href=address(*name) aria-current=current>
                    {name.title()}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label="About this forum">
            {links}
        </nav>
    }
    .into_any()
}

fn below(visit: &Visit, version: &Version) -> AnyView {
    let page = version.page;
    let may_edit = visit.admin().is_ok();
    view! {
        <div class="aside">
            <p class="meta">{format!("Version {}. ", version.number)} {saved_by(visit, version.saved.as_ref())}</p>
            <p class="actions">
                <a class="button" href=format!("/pages/{page}/history")>
                    "History"
                </a>
                {may_edit
                    .then(|| {
                        view! {
                            <a class="button" href=format!("/pages/{page}/edit")>
                                "Edit"
                            </a>
                        }
                    })}
            </p>
        </div>
    }
    .into_any()
}
