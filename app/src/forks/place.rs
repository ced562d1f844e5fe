//! `/plans/{id}/place`: saying where one's own plan runs, and how it goes there.

use super::places_address;
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    plans::{address, editor::edit::own, page::known},
    posted::Posted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    forks::{self, LONGEST_REPORT, PlaceError, TypedPlace},
    plans::{Plan, State},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    place: String,
    since: String,
    report: String,
    /// `remove`, or nothing.
    action: String,
}

impl From<TypedPlace> for Form {
    fn from(typed: TypedPlace) -> Self {
        Self {
            place: typed.place,
            since: typed.since,
            report: typed.report,
            action: String::new(),
        }
    }
}

impl From<Form> for TypedPlace {
    fn from(form: Form) -> Self {
        Self {
            place: form.place,
            since: form.since,
            report: form.report,
        }
    }
}

/// `GET /plans/{id}/place`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.member()?;
    let plan = own(&visit, &id).await?;
    if plan.state == State::Withdrawn {
        return Err(withdrawn());
    }
    let said = forks::own_place(visit.forum(), &plan).await?;
    let shown = Shown {
        plan: &plan,
        removable: said.is_some(),
        form: said.map(Form::from).unwrap_or_default(),
        problems: Problems::default(),
        note: None,
    };
    Ok(shown.answer(&visit, StatusCode::OK))
}

/// `POST /plans/{id}/place`
pub async fn save(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let member = match visit.member() {
        Ok(member) => member,
        Err(failure) => return kept(&visit, &id, form, &failure).await,
    };
    let plan = own(&visit, &id).await?;
    if plan.state == State::Withdrawn {
        return Err(withdrawn());
    }
    let done = if form.action == "remove" {
        forks::clear_place(visit.forum(), member, plan.id).await
    } else {
        let typed = form.clone().into();
        forks::set_place(visit.forum(), member, plan.id, &typed).await
    };
    match done {
        Ok(()) => Ok(visit.to(&places_address(&plan))),
        Err(PlaceError::Invalid(problems)) => {
            let shown = Shown {
                plan: &plan,
                removable: false,
                form,
                problems,
                note: None,
            };
            Ok(shown.answer(&visit, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(PlaceError::NotFound) => Err(Failure::NotFound),
        Err(PlaceError::Suspended) => Err(Failure::Suspended),
        Err(PlaceError::Broken(broken)) => Err(broken.into()),
    }
}

fn withdrawn() -> Failure {
    Failure::Conflict("This plan is withdrawn. Bring it back first, then say where it runs.".into())
}

/// The form again, for somebody who may not act any more: all that was typed is still in it.
async fn kept(visit: &Visit, id: &str, form: Form, why: &Failure) -> Result<Response, Failure> {
    let plan = known(visit, id).await?;
    let note = match why {
        Failure::SignIn => {
            "You are signed out. Nothing is lost: sign in in another tab of this browser, come back to \
             this page and press the button again."
        }
        _ => "Your account is suspended, so this cannot be saved for now. Keep a copy.",
    };
    let shown = Shown {
        plan: &plan,
        removable: false,
        form,
        problems: Problems::default(),
        note: Some(note),
    };
    Ok(shown.answer(visit, why.status()))
}

/// The form with what is said above it.
struct Shown<'p> {
    plan: &'p Plan,
    /// Whether something was said that can be taken back.
    removable: bool,
    form: Form,
    problems: Problems,
    note: Option<&'static str>,
}

impl Shown<'_> {
    fn answer(&self, visit: &Visit, status: StatusCode) -> Response {
        let page = Page::new("Where it runs")
            .robots(Robots::Hidden)
            .place(Place::Plans);
        visit.page_with(status, page, || {
            view! {
                <div class="wrap plain">
                    <main id="main">
                        <p class="meta">
                            <a href=address(self.plan)>{self.plan.title.clone()}</a>
                        </p>
                        <h1>"Where it runs"</h1>
                        <p class="lede">
                            "Whoever copied the plan, or thinks of it, learns most from how it goes where it is done."
                        </p>
                        {self.note.map(|note| view! { <p class="note" role="status">{note}</p> })}
                        {self.fields()}
                        {self.removable.then(|| self.remove())}
                    </main>
                </div>
            }
        })
    }

    fn field(&self, name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label)
            .value(value)
            .problems(&self.problems)
    }

    fn fields(&self) -> AnyView {
        let report = format!(
            "Markdown, at most {LONGEST_REPORT} letters; may stay empty. What goes as planned, and what does not?"
        );
        view! {
            <form method="post" action=format!("/plans/{}/place", self.plan.id)>
                {problem_summary(&self.problems)}
                {self
                    .field("place", "Place", &self.form.place)
                    .hint("A town, a street, or “online”: 2 to 80 letters")
                    .required()
                    .most(80)
                    .input("text")}
                {self
                    .field("since", "Since", &self.form.since)
                    .hint("Year and month in which it began there, such as 2026-03")
                    .required()
                    .input("month")}
                {self.field("report", "Report", &self.form.report).hint(report).area(8)}
                <p class="actions">
                    <button class="primary">"Save"</button>
                    <a class="button" href=places_address(self.plan)>
                        "Cancel"
                    </a>
                </p>
            </form>
        }
        .into_any()
    }

    fn remove(&self) -> AnyView {
        view! {
            <form method="post" action=format!("/plans/{}/place", self.plan.id)>
                <input type="hidden" name="action" value="remove" />
                <button class="quiet">"It does not run there any more: remove this"</button>
            </form>
        }
        .into_any()
    }
}
