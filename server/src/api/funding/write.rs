//! Making a round, saying something else in it, publishing and closing it.

use super::{
    super::{
        PREFIX, Problem,
        extract::{Acting, At, Once, Sent},
    },
    read::WholeRound,
    rules::SentRule,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum, Member, Viewer,
    funding::{self, TypedTerms},
    ids::{RoundId, VersionNumber},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a round says.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SentTerms {
    /// In 8 to 120 letters.
    title: String,
    /// Markdown, at most 10,000 letters.
    #[serde(default)]
    text: String,
    /// ISO 4217.
    currency: String,
    /// In all, in minor units.
    amount: i64,
    /// For one plan at most, in minor units.
    per_plan: i64,
    /// The first day, as 2026-12-01, in UTC.
    opens: String,
    /// The last day.
    closes: String,
    rules: Vec<SentRule>,
}

impl From<SentTerms> for TypedTerms {
    fn from(sent: SentTerms) -> Self {
        Self {
            title: sent.title,
            text: sent.text,
            currency: sent.currency,
            amount: Some(sent.amount),
            per_plan: Some(sent.per_plan),
            opens: sent.opens,
            closes: sent.closes,
            rules: sent.rules.into_iter().map(Into::into).collect(),
        }
    }
}

async fn now(forum: &Forum, member: Member, id: RoundId) -> Result<Json<WholeRound>, Problem> {
    let viewer = Viewer::Member(member);
    Ok(Json(WholeRound::now(forum, &viewer, id).await?))
}

/// Makes a round, which is a draft until it is published.
#[utoipa::path(post, path = "/rounds", tag = "rounds", request_body = SentTerms,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = WholeRound), (status = "4XX", body = Problem)))]
pub(super) async fn make(
    State(forum): State<Forum>,
    Acting(member): Acting,
    once: Once,
    Sent(sent): Sent<SentTerms>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<WholeRound>), Problem> {
    let id = funding::make(&forum, &member, &sent.into(), once.key()).await?;
    let location = format!("{PREFIX}/rounds/{id}");
    let round = now(&forum, member, id).await?;
    Ok((StatusCode::CREATED, [(LOCATION, location)], round))
}

/// What a round is to say, and what it said when the change began.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RoundChange {
    /// The version that the change began from.
    base_version: i32,
    /// What is changed and why, in 3 to 200 letters. A draft needs none.
    #[serde(default)]
    note: String,
    #[serde(flatten)]
    terms: SentTerms,
}

/// Says something else in a round: a draft is written over, a published round gets a new version, and those who
/// have applied keep theirs.
#[utoipa::path(put, path = "/rounds/{id}", tag = "rounds", params(("id" = i64, Path)), request_body = RoundChange,
    responses((status = OK, body = WholeRound), (status = "4XX", body = Problem)))]
pub(super) async fn edit(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<RoundId>,
    Sent(change): Sent<RoundChange>,
) -> Result<Json<WholeRound>, Problem> {
    let base = VersionNumber(change.base_version);
    let terms = change.terms.into();
    funding::edit(&forum, &member, id, base, (&terms, &change.note)).await?;
    now(&forum, member, id).await
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/rounds/{id}", tag = "rounds", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn discard(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<RoundId>,
) -> Result<StatusCode, Problem> {
    funding::discard(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publishes a draft.
#[utoipa::path(post, path = "/rounds/{id}/publish", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = WholeRound), (status = "4XX", body = Problem)))]
pub(super) async fn publish(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<RoundId>,
) -> Result<Json<WholeRound>, Problem> {
    funding::publish(&forum, &member, id).await?;
    now(&forum, member, id).await
}

/// Closes a round before its last day.
#[utoipa::path(post, path = "/rounds/{id}/close", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = WholeRound), (status = "4XX", body = Problem)))]
pub(super) async fn close(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<RoundId>,
) -> Result<Json<WholeRound>, Problem> {
    funding::close(&forum, &member, id).await?;
    now(&forum, member, id).await
}
