//! What a funder does about an application, and what its founder answers.

use super::{
    super::{
        Problem,
        extract::{Acting, At, Once, Sent},
    },
    applications::WholeApplication,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum, Member, Viewer,
    funding::{self, Decision},
    ids::{ApplicationId, QuestionId},
};
use serde::Deserialize;
use utoipa::ToSchema;

async fn now(
    forum: &Forum,
    member: Member,
    id: ApplicationId,
) -> Result<Json<WholeApplication>, Problem> {
    let viewer = Viewer::Member(member);
    Ok(Json(WholeApplication::now(forum, &viewer, id).await?))
}

/// Puts an application on the shortlist.
#[utoipa::path(put, path = "/applications/{id}/shortlisted", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn shortlist(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ApplicationId>,
) -> Result<Json<WholeApplication>, Problem> {
    funding::shortlist(&forum, &member, id, true).await?;
    now(&forum, member, id).await
}

/// Takes an application from the shortlist.
#[utoipa::path(delete, path = "/applications/{id}/shortlisted", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn unlist(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ApplicationId>,
) -> Result<Json<WholeApplication>, Problem> {
    funding::shortlist(&forum, &member, id, false).await?;
    now(&forum, member, id).await
}

/// What is decided.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SentDecision {
    /// Whether the plan is to be funded.
    accept: bool,
    /// Why, in 3 to 500 letters that everybody may read.
    reason: String,
    /// The rule, counted from 1, for which it is declined.
    rule: Option<i32>,
}

/// Decides an application. It is not taken back.
#[utoipa::path(post, path = "/applications/{id}/decision", tag = "rounds", params(("id" = i64, Path)),
    request_body = SentDecision,
    responses((status = OK, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn decide(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ApplicationId>,
    Sent(sent): Sent<SentDecision>,
) -> Result<Json<WholeApplication>, Problem> {
    let decision = Decision {
        accept: sent.accept,
        rule: sent.rule,
        reason: &sent.reason,
    };
    funding::decide(&forum, &member, id, &decision).await?;
    now(&forum, member, id).await
}

/// What a funder asks.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SentQuestion {
    /// In 3 to 2,000 letters.
    question: String,
}

/// Asks something about an application, as the round's funder.
#[utoipa::path(post, path = "/applications/{id}/questions", tag = "rounds", request_body = SentQuestion,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn ask(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ApplicationId>,
    once: Once,
    Sent(sent): Sent<SentQuestion>,
) -> Result<(StatusCode, Json<WholeApplication>), Problem> {
    funding::ask(&forum, &member, id, &sent.question, once.key()).await?;
    Ok((StatusCode::CREATED, now(&forum, member, id).await?))
}

/// What a founder answers.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SentAnswer {
    /// In 3 to 2,000 letters.
    answer: String,
}

/// Answers a question about an application of the asker's, once.
#[utoipa::path(post, path = "/questions/{id}/answer", tag = "rounds", params(("id" = i64, Path)),
    request_body = SentAnswer,
    responses((status = OK, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn answer(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<QuestionId>,
    Sent(sent): Sent<SentAnswer>,
) -> Result<Json<WholeApplication>, Problem> {
    let application = funding::answer(&forum, &member, id, &sent.answer).await?;
    now(&forum, member, application).await
}
