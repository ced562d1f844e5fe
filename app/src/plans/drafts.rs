//! `/drafts`: what one has typed and not posted.

use super::{
    editor::{EditorForm, Said, edit, new, similar::beside},
    page::known,
};
use crate::{
    failure::Failure,
    posted::{Posted, read},
    shell::{Page, Place, Robots},
    time::{Ago, exact},
    visit::Visit,
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ids::DraftId,
    plans::{self, Draft, DraftError, DraftOf, DraftSummary},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// `GET /drafts`
pub async fn list(visit: Visit) -> Result<Response, Failure> {
    let drafts = plans::drafts(visit.forum(), visit.member()?).await?;
    let page = Page::new("Your drafts")
        .robots(Robots::Hidden)
        .place(Place::Drafts);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Your drafts"</h1>
                    {items(&visit, &drafts)}
                </main>
            </div>
        }
    }))
}

fn items(visit: &Visit, drafts: &[DraftSummary]) -> AnyView {
    if drafts.is_empty() {
        return view! {
            <div class="empty">
                <h2>"No drafts"</h2>
                <p>"What you write and do not post yet is kept here, for your eyes only."</p>
                <a class="button primary" href="/plans/new">
                    "Post a plan"
                </a>
            </div>
        }
        .into_any();
    }
    let items = drafts.iter().map(|draft| item(visit, draft)).collect_view();
    view! { <ul class="rows">{items}</ul> }.into_any()
}

fn item(visit: &Visit, draft: &DraftSummary) -> AnyView {
    let title = match draft.title.as_str() {
        "" => "Without a title yet".to_owned(),
        title => title.to_owned(),
    };
    let kind = match draft.plan {
        Some(_) => "An edit of your plan",
        None => "A new plan",
    };
    view! {
        <li>
            <h2>
                <a href=format!("/drafts/{}", draft.id)>{title.clone()}</a>
            </h2>
            <div class="meta">
                {kind} ", saved " <Ago at=draft.changed_at now=visit.now /> " "
                <form class="inline" method="post" action=format!("/drafts/{}/delete", draft.id)>
                    <button class="quiet" aria-label=format!("Delete the draft {title}")>
                        "Delete"
                    </button>
                </form>
            </div>
        </li>
    }
    .into_any()
}

/// `?saved=`: whether the draft was saved just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    saved: String,
}

/// `GET /drafts/{id}`: goes on with a draft.
pub async fn go_on(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let draft = plans::draft(visit.forum(), visit.member()?, id)
        .await?
        .ok_or(Failure::NotFound)?;
    let (form, said) = (form(&draft), said(&draft, &asked));
    let Some((plan, _)) = draft.edits else {
        return Ok(new::answer(&visit, &form, StatusCode::OK, said).await);
    };
    let plan = known(&visit, &plan.to_string()).await?;
    Ok(edit::answer(&visit, &plan, &form, StatusCode::OK, said).await)
}

/// `GET /drafts/{id}/similar`: what is like the draft as it was saved last, for the editor that it is
/// open in. The text is on the server already, and the part of the page is made where pages are: the
/// browser's bundle needs neither to send the one nor to know the other.
pub async fn similar(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    let draft = plans::draft(visit.forum(), visit.member()?, id)
        .await?
        .ok_or(Failure::NotFound)?;
    let family = match draft.edits {
        Some((plan, _)) => Some(known(&visit, &plan.to_string()).await?.family.first),
        None => None,
    };
    let beside = beside(&visit, &form(&draft), family).await;
    Ok(visit.part(|| beside.content(&Problems::default())))
}

fn form(draft: &Draft) -> EditorForm {
    let base = draft.edits.map(|(_, base)| base.to_string());
    EditorForm {
        draft: draft.id.to_string(),
        base: base.unwrap_or_default(),
        // Consent is given to what is posted, not to what was typed some time before.
        understood: String::new(),
        ..read(&draft.form).unwrap_or_default()
    }
}

fn said(draft: &Draft, asked: &Asked) -> Said {
    let when = exact(draft.changed_at);
    if asked.saved.is_empty() {
        return Said::news(format!(
            "This is your draft of {when}. Nobody else sees it."
        ));
    }
    Said::good(format!(
        "Saved on {when}. Nobody else sees it; your drafts list it."
    ))
}

/// `POST /drafts`: saves as one types. Answers with the draft's number; a draft that was deleted
/// or posted meanwhile is not made again.
pub async fn save(visit: Visit, posted: Posted<EditorForm>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let form = &posted.form;
    let of = match form.plan.parse() {
        Ok(plan) => DraftOf::Edit(plan, form.base.parse().map_err(|_| Failure::NotFound)?),
        Err(_) => DraftOf::NewPlan(form.draft.parse().ok()),
    };
    match plans::save_draft(visit.forum(), member, of, &form.title, &posted.raw).await {
        Ok(id) => Ok(id.to_string().into_response()),
        Err(DraftError::NotFound) => Err(Failure::NotFound),
        Err(DraftError::Suspended) => Err(Failure::Suspended),
        Err(DraftError::Broken(broken)) => Err(broken.into()),
        Err(DraftError::TooLong | DraftError::TooMany) => {
            Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response())
        }
    }
}

/// `POST /drafts/{id}/delete`
pub async fn delete(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: DraftId = id.parse().map_err(|_| Failure::NotFound)?;
    match plans::delete_draft(visit.forum(), visit.member()?, id).await {
        Ok(()) => Ok(visit.to("/drafts")),
        Err(DraftError::Suspended) => Err(Failure::Suspended),
        Err(error) => Err(Failure::broken(error)),
    }
}
