//! `GET` and `POST /rounds/new`: making a round.

use super::{
    address,
    form::{Form, by_field, fields},
    refused,
};
use crate::{
    failure::Failure,
    forms::problem_summary,
    kept,
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    funding::{
        self, FundError,
        rules::{READY, ready},
    },
    once,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?rules=`: the ready-made set to begin with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    rules: String,
}

/// `GET /rounds/new`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    visit.member()?;
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let form = Form {
        once: once::new_key(visit.forum()),
        ..Form::begun(visit.now, ready(&asked.rules))
    };
    Ok(answer(&visit, StatusCode::OK, &form, &Problems::default()))
}

/// `POST /rounds/new`
pub async fn make(
    visit: Visit,
    posted: Posted<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let form = Form::read(posted.form);
    let member = match visit.member() {
        Ok(member) => member,
        Err(why) => {
            // No text is ever lost, also not of whoever was signed out meanwhile.
            let fields = fields(&form, &Problems::default(), false);
            return Ok(kept::form(&visit, &why, "/rounds/new".to_owned(), fields));
        }
    };
    if form.action == "more" {
        return Ok(answer(&visit, StatusCode::OK, &form, &Problems::default()));
    }
    let (typed, unread) = form.typed();
    let once = once::given(&form.once).filter(|_| unread.is_empty());
    let made = if unread.is_empty() {
        funding::make(visit.forum(), member, &typed, once).await
    } else {
        Err(FundError::Invalid(funding::wrong_with(&typed)))
    };
    match made {
        Ok(id) => {
            let opened = super::own(&visit, &id.to_string()).await?;
            Ok(visit.to(&address(&opened.round)))
        }
        Err(FundError::Invalid(wrong)) => {
            let problems = by_field(unread, wrong);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer(&visit, status, &form, &problems))
        }
        Err(error) => Err(refused(error)),
    }
}

fn answer(visit: &Visit, status: StatusCode, form: &Form, problems: &Problems) -> Response {
    let page = Page::new("Open a round")
        .robots(Robots::Hidden)
        .place(Place::Rounds);
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href="/rounds">"Rounds"</a>
                    </p>
                    <h1>"Open a round"</h1>
                    <p class="lede">
                        "Say in public what must hold, how much there is, and until when. Every plan here is measured by your rules at once. It is a draft until you publish it."
                    </p>
                    {problem_summary(problems)} {sets(form)}
                    <form class="write" method="post" action="/rounds/new">
                        {fields(form, problems, false)}
                        <p class="actions">
                            <button class="primary">"Save the draft"</button>
                            <a class="button" href="/rounds">
                                "Cancel"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}

/// Sets of rules to begin with, while there are none.
fn sets(form: &Form) -> Option<AnyView> {
    if !form.rules.is_empty() {
        return None;
    }
    let items = READY
        .iter()
        .map(|set| {
            view! {
                <li>
                    <a href=format!("/rounds/new?rules={}", set.name)>{set.title}</a>
                    {format!(", {} rules: ", set.rules().len())}
                    <a href=set.url>{set.source}</a>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <div class="note">
                <p>"Begin with a ready-made set of rules, and change what you like:"</p>
                <ul>{items}</ul>
            </div>
        }
        .into_any(),
    )
}
