//! `GET` and `POST /rounds/{id}/edit`: saying something else in a round.

use super::{
    address,
    form::{Form, by_field, fields},
    own, refused,
};
use crate::{
    failure::Failure,
    forms::problem_summary,
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    funding::{self, FundError, OpenedRound, State},
    ids::VersionNumber,
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /rounds/{id}/edit`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = own(&visit, &id).await?;
    let form = Form::of(&opened.said);
    Ok(answer(&visit, StatusCode::OK, &opened, &Shown::of(&form)))
}

/// `POST /rounds/{id}/edit`
pub async fn save(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let opened = own(&visit, &id).await?;
    let form = Form::read(posted.form);
    if form.action == "more" {
        return Ok(answer(&visit, StatusCode::OK, &opened, &Shown::of(&form)));
    }
    let (typed, unread) = form.typed();
    let base = VersionNumber(form.base.parse().unwrap_or(0));
    let saved = if unread.is_empty() {
        let said = (&typed, form.note.as_str());
        funding::edit(visit.forum(), member, opened.round.id, base, said).await
    } else {
        Err(FundError::Invalid(funding::wrong_with(&typed)))
    };
    match saved {
        Ok(_) => {
            let opened = own(&visit, &id).await?;
            Ok(visit.to(&address(&opened.round)))
        }
        Err(FundError::Invalid(wrong)) => {
            let shown = Shown {
                problems: by_field(unread, wrong),
                ..Shown::of(&form)
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer(&visit, status, &opened, &shown))
        }
        Err(FundError::Stale) => {
            let shown = Shown {
                is_stale: true,
                ..Shown::of(&form)
            };
            Ok(answer(&visit, StatusCode::CONFLICT, &opened, &shown))
        }
        Err(error) => Err(refused(error)),
    }
}

/// What stands in the fields, and what is wrong with it.
struct Shown<'f> {
    form: &'f Form,
    problems: Problems,
    /// Whether the round has got another version meanwhile.
    is_stale: bool,
}

impl<'f> Shown<'f> {
    fn of(form: &'f Form) -> Self {
        Self {
            form,
            problems: Problems::default(),
            is_stale: false,
        }
    }
}

fn answer(visit: &Visit, status: StatusCode, opened: &OpenedRound, shown: &Shown<'_>) -> Response {
    let round = &opened.round;
    let page = Page::new(format!("Edit {}", round.title))
        .robots(Robots::Hidden)
        .place(Place::Rounds);
    let is_published = round.state == State::Published;
    let save = if is_published {
        "Publish a new version"
    } else {
        "Save the draft"
    };
    let stale = shown.is_stale.then(|| {
        view! {
            <p class="note setback" role="alert">
                "You have changed this round in another place meanwhile. "
                <a href=address(round) target="_blank" rel="noopener">
                    "See what it says now"
                </a>
                ": saving once more puts what stands below in its place."
            </p>
        }
    });
    let form = if shown.is_stale {
        // Read again: what stands there now is what the next save starts from.
        Form {
            base: round.head.to_string(),
            ..shown.form.clone()
        }
    } else {
        shown.form.clone()
    };
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(round)>{round.title.clone()}</a>
                    </p>
                    <h1>"Edit"</h1>
                    {stale} {problem_summary(&shown.problems)}
                    <form class="write" method="post" action=format!("/rounds/{}/edit", round.id)>
                        {fields(&form, &shown.problems, is_published)}
                        <p class="actions">
                            <button class="primary">{save}</button>
                            <a class="button" href=address(round)>
                                "Cancel"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}
