//! `/comments/{id}/favorite`: lifting a comment up, and saying which revision it caused.

use super::{about, address, known, parts};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    posted::Posted,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    comments::{self, FavoriteError, State, Subthread},
    ids::RevisionNumber,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// How many revisions are offered, the newest.
const MOST_OFFERED: i32 = 50;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    favorite: String,
    revision: String,
}

/// `GET /comments/{id}/favorite`
pub async fn ask(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let thread = liftable(&visit, &id).await?;
    let named = thread.comment().favorite.as_ref();
    let form = Form {
        revision: named
            .and_then(|favorite| favorite.revision)
            .map_or(String::new(), |revision| revision.to_string()),
        ..Form::default()
    };
    Ok(page(
        &visit,
        StatusCode::OK,
        &thread,
        &form,
        &Problems::default(),
    ))
}

/// `POST /comments/{id}/favorite`
pub async fn save(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let thread = liftable(&visit, &id).await?;
    let lifter = visit.member()?;
    let id = thread.comment().id;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let done = if form.favorite == "no" {
        comments::unfavorite(visit.forum(), lifter, id).await
    } else {
        match caused(&form.revision) {
            Ok(revision) => comments::favorite(visit.forum(), lifter, id, revision).await,
            Err(problems) => return Ok(page(&visit, status, &thread, &form, &problems)),
        }
    };
    match done {
        Ok(()) => Ok(visit.to(&address(id))),
        Err(FavoriteError::Invalid(problems)) => {
            Ok(page(&visit, status, &thread, &form, &problems))
        }
        Err(FavoriteError::NotFound | FavoriteError::NotYours) => Err(Failure::NotFound),
        Err(FavoriteError::Suspended) => Err(Failure::Suspended),
        Err(FavoriteError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

fn caused(typed: &str) -> Result<Option<RevisionNumber>, Problems> {
    match typed.trim() {
        "" => Ok(None),
        number => number
            .parse()
            .map(Some)
            .map_err(|_| Problems::one("revision", "is not a revision of this plan")),
    }
}

/// To everybody but the founder and moderators there is nothing to lift up.
async fn liftable(visit: &Visit, id: &str) -> Result<Subthread, Failure> {
    let member = visit.member()?;
    let thread = known(visit, id).await?;
    let may = thread.plan.author.id == member.id || member.moderator().is_some();
    if may && thread.comment().state == State::Shown {
        Ok(thread)
    } else {
        Err(Failure::NotFound)
    }
}

fn page(
    visit: &Visit,
    status: StatusCode,
    thread: &Subthread,
    form: &Form,
    problems: &Problems,
) -> Response {
    let comment = thread.comment();
    let head = Page::new("Lift a comment up").robots(Robots::Hidden);
    visit.page_with(status, head, || {
        let put_down = comment.favorite.as_ref().map(|_| {
            view! {
                <button name="favorite" value="no">
                    "No longer a favorite"
                </button>
            }
        });
        let content = view! {
            <h2>"Lift this comment up"</h2>
            <p>"A favorite stands out in the discussion. It is best when it changed the plan: say how."</p>
            <div class="comment">{parts::itself(visit, &thread.plan, comment, None)}</div>
            <form class="write" method="post" action=format!("/comments/{}/favorite", comment.id)>
                {problem_summary(problems)}
                {Field::new("revision", "Revision that it led to")
                    .value(form.revision.clone())
                    .problems(problems)
                    .choice(revisions(thread))}
                <p class="actions">
                    <button class="primary" name="favorite" value="yes">
                        "Make it a favorite"
                    </button>
                    {put_down}
                    <a class="button" href=address(comment.id)>
                        "Cancel"
                    </a>
                </p>
            </form>
        };
        about(visit, &thread.plan, content.into_any())
    })
}

fn revisions(thread: &Subthread) -> Vec<(String, String)> {
    let (first, head) = (thread.comment().revision.0, thread.plan.head.0);
    let first = first.max(head - MOST_OFFERED + 1);
    std::iter::once((String::new(), "None".to_owned()))
        .chain(
            (first..=head)
                .rev()
                .map(|number| (number.to_string(), format!("Revision {number}"))),
        )
        .collect()
}
