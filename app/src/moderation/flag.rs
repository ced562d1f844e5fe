//! `/flag/{thing}`: reporting a plan, a comment or a person to the moderators.

use super::parts::complaint_name;
use crate::{
    failure::Failure,
    forms::{Field, problem_of, problem_summary},
    posted::Posted,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    moderation::{self, Complaint, FlagError, Flaggable, NewFlag, Thing, Words},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    reason: String,
    words: String,
}

/// `GET /flag/{thing}`
pub async fn show(visit: Visit, Path(thing): Path<String>) -> Result<Response, Failure> {
    let seen = known(&visit, &thing).await?;
    if seen.has_flagged {
        return Ok(thanks(&visit, &seen, false));
    }
    let form = Form::default();
    Ok(page(
        &visit,
        StatusCode::OK,
        &seen,
        &form,
        &Problems::default(),
    ))
}

/// `POST /flag/{thing}`
pub async fn send(
    visit: Visit,
    Path(thing): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let seen = known(&visit, &thing).await?;
    let typed = NewFlag {
        reason: form.reason.clone(),
        words: form.words.clone(),
    };
    match moderation::flag(visit.forum(), member, seen.thing, &typed).await {
        Ok(flagged) => Ok(thanks(&visit, &seen, flagged.held)),
        Err(FlagError::Already) => Ok(thanks(&visit, &seen, false)),
        Err(FlagError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&visit, status, &seen, &form, &problems))
        }
        Err(FlagError::NotFound) => Err(Failure::NotFound),
        Err(error @ FlagError::Own) => Err(Failure::Conflict(crate::forms::capitalised(
            &error.to_string(),
        ))),
        Err(FlagError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(FlagError::Suspended) => Err(Failure::Suspended),
        Err(FlagError::Broken(broken)) => Err(broken.into()),
    }
}

async fn known(visit: &Visit, thing: &str) -> Result<Flaggable, Failure> {
    let member = visit.member()?;
    let thing: Thing = thing.parse().map_err(|_| Failure::NotFound)?;
    moderation::flaggable(visit.forum(), member, thing)
        .await?
        .ok_or(Failure::NotFound)
}

fn page(
    visit: &Visit,
    status: StatusCode,
    seen: &Flaggable,
    form: &Form,
    problems: &Problems,
) -> Response {
    let head = Page::new("Report to the moderators").robots(Robots::Hidden);
    visit.page_with(status, head, || {
        let choices = Complaint::ALL.iter().map(|complaint| {
            let word = complaint.as_str();
            view! {
                <label class="tick">
                    <input
                        type="radio"
                        name="reason"
                        value=word
                        required
                        checked=form.reason == word
                    />
                    {complaint_name(*complaint)}
                </label>
            }
        });
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Report to the moderators"</h1>
                    <p class="lede">{seen.name.clone()}</p>
                    <p>
                        "A moderator looks and decides in public; you are told what became of it. Nobody but moderators learns that it was you. "
                        <a href="/help/moderation">"How moderation works"</a>
                    </p>
                    <form class="write" method="post" action=super::flag_address(seen.thing)>
                        {problem_summary(problems)}
                        <fieldset id="reason" tabindex="-1">
                            <legend>"What is wrong with it?"</legend>
                            {problem_of(problems, "reason", "What is wrong with it?")}
                            {choices.collect_view()}
                        </fieldset>
                        {Field::new("words", "More about it")
                            .hint("Where to look, what it is a copy of, whose data it is.")
                            .value(form.words.clone())
                            .problems(problems)
                            .most(Words::MOST)
                            .area(4)}
                        <p class="actions">
                            <button class="primary">"Report it"</button>
                            <a class="button" href=path(seen)>
                                "Back"
                            </a>
                        </p>
                    </form>
                </main>
            </div>
        }
    })
}

fn thanks(visit: &Visit, seen: &Flaggable, held: bool) -> Response {
    let page = Page::new("Reported").robots(Robots::Hidden);
    visit.page(page, || {
        let now = if held {
            "Others have reported it as well: it is held until a moderator has looked."
        } else {
            "A moderator will look, and you will be told what became of it."
        };
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Thank you"</h1>
                    <p class="lede">{format!("You have reported “{}”.", seen.name)}</p>
                    <p>{now}</p>
                    <p class="actions">
                        <a class="button" href="/plans">
                            "To the plans"
                        </a>
                    </p>
                </main>
            </div>
        }
    })
}

/// Where the thing is read.
fn path(seen: &Flaggable) -> String {
    match seen.thing {
        Thing::Plan(id) => format!("/plans/{id}"),
        Thing::Comment(id) => crate::comments::address(id),
        Thing::Listing(id) => format!("/listings/{id}"),
        Thing::Round(id) => format!("/rounds/{id}"),
        Thing::Account(_) => match &seen.author.person {
            Some(named) => format!("/people/{}", named.handle),
            None => "/".into(),
        },
    }
}
