//! A save that came too late: both texts, and the form with one's own on top of the newer one.

use super::{
    form::{self, Form, Said},
    saved_by, version_address,
};
use crate::{failure::Failure, plans::diff, visit::Visit};
use axum::{http::StatusCode, response::Response};
use domain::{
    ids::VersionNumber,
    pages::{self, Name, Version},
};
use leptos::prelude::*;

/// The answer to a stale edit, with the status 409. Saving again from it starts from the newer version, which
/// has then been seen.
pub(super) async fn show(
    visit: &Visit,
    page: Name,
    newest: VersionNumber,
    form: &Form,
) -> Result<Response, Failure> {
    let newer = match pages::version(visit.forum(), page, newest).await? {
        Some(newer) => newer,
        // Whoever was faster has not committed yet.
        None => pages::newest(visit.forum(), page).await?,
    };
    let changes = pages::compare_texts(newer.body.clone(), form.body.clone()).await?;
    let form = form.started_from(newer.number);
    Ok(visit.page_with(StatusCode::CONFLICT, form::head(page), || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    {explanation(visit, &newer)}
                    <section class="comparison" aria-label="The newer version compared with your text">
                        {diff::body(&changes)}
                    </section>
                    <details>
                        <summary>{format!("The whole text of version {}", newer.number)}</summary>
                        <pre class="source">{newer.body.clone()}</pre>
                    </details>
                    {form::view(page, &form, &Said::default())}
                </main>
            </div>
        }
    }))
}

fn explanation(visit: &Visit, newer: &Version) -> AnyView {
    let href = version_address(newer.page, newer.number);
    let note = newer.saved.as_ref().and_then(|saved| saved.note.clone());
    view! {
        <h1>"The page has changed since you began"</h1>
        <p class="lede">
            "Nothing you typed is lost, and nothing was overwritten. The page is at "
            <a href=href>{format!("version {}", newer.number)}</a>
            " now: "
            {saved_by(visit, newer.saved.as_ref())}
            {note.map(|note| format!(": “{note}”"))}
        </p>
        <p>
            "Here is how your text differs from it. Below it is the form with your text: take over what you want to keep from the newer version, then save."
        </p>
    }
    .into_any()
}
