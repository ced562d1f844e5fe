//! `/people/{handle}/role`: making and unmaking moderators, for admins.

use super::{failed, measure_address};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    posted::Posted,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    accounts::{self, PublicProfile, Role},
    moderation::PublicReason,
    moderation::{self, ModerateError},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    role: String,
    reason: String,
}

/// `GET /people/{handle}/role`
pub async fn show(visit: Visit, Path(handle): Path<String>) -> Result<Response, Failure> {
    visit.admin()?;
    let person = known(&visit, &handle).await?;
    let form = Form {
        role: person.role.to_string(),
        ..Form::default()
    };
    Ok(page(
        &visit,
        StatusCode::OK,
        &person,
        &form,
        &Problems::default(),
        None,
    ))
}

/// `POST /people/{handle}/role`
pub async fn send(
    visit: Visit,
    Path(handle): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let admin = visit.admin()?;
    let person = known(&visit, &handle).await?;
    let done =
        moderation::appoint(visit.forum(), &admin, person.id, &form.role, &form.reason).await;
    let (status, problems, refusal) = match done {
        Ok(measure) => return Ok(visit.to(&measure_address(measure))),
        Err(ModerateError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(ModerateError::Refused(refusal)) => (
            StatusCode::CONFLICT,
            Problems::default(),
            Some(refusal.to_string()),
        ),
        Err(error) => return Err(failed(error)),
    };
    Ok(page(&visit, status, &person, &form, &problems, refusal))
}

async fn known(visit: &Visit, handle: &str) -> Result<PublicProfile, Failure> {
    accounts::profile(visit.forum(), handle)
        .await?
        .ok_or(Failure::NotFound)
}

fn page(
    visit: &Visit,
    status: StatusCode,
    person: &PublicProfile,
    form: &Form,
    problems: &Problems,
    refusal: Option<String>,
) -> Response {
    let head = Page::new(format!("What {} may do", person.name)).robots(Robots::Hidden);
    visit.page_with(status, head, || {
        let roles = Role::ALL.iter().map(|role| {
            let name = match role {
                Role::Member => "Member: posts, comments, votes",
                Role::Moderator => "Moderator: curates and keeps order",
                Role::Admin => "Admin: runs the forum and appoints moderators",
            };
            (role.to_string(), name.to_owned())
        });
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>{format!("What {} may do", person.name)}</h1>
                    {refusal
                        .map(|words| {
                            view! {
                                <div class="problems" role="alert">
                                    <p>{words}</p>
                                </div>
                            }
                        })}
                    <form class="write" method="post" action=format!("/people/{}/role", person.handle)>
                        {problem_summary(problems)}
                        {Field::new("role", "Role")
                            .value(form.role.clone())
                            .problems(problems)
                            .choice(roles)}
                        {Field::new("reason", "Why?")
                            .hint("Everybody may read it, and they are told.")
                            .value(form.reason.clone())
                            .problems(problems)
                            .required()
                            .most(PublicReason::MOST)
                            .input("text")}
                        <p class="actions">
                            <button class="primary">"Save"</button>
                            <a class="button" href=format!("/people/{}", person.handle)>
                                "Back"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}
