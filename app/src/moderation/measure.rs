//! `/measures/{id}`: what was done, for everybody to read: why, by whom, until when, and what was said
//! against it.

use super::{
    failed, measure_address,
    parts::{about, doer, done, refused},
};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    plans::parts,
    posted::Posted,
    shell::{Page, Robots},
    time::{Ago, Day},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    ids::MeasureId,
    moderation::{self, Appeal, AppealState, MeasurePage, ModerateError, PublicReason, Words},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The forms' fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    reason: String,
    words: String,
    granted: String,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    form: Form,
    problems: Problems,
    refusal: Option<String>,
}

/// `GET /measures/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, named(&id)?, &Typed::default()).await
}

/// `POST /measures/{id}/undo`
pub async fn undo(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let id = named(&id)?;
    let undone = moderation::undo(visit.forum(), &moderator, id, &form.reason).await;
    after(&visit, id, form, undone.map(|_| ())).await
}

/// `POST /measures/{id}/appeal`
pub async fn appeal(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let person = visit.person()?;
    let id = named(&id)?;
    let made = moderation::appeal(visit.forum(), person, id, &form.words).await;
    after(&visit, id, form, made.map(|_| ())).await
}

/// `POST /measures/{id}/answer`
pub async fn answer(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let id = named(&id)?;
    let found = moderation::measure(visit.forum(), &visit.viewer, id).await?;
    let appeal = found.and_then(|found| found.told.appeal);
    let appeal = appeal.ok_or(Failure::NotFound)?.id;
    let granted = form.granted == "yes";
    let answered =
        moderation::answer(visit.forum(), &moderator, appeal, granted, &form.reason).await;
    after(&visit, id, form, answered).await
}

fn named(id: &str) -> Result<MeasureId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

async fn after(
    visit: &Visit,
    id: MeasureId,
    form: Form,
    done: Result<(), ModerateError>,
) -> Result<Response, Failure> {
    let (status, problems, refusal) = match done {
        Ok(()) => return Ok(visit.to(&measure_address(id))),
        Err(ModerateError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(ModerateError::Refused(refusal)) => (
            StatusCode::CONFLICT,
            Problems::default(),
            Some(refusal.to_string()),
        ),
        Err(error) => return Err(failed(error)),
    };
    let typed = Typed {
        form,
        problems,
        refusal,
    };
    page(visit, status, id, &typed).await
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: MeasureId,
    typed: &Typed,
) -> Result<Response, Failure> {
    let found = moderation::measure(visit.forum(), &visit.viewer, id).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let told = &found.told;
    let head = Page::new(format!("{} by a moderator", done(told.deed))).robots(Robots::Hidden);
    Ok(visit.page_with(status, head, || {
        view! {
            <div class="wrap plain">
                <main id="main" class="case">
                    <h1>{done(told.deed)}</h1>
                    <p class="lede">
                        {about(told)}
                        {told.until.map(|until| view! { ", until " <Day at=until /> })}
                    </p>
                    {typed.refusal.clone().map(refused)}
                    <blockquote class="verbatim">
                        {if told.reason.is_empty() {
                            "The reason left with the moderator who gave it.".to_owned()
                        } else {
                            told.reason.clone()
                        }}
                    </blockquote>
                    <p class="meta">
                        "Done by "
                        {doer(told)}
                        ", "
                        <Ago at=told.at now=visit.now />
                        {told
                            .undone_by
                            .map(|id| {
                                view! {
                                    ". "
                                    <a href=measure_address(id)>"It was undone"</a>
                                }
                            })}
                        "."
                    </p>
                    {found
                        .hidden
                        .clone()
                        .map(|html| {
                            view! {
                                <section aria-labelledby="hidden">
                                    <h2 id="hidden">"What it says"</h2>
                                    <p class="meta">"Only its writer and moderators read this."</p>
                                    <blockquote class="said" inner_html=html></blockquote>
                                </section>
                            }
                        })}
                    {told.appeal.as_ref().map(|appeal| appealed(visit, &found, appeal, typed))}
                    {appealing(visit, &found, typed)}
                    {undoing(visit, &found, typed)}
                </main>
            </div>
        }
    }))
}

fn is_concerned(visit: &Visit, found: &MeasurePage) -> bool {
    visit.viewer.id() == Some(found.told.concerned.id)
}

fn is_moderator(visit: &Visit) -> bool {
    let member = visit.viewer.member();
    member.is_some_and(domain::Member::is_moderator)
}

/// What was said against it, and the answer.
fn appealed(visit: &Visit, found: &MeasurePage, appeal: &Appeal, typed: &Typed) -> AnyView {
    let words = match appeal.words.as_str() {
        "" => "What was said left with whoever said it.".to_owned(),
        words => words.to_owned(),
    };
    let answer = match (&appeal.answered_by, appeal.state) {
        (Some(by), state) => {
            let verdict = if state == AppealState::Granted {
                "Granted by "
            } else {
                "Refused by "
            };
            view! {
                <p class="meta">{verdict} {parts::author(by)} {appeal
                    .answered_at
                    .map(|at| view! { ", " <Ago at=at now=visit.now /> })}</p>
                <blockquote class="verbatim">{appeal.answer.clone().unwrap_or_default()}</blockquote>
            }
            .into_any()
        }
        (None, _) if may_answer(visit, found) => answering(found, typed),
        (None, _) => view! { <p class="meta">"Another moderator will answer."</p> }.into_any(),
    };
    view! {
        <section aria-labelledby="appeal">
            <h2 id="appeal">"Appeal"</h2>
            <blockquote class="verbatim">{words}</blockquote>
            <p class="meta">
                {parts::author(&found.told.concerned)}
                ", "
                <Ago at=appeal.at now=visit.now />
            </p>
            {answer}
        </section>
    }
    .into_any()
}

/// Whoever did it does not answer.
fn may_answer(visit: &Visit, found: &MeasurePage) -> bool {
    let me = visit.viewer.id();
    let did = found.told.by.as_ref().map(|by| by.id);
    is_moderator(visit) && !is_concerned(visit, found) && did != me
}

fn answering(found: &MeasurePage, typed: &Typed) -> AnyView {
    let at = format!("{}/answer", measure_address(found.told.id));
    view! {
        <form class="write" method="post" action=at>
            {problem_summary(&typed.problems)}
            {Field::new("reason", "Your answer")
                .apart("-answer")
                .hint("Everybody may read it.")
                .value(typed.form.reason.clone())
                .problems(&typed.problems)
                .required()
                .most(PublicReason::MOST)
                .input("text")}
            <p class="actions">
                <button class="primary" name="granted" value="yes">
                    "Grant it, and undo the measure"
                </button>
                <button name="granted" value="no">
                    "Refuse it"
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// The way to appeal, for whoever is concerned.
fn appealing(visit: &Visit, found: &MeasurePage, typed: &Typed) -> Option<AnyView> {
    if !is_concerned(visit, found) || !found.stands || found.told.appeal.is_some() {
        return None;
    }
    let at = format!("{}/appeal", measure_address(found.told.id));
    Some(
        view! {
            <section aria-labelledby="appealing">
                <h2 id="appealing">"Is this wrong?"</h2>
                <p>
                    "Say why. Another moderator looks and answers. What you say and what is answered stands here for everybody to read."
                </p>
                <form class="write" method="post" action=at>
                    {problem_summary(&typed.problems)}
                    {Field::new("words", "What you say against it")
                        .value(typed.form.words.clone())
                        .problems(&typed.problems)
                        .required()
                        .most(Words::MOST)
                        .area(5)}
                    <p class="actions">
                        <button class="primary">"Appeal"</button>
                    </p>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn undoing(visit: &Visit, found: &MeasurePage, typed: &Typed) -> Option<AnyView> {
    if !is_moderator(visit) || is_concerned(visit, found) || !found.stands {
        return None;
    }
    let at = format!("{}/undo", measure_address(found.told.id));
    Some(
        view! {
            <section aria-labelledby="undoing">
                <h2 id="undoing">"Undo it"</h2>
                <form class="write" method="post" action=at>
                    {Field::new("reason", "Why do you undo it?")
                        .hint("Everybody may read it, and whoever is concerned is told.")
                        .value(typed.form.reason.clone())
                        .problems(&typed.problems)
                        .required()
                        .most(PublicReason::MOST)
                        .input("text")}
                    <p class="actions">
                        <button>"Undo it"</button>
                    </p>
                </form>
            </section>
        }
        .into_any(),
    )
}
