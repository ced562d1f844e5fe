//! `GET /listings/{id}/propose` and `POST /listings/{id}/proposals`: proposing a plan.

use super::{address, known};
use crate::{
    failure::Failure,
    forms::{Field, once_field, problem_summary},
    kept,
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    listings::{self, Listing, ProposeError, PublicReason, State},
    once,
    plans::plan_named,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// A plan by its number or address, and why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    plan: String,
    because: String,
    once: String,
}

/// `GET /listings/{id}/propose`: the plan may stand in the query.
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Form>, QueryRejection>,
) -> Result<Response, Failure> {
    visit.member()?;
    let listing = public(&visit, &id).await?;
    let form = Form {
        once: once::new_key(visit.forum()),
        ..asked.map(|Query(form)| form).unwrap_or_default()
    };
    let problems = Problems::default();
    Ok(answer(&visit, StatusCode::OK, &listing, &form, &problems))
}

async fn public(visit: &Visit, id: &str) -> Result<Listing, Failure> {
    let listing = known(visit, id).await?.listing;
    if listing.state == State::Published {
        Ok(listing)
    } else {
        Err(Failure::NotFound)
    }
}

/// `POST /listings/{id}/proposals`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Failure> {
    let form = posted.form;
    let member = match visit.member() {
        Ok(member) => member,
        Err(why) => {
            // No text is ever lost, also not of whoever was signed out meanwhile.
            let action = format!("/listings/{id}/proposals");
            return Ok(kept::form(
                &visit,
                &why,
                action,
                fields(&form, &Problems::default()),
            ));
        }
    };
    let listing = public(&visit, &id).await?;
    let Some(plan) = plan_named(&form.plan) else {
        let problems = Problems::one("plan", "Write its number, or its address here.");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(answer(&visit, status, &listing, &form, &problems));
    };
    let once = once::given(&form.once);
    let typed = (plan, form.because.as_str());
    match listings::propose(visit.forum(), member, listing.id, typed, once).await {
        Ok(proposal) => {
            let at = format!("/listings/{}/proposals#proposal-{proposal}", listing.id);
            Ok(visit.to(&at))
        }
        Err(ProposeError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer(&visit, status, &listing, &form, &problems))
        }
        Err(ProposeError::NotFound) => Err(Failure::NotFound),
        Err(ProposeError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ProposeError::Suspended) => Err(Failure::Suspended),
        Err(ProposeError::Broken(broken)) => Err(broken.into()),
    }
}

fn answer(
    visit: &Visit,
    status: StatusCode,
    listing: &Listing,
    form: &Form,
    problems: &Problems,
) -> Response {
    let page = Page::new(format!("Propose a plan for {}", listing.title))
        .robots(Robots::Hidden)
        .place(Place::Listings);
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(listing)>{listing.title.clone()}</a>
                    </p>
                    <h1>"Propose a plan"</h1>
                    <p class="lede">
                        "A curator answers, says why, and you are told. Everybody can read both."
                    </p>
                    {problem_summary(problems)}
                    <form
                        class="write"
                        method="post"
                        action=format!("/listings/{}/proposals", listing.id)
                    >
                        {fields(form, problems)}
                        <p class="actions">
                            <button class="primary">"Propose it"</button>
                            <a class="button" href=address(listing)>
                                "Cancel"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}

fn fields(form: &Form, problems: &Problems) -> AnyView {
    let plan = Field::new("plan", "Plan")
        .hint("Its number, or its address here. It may be your own.")
        .value(form.plan.clone())
        .problems(problems)
        .autocomplete("off")
        .required()
        .input("text");
    let because = Field::new("because", "Why it belongs there")
        .value(form.because.clone())
        .problems(problems)
        .most(PublicReason::MOST)
        .required()
        .area(3);
    view! { {plan} {because} {once_field(form.once.clone())} }.into_any()
}
