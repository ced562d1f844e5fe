//! Before a new plan is posted: once, the plans that say nearly the same.

use super::{
    DiffersForm, EditorForm, Outcome, draft_id, keep,
    similar::{Beside, FORM, one_of_each_family},
};
use crate::{
    failure::Failure,
    forms::once_field,
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::response::Response;
use domain::{
    Member,
    ids::DraftId,
    once,
    plans::{self, Content, DraftOf, NewPlan, PublishError},
    problems::Problems,
    search::{self, Similar},
};
use leptos::prelude::*;

/// What is to be done instead of posting, if anything is. Nobody is asked twice, and nobody who has
/// said already how theirs differs from all that is nearly the same.
pub(super) async fn before(
    visit: &Visit,
    writer: &Member,
    posted: &Posted<EditorForm>,
    new: &NewPlan,
) -> Result<Option<Outcome>, Failure> {
    let form = &posted.form;
    if !form.shown.is_empty() || Content::check(&new.typed).is_err() {
        return Ok(None);
    }
    let near = search::nearly_the_same(visit.forum(), &visit.viewer, form.unposted(None)).await;
    let mut near = one_of_each_family(near);
    near.retain(|one| !form.differs.says(one.plan.id));
    if near.is_empty() {
        return Ok(None);
    }
    // The second press of a button that has posted it already: this very plan is what is the same.
    if let Some(key) = once::given(&form.once)
        && let Some(saved) = plans::published_before(visit.forum(), writer, key).await?
    {
        let path = format!("/plans/{}/{}", saved.id, saved.slug);
        return Ok(Some(Outcome::Go(path)));
    }
    match plans::first_look(visit.forum(), writer, &new.typed).await {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(PublishError::Suspended) => return Err(Failure::Suspended),
        Err(error) => return Err(Failure::broken(error)),
    }
    // One who has too many drafts has the text in the page all the same.
    let of = DraftOf::NewPlan(draft_id(form));
    let draft = keep(visit, writer, of, form, &posted.raw).await.ok();
    Ok(Some(Outcome::Look(page(visit, form, draft, near))))
}

fn page(visit: &Visit, form: &EditorForm, draft: Option<DraftId>, near: Vec<Similar>) -> Response {
    let beside = Beside::of(form, near).open();
    let head = Page::new("Before you post")
        .robots(Robots::Hidden)
        .place(Place::Drafts);
    visit.page(head, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Is it here already?"</h1>
                    <p class="lede">
                        "What you wrote says nearly the same as what is here. Nothing has been posted yet."
                    </p>
                    {draft
                        .map(|_| {
                            view! { <p class="meta">"Everything you typed is saved among your drafts."</p> }
                        })}
                    <form id=FORM class="editor alike" method="post" action="/plans/new">
                        {hidden(visit, form, draft)} {said_of_others(form, &beside)}
                        {beside.list(&Problems::default())}
                        <div class="actions">
                            <button name="action" value="draft" formnovalidate>
                                "Back to writing"
                            </button>
                            <button class="primary" name="action" value="publish">
                                "Publish as it is"
                            </button>
                        </div>
                    </form>
                </main>
            </div>
        }
    })
}

/// The whole form, to be sent again as it came.
fn hidden(visit: &Visit, form: &EditorForm, draft: Option<DraftId>) -> AnyView {
    // Of the form that this began with, so that both make one plan.
    let key = once::given(&form.once).map_or_else(|| once::new_key(visit.forum()), str::to_owned);
    let draft = draft.map_or_else(|| form.draft.clone(), |id| id.to_string());
    let fields = form
        .fields()
        .into_iter()
        .map(|(name, value)| {
            let value = value.to_owned();
            view! { <input type="hidden" name=name value=value /> }
        })
        .collect_view();
    view! {
        {once_field(key)}
        <input type="hidden" name="draft" value=draft />
        <input type="hidden" name="shown" value="yes" />
        {fields}
    }
    .into_any()
}

/// How it differs from plans that are not shown here.
fn said_of_others(form: &EditorForm, beside: &Beside) -> AnyView {
    let others = form.differs.plans().filter(|plan| !beside.shows(*plan));
    let fields = others.map(|plan| {
        let (name, value) = (DiffersForm::name(plan), form.differs.text(plan).to_owned());
        view! { <input type="hidden" name=name value=value /> }
    });
    fields.collect_view().into_any()
}
