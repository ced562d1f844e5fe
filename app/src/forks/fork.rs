//! `/plans/{id}/fork`: a plan of one's own, made from a revision of another's in one step.

use super::{fork_address, words::licence_carried};
use crate::{
    failure::{Failure, slowed},
    forms::{Field, once_field, problem_summary},
    plans::{address, page::readable, parts},
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
    forks::{self, ForkError, NewFork},
    ids::RevisionNumber,
    once,
    plans::{self, Plan, Revision, State},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?revision=`; the newest without it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    revision: String,
}

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    reason: String,
    differs: String,
    title: String,
    revision: String,
    once: String,
}

/// `GET /plans/{id}/fork`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    visit.member()?;
    let plan = readable(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let revision = forkable(&visit, &plan, &asked.revision).await?;
    let form = Form {
        title: revision.title.clone(),
        ..Form::default()
    };
    let forking = Forking {
        plan: &plan,
        revision: &revision,
        form: &form,
    };
    Ok(forking.page(&visit, StatusCode::OK, &Problems::default()))
}

/// `POST /plans/{id}/fork`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let revision = forkable(&visit, &plan, &form.revision).await?;
    let forking = Forking {
        plan: &plan,
        revision: &revision,
        form: &form,
    };
    let again = |status, problems| Ok(forking.page(&visit, status, &problems));
    let member = match visit.member() {
        Err(Failure::SignIn) => return again(StatusCode::UNAUTHORIZED, Problems::default()),
        member => member?,
    };
    let typed = form.typed(revision.number);
    let once = once::given(&form.once);
    match forks::fork(visit.forum(), member, plan.id, &typed, once).await {
        Ok(saved) => Ok(visit.to(&format!("/plans/{}/{}", saved.id, saved.slug))),
        Err(ForkError::Invalid(problems)) => again(StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ForkError::NotFound | ForkError::NoRevision) => Err(Failure::NotFound),
        Err(ForkError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ForkError::Wait(wait)) => {
            let problems = Problems::one("reason", wait.words);
            let page = again(StatusCode::TOO_MANY_REQUESTS, problems)?;
            Ok(slowed(page, wait.seconds))
        }
        Err(ForkError::Suspended) => Err(Failure::Suspended),
        Err(ForkError::Broken(broken)) => Err(broken.into()),
    }
}

/// The revision of this number in an address or a form, if it can be copied.
async fn forkable(visit: &Visit, plan: &Plan, number: &str) -> Result<Revision, Failure> {
    if plan.state == State::Withdrawn {
        let words = "You withdrew this plan. Bring it back first, then fork it.";
        return Err(Failure::Conflict(words.into()));
    }
    let number: RevisionNumber = match number.trim() {
        "" => plan.head,
        number => number.parse().map_err(|_| Failure::NotFound)?,
    };
    plans::revision(visit.forum(), &visit.viewer, plan, number)
        .await?
        .filter(|revision| revision.erased_at.is_none())
        .ok_or(Failure::NotFound)
}

impl Form {
    fn typed(&self, revision: RevisionNumber) -> NewFork {
        NewFork {
            revision: Some(revision),
            reason: self.reason.clone(),
            differs: self.differs.clone(),
            title: self.title.clone(),
            instead: None,
        }
    }
}

/// A plan about to be forked.
struct Forking<'f> {
    plan: &'f Plan,
    revision: &'f Revision,
    form: &'f Form,
}

impl Forking<'_> {
    fn page(&self, visit: &Visit, status: StatusCode, problems: &Problems) -> Response {
        let page = Page::new(format!("Fork {}", self.plan.title))
            .robots(Robots::Hidden)
            .place(Place::Plans);
        visit.page_with(status, page, || {
            view! {
                <div class="wrap plain">
                    <main id="main">
                        <p class="meta">
                            <a href=address(self.plan)>{self.plan.title.clone()}</a>
                            " by "
                            {parts::author(&self.plan.author)}
                        </p>
                        <h1>"Fork this plan"</h1>
                        <p class="lede">
                            "Take it and do it your way. The fork is your own public plan from the first moment: it says what this one says until you change it, and is shown as “not changed yet” until then."
                        </p>
                        {(status == StatusCode::UNAUTHORIZED).then(signed_out)}
                        {problem_summary(problems)}
                        {self.fields(visit, problems)}
                    </main>
                </div>
            }
        })
    }

    fn fields(&self, visit: &Visit, problems: &Problems) -> AnyView {
        let form = self.form;
        let key =
            once::given(&form.once).map_or_else(|| once::new_key(visit.forum()), str::to_owned);
        let field = |name: &'static str, label: &str, value: &str| {
            Field::new(name, label).value(value).problems(problems)
        };
        view! {
            <form class="write" method="post" action=fork_address(self.plan)>
                {once_field(key)}
                <input type="hidden" name="revision" value=self.revision.number.to_string() />
                {field("reason", "Why do you fork it?", &form.reason)
                    .hint("A line of 3 to 200 letters, such as: another city; a cheaper machine; without the roof. It stands on your fork.")
                    .required()
                    .most(200)
                    .input("text")}
                {field("differs", "What will differ? (optional)", &form.differs)
                    .hint("What you mean to do otherwise, in at most 500 letters. Others can tell you early what they know of it.")
                    .most(500)
                    .area(3)}
                {field("title", "Title", &form.title)
                    .hint("The one it has, until you have a better one.")
                    .most(120)
                    .input("text")}
                {self.licence()}
                <p class="actions">
                    <button class="primary">"Fork it"</button>
                    <a class="button" href=address(self.plan)>
                        "Cancel"
                    </a>
                </p>
            </form>
        }
        .into_any()
    }

    /// Which revision is copied, and what its licence asks of the copy.
    fn licence(&self) -> AnyView {
        let (plan, revision) = (self.plan, self.revision);
        let age = if revision.number == plan.head {
            "the newest".to_owned()
        } else {
            format!("an old one; the newest is {}", plan.head)
        };
        view! {
            <p class="meta">
                "You fork "
                <a href=format!("/plans/{}/history/{}", plan.id, revision.number)>
                    {format!("revision {}", revision.number)}
                </a>
                {format!(", {age}. It stays under ")}
                <a href=revision.licence.url()>{revision.licence.name()}</a>
                ": "
                {licence_carried(revision.licence)}
                " Your fork's page says where it comes from."
            </p>
        }
        .into_any()
    }
}

/// What is said to whoever was signed out while they typed.
fn signed_out() -> AnyView {
    view! {
        <div class="note" role="status">
            <p>
                "You are signed out. Nothing is lost: sign in in another tab of this browser, come back to this page and press the button again."
            </p>
            <a class="button" href="/sign-in" target="_blank">
                "Sign in"
            </a>
        </div>
    }
    .into_any()
}
