//! `/setup/{token}`: a new forum's first admin.

use super::{join, parts};
use crate::{
    failure::Failure,
    forms::problem_summary,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{Form, extract::Path, http::HeaderMap, response::Response};
use domain::{
    accounts::{self, SignUpError},
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /setup/{token}`
pub async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    if !accounts::setup_link_works(visit.forum(), &token).await? {
        return Err(used());
    }
    Ok(visit.page(page(), || {
        form(&token, &join::Typed::default(), &Problems::default())
    }))
}

/// `POST /setup/{token}`: opens the admin's account and signs in.
pub async fn send(
    visit: Visit,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<join::Typed>,
) -> Result<Response, Failure> {
    match accounts::set_up(visit.forum(), &token, &typed.sign_up()).await {
        Ok(joined) => join::begin(&visit, &headers, &joined, "/").await,
        Err(SignUpError::Invalid(problems)) => {
            Ok(visit.page_again(page(), || form(&token, &typed, &problems)))
        }
        Err(SignUpError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(SignUpError::Broken(broken)) => Err(broken.into()),
        Err(SignUpError::SetUpAlready | SignUpError::NotInvited | SignUpError::Closed) => {
            Err(used())
        }
    }
}

fn used() -> Failure {
    Failure::Conflict(
        "This link does not work any more: the forum has an admin, or it was restarted some time ago and \
         has printed a newer one."
            .into(),
    )
}

fn page() -> Page {
    Page::new("Set up the forum").robots(Robots::Hidden)
}

fn form(token: &str, typed: &join::Typed, problems: &Problems) -> AnyView {
    let content = view! {
        <p class="lede">
            "This forum has nobody who runs it yet. Whoever opens an account here becomes its admin."
        </p>
        {problem_summary(problems)}
        <form method="post" action=format!("/setup/{token}")>
            {join::fields(typed, problems)}
            <p class="actions">
                <button class="primary">"Become the admin"</button>
            </p>
        </form>
    };
    parts::narrow("Set up the forum", content.into_any())
}
