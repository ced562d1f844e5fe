//! `GET /moderation/copies/decided`: what was decided about pairs and still stands.

use super::{
    COPIES, pair_address,
    parts::{filters, side},
};
use crate::{
    failure::Failure,
    paging::more,
    plans::parts,
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    copies::{self, Action, Deed},
    ids::ActionId,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 20;

/// `?below=`: the action below which the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    below: Option<ActionId>,
}

/// `GET /moderation/copies/decided`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let found = copies::decided(visit.forum(), &moderator, asked.below, PER_PAGE).await?;
    let page = Page::new("Decided pairs")
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    let older = more(
        found
            .next
            .map(|below| format!("{COPIES}/decided?below={below}")),
        "Earlier decisions",
    );
    Ok(visit.page(page, || {
        let items = found
            .items
            .iter()
            .map(|one| item(&visit, one))
            .collect_view();
        view! {
            <div class="wrap wide">
                <main id="main">
                    <h1>"Decided pairs"</h1>
                    {filters(true)}
                    {found.items.is_empty().then(nothing)}
                    <ol class="pairs">{items}</ol>
                    {older}
                </main>
            </div>
        }
    }))
}

fn nothing() -> AnyView {
    view! {
        <div class="empty">
            <h2>"Nothing was decided yet"</h2>
            <p>"Plans that were linked as forks, and pairs that were set aside, stand here and can be undone."</p>
        </div>
    }
    .into_any()
}

fn item(visit: &Visit, action: &Action) -> AnyView {
    let words = match action.deed {
        Deed::Linked => "Linked as a fork",
        _ => "Set aside: no copy",
    };
    let label = format!(
        "Look at {} and {} again",
        action.younger.title, action.older.title
    );
    view! {
        <li>
            <h2>{words}</h2>
            <p class="meta">
                "By "
                {parts::author(&action.moderator)}
                ", "
                <Ago at=action.at now=visit.now />
                {action.reason.as_ref().map(|reason| format!(": “{reason}”"))}
            </p>
            <dl class="sides">
                {side("Older", &action.older, None)} {side("Younger", &action.younger, None)}
            </dl>
            <p class="actions">
                <a class="button" aria-label=label href=pair_address(action.older.id, action.younger.id)>
                    "Look at it again"
                </a>
            </p>
        </li>
    }
    .into_any()
}
