//! `/confirm/{token}`: saying that an address is one's own. The link only shows a button, for
//! whatever reads mail on the way follows links.

use super::parts;
use crate::{
    failure::Failure,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::accounts::{self, LinkError};
use leptos::prelude::*;

/// `GET /confirm/{token}`
pub async fn show(visit: Visit, Path(token): Path<String>) -> Response {
    visit.page(page(), || {
        let content = view! {
            <p class="lede">
                "Somebody, we hope you, gave the address this letter came to for an account. Is it yours?"
            </p>
            <form method="post" action=format!("/confirm/{token}")>
                <p class="actions">
                    <button class="primary">"Yes, it is my address"</button>
                    <a class="button" href="/">
                        "No"
                    </a>
                </p>
            </form>
        };
        parts::narrow("Confirm your address", content.into_any())
    })
}

/// `POST /confirm/{token}`
pub async fn send(visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    match accounts::confirm_email(visit.forum(), &token).await {
        Ok(()) => Ok(visit.to("/confirmed")),
        Err(LinkError::Unknown) => Err(Failure::Conflict(
            "This link was used already, or it is older than three days. If your address is not confirmed yet, \
             your settings can send another."
                .into(),
        )),
        Err(LinkError::Broken(broken)) => Err(broken.into()),
    }
}

/// `GET /confirmed`
pub async fn done(visit: Visit) -> Response {
    visit.page(page(), || {
        let content = view! {
            <p class="lede">"Thank you. From now on you can sign in with it as well."</p>
            <p class="actions">
                <a class="button primary" href="/">
                    "To the plans"
                </a>
                <a class="button" href="/settings">
                    "Your settings"
                </a>
            </p>
        };
        parts::narrow("Your address is confirmed", content.into_any())
    })
}

fn page() -> Page {
    Page::new("Confirm your address").robots(Robots::Hidden)
}
