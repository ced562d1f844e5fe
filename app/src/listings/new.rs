//! `GET` and `POST /listings/new`: making a listing, for moderators.

use super::{
    edit_address,
    form::{Form, fields},
    refused,
};
use crate::{
    failure::Failure,
    forms::problem_summary,
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    listings::{self, CurateError},
    once,
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /listings/new`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    visit.moderator()?;
    let form = Form {
        once: once::new_key(visit.forum()),
        ..Form::default()
    };
    Ok(answer(&visit, StatusCode::OK, &form, &Problems::default()))
}

/// `POST /listings/new`
pub async fn make(visit: Visit, posted: Posted<Form>) -> Result<Response, Failure> {
    let (moderator, form) = (visit.moderator()?, posted.form);
    let once = once::given(&form.once);
    match listings::make(visit.forum(), &moderator, &form.typed(), once).await {
        Ok(id) => Ok(visit.to(&edit_address(id, None))),
        Err(CurateError::Invalid(problems)) => Ok(answer(
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            &form,
            &problems,
        )),
        Err(error) => Err(refused(error)),
    }
}

fn answer(visit: &Visit, status: StatusCode, form: &Form, problems: &Problems) -> Response {
    let page = Page::new("Make a listing")
        .robots(Robots::Hidden)
        .place(Place::Listings);
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href="/listings">"Listings"</a>
                    </p>
                    <h1>"Make a listing"</h1>
                    <p class="lede">
                        "Plans that you recommend, in your order, each with a word on it. It is a draft until you publish it."
                    </p>
                    {problem_summary(problems)}
                    <form class="write" method="post" action="/listings/new">
                        {fields(form, problems)}
                        <p class="actions">
                            <button class="primary">"Go on to its plans"</button>
                            <a class="button" href="/listings">
                                "Cancel"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}
