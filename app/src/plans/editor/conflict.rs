//! A save that came too late: both texts, and the editor with one's own on top of the newer one.

use super::{Editor, EditorForm, Said, Writing, similar};
use crate::{failure::Failure, plans::diff, visit::Visit};
use axum::{http::StatusCode, response::Response};
use domain::{
    ids::{PlanId, RevisionNumber},
    plans::{self, ContentComparison, Plan, Revision},
};
use leptos::prelude::*;

/// The answer to a stale edit, with the status 409. Saving again from it starts from the newer
/// revision, which has then been seen.
pub(super) async fn show(
    visit: &Visit,
    id: PlanId,
    head: RevisionNumber,
    form: &EditorForm,
) -> Result<Response, Failure> {
    let plan = plans::find(visit.forum(), &visit.viewer, id).await?;
    let plan = plan.ok_or(Failure::NotFound)?;
    let newer = plans::revision(visit.forum(), &visit.viewer, &plan, head).await?;
    let newer = newer.ok_or(Failure::NotFound)?;
    let Ok(mine) = form.typed() else {
        return Err(Failure::broken(
            "a stale edit was checked and is now invalid",
        ));
    };
    let changes = plans::compare_typed(newer.typed(), mine).await?;
    // What the plan has said since of how it differs is neither in this form nor meant to be lost.
    let said = plans::differences(visit.forum(), &visit.viewer, &plan).await?;
    let form = EditorForm {
        base: head.to_string(),
        differs: form.differs.or(&said),
        ..form.clone()
    };
    let editor = Editor {
        writing: Writing::Edit(&plan),
        form: &form,
        said: Said::default(),
        beside: similar::beside(visit, &form, Some(plan.family.first)).await,
    };
    let page = editor.page();
    Ok(visit.page_with(StatusCode::CONFLICT, page, || {
        view! {
            <div class="wrap plain writing">
                <main id="main">
                    {explanation(visit, &plan, &newer)}
                    {both(&newer, &changes)}
                    {editor.content(visit)}
                </main>
            </div>
        }
    }))
}

fn explanation(visit: &Visit, plan: &Plan, newer: &Revision) -> AnyView {
    use crate::time::Ago;
    let href = format!("/plans/{}/history/{}", plan.id, newer.number);
    view! {
        <h1>"The plan has changed since you began"</h1>
        <p class="lede">
            "Nothing you typed is lost, and nothing was overwritten. "
            <a href=href>{format!("Revision {}", newer.number)}</a>
            " was saved "
            <Ago at=newer.created_at now=visit.now />
            {format!(": “{}”", newer.note)}
        </p>
        <p>
            "Here is how your text differs from it. Below it is the editor with your text: take over what you want to keep from the newer revision, then save."
        </p>
    }
    .into_any()
}

fn both(newer: &Revision, changes: &ContentComparison) -> AnyView {
    let from = format!("Revision {}", newer.number);
    let source = newer.body.clone();
    view! {
        <section class="comparison" aria-label="The newer revision compared with your text">
            {diff::fields(changes, &from, "Yours")}
            {diff::body(&changes.body)}
        </section>
        <details>
            <summary>{format!("The whole text of revision {}", newer.number)}</summary>
            <pre class="source">{source}</pre>
        </details>
    }
    .into_any()
}
