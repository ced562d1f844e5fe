//! What is done to a round or an application: publishing, closing, discarding; taking back, shortlisting, asking,
//! answering, deciding.

use super::{
    address, application, decide, entered,
    entered::{Typed, answer as entered_page},
    known, named, refused,
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    funding::{self, Decision, FundError},
    ids::QuestionId,
    once,
};
use serde::Deserialize;

/// `POST /rounds/{id}/publish`
pub async fn publish(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let round = named(&id)?;
    let done = funding::publish(visit.forum(), visit.member()?, round).await;
    done.map_err(refused)?;
    back(&visit, &id).await
}

/// `POST /rounds/{id}/close`
pub async fn close(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let round = named(&id)?;
    let done = funding::close(visit.forum(), visit.member()?, round).await;
    done.map_err(refused)?;
    back(&visit, &id).await
}

/// `POST /rounds/{id}/discard`
pub async fn discard(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let round = named(&id)?;
    let done = funding::discard(visit.forum(), visit.member()?, round).await;
    done.map_err(refused)?;
    Ok(visit.to("/rounds?mine=true"))
}

async fn back(visit: &Visit, id: &str) -> Result<Response, Failure> {
    let opened = known(visit, id).await?;
    Ok(visit.to(&address(&opened.round)))
}

/// Whether it is to stand there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OnShortlist {
    on: String,
}

/// `POST /applications/{id}/shortlist`
pub async fn shortlist(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<OnShortlist>,
) -> Result<Response, Failure> {
    let (entered, on) = (application(&id)?, posted.form.on != "no");
    let done = funding::shortlist(visit.forum(), visit.member()?, entered, on).await;
    done.map_err(refused)?;
    Ok(visit.to(&format!("/applications/{entered}")))
}

/// `POST /applications/{id}/take-back`
pub async fn take_back(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let entered = application(&id)?;
    let done = funding::take_application_back(visit.forum(), visit.member()?, entered).await;
    done.map_err(refused)?;
    Ok(visit.to(&format!("/applications/{entered}")))
}

/// A question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asking {
    question: String,
    once: String,
}

/// `POST /applications/{id}/questions`
pub async fn ask(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Asking>,
) -> Result<Response, Failure> {
    let (entered, form) = (application(&id)?, posted.form);
    let once = once::given(&form.once);
    let asked = funding::ask(
        visit.forum(),
        visit.member()?,
        entered,
        &form.question,
        once,
    )
    .await;
    match asked {
        Ok(question) => Ok(visit.to(&format!("/applications/{entered}#question-{question}"))),
        Err(FundError::Invalid(problems)) => {
            let typed = Typed {
                question: form.question,
                ..Typed::wrong(problems)
            };
            again(&visit, &id, &typed).await
        }
        Err(error) => Err(refused(error)),
    }
}

/// An answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answering {
    answer: String,
}

/// `POST /questions/{id}/answer`
pub async fn answer(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Answering>,
) -> Result<Response, Failure> {
    let question: QuestionId = id.parse().map_err(|_| Failure::NotFound)?;
    let (member, text) = (visit.member()?, posted.form.answer);
    match funding::answer(visit.forum(), member, question, &text).await {
        Ok(entered) => Ok(visit.to(&format!("/applications/{entered}#question-{question}"))),
        Err(FundError::Invalid(problems)) => {
            let of = funding::application_of_question(visit.forum(), question).await?;
            let typed = Typed {
                answer: Some((question.0, text)),
                ..Typed::wrong(problems)
            };
            again(&visit, &of.ok_or(Failure::NotFound)?.to_string(), &typed).await
        }
        Err(error) => Err(refused(error)),
    }
}

/// `POST /applications/{id}/decide`
pub async fn decide(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<decide::Form>,
) -> Result<Response, Failure> {
    let (entered, form) = (application(&id)?, posted.form);
    let accept = match form.decision.as_str() {
        "accept" => true,
        "decline" => false,
        _ => return Err(Failure::BadRequest("Accept it, or decline it.".into())),
    };
    let decision = Decision {
        accept,
        rule: form.rule.parse().ok(),
        reason: &form.reason,
    };
    match funding::decide(visit.forum(), visit.member()?, entered, &decision).await {
        Ok(()) => Ok(visit.to(&format!("/applications/{entered}"))),
        Err(FundError::Invalid(problems)) => {
            let typed = Typed {
                decision: form,
                ..Typed::wrong(problems)
            };
            again(&visit, &id, &typed).await
        }
        Err(error) => Err(refused(error)),
    }
}

/// The application's page once more, with what was typed and what is wrong with it.
async fn again(visit: &Visit, id: &str, typed: &Typed) -> Result<Response, Failure> {
    let opened = entered(visit, id).await?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(entered_page(visit, status, &opened, typed))
}
