//! What moderators do about a case.

use super::super::{
    Problem,
    extract::{At, Moderating, Sent},
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum,
    ids::{CaseId, MeasureId},
    moderation,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a moderator decides.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CaseDecision {
    /// kept, hidden or held; of a plan also locked or outdated; warned; of an account suspended.
    deed: String,
    /// For everybody to read, 3 to 500 letters.
    reason: String,
    /// For how many days somebody is suspended; until somebody lifts it, without.
    days: Option<u16>,
    /// What a plan is to be called, to `edited`; as it is, without.
    title: Option<String>,
    /// The plan's tags, to `edited`, all of them; as they are, without.
    tags: Option<Vec<String>>,
    /// The plan's newest revision, to `edited`: with a newer one it is refused.
    base_revision: Option<i32>,
    /// The number of the plan that a plan is merged into, to `merged`.
    into: Option<i64>,
}

/// The number of a measure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeasureNumber {
    measure: i64,
}

impl From<MeasureId> for MeasureNumber {
    fn from(id: MeasureId) -> Self {
        Self { measure: id.0 }
    }
}

/// Decides an open case.
#[utoipa::path(post, path = "/moderation/cases/{id}/decide", tag = "moderation",
    params(("id" = i64, Path)), request_body = CaseDecision,
    responses((status = OK, body = MeasureNumber), (status = "4XX", body = Problem)))]
pub(super) async fn decide(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<CaseDecision>,
) -> Result<Json<MeasureNumber>, Problem> {
    let decision = moderation::Decision {
        deed: sent.deed,
        reason: sent.reason,
        days: sent.days.map(|days| days.to_string()).unwrap_or_default(),
        title: sent.title,
        tags: sent.tags,
        base: sent.base_revision.unwrap_or_default(),
        into: sent.into.map(|into| into.to_string()).unwrap_or_default(),
    };
    let measure = moderation::decide(&forum, &moderator, id, &decision).await?;
    Ok(Json(measure.into()))
}

/// Why all that somebody posted is hidden.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Sweep {
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// What was hidden of all that somebody posted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SweptNow {
    /// So many plans and comments.
    hidden: usize,
    /// Whether there is more: it has to be done again.
    more: bool,
}

/// Hides the newest plans and comments of the person whom a case is about, each by a measure of its own.
#[utoipa::path(post, path = "/moderation/cases/{id}/sweep", tag = "moderation",
    params(("id" = i64, Path)), request_body = Sweep,
    responses((status = OK, body = SweptNow), (status = "4XX", body = Problem)))]
pub(super) async fn sweep(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<Sweep>,
) -> Result<Json<SweptNow>, Problem> {
    let swept = moderation::sweep(&forum, &moderator, id, &sent.reason).await?;
    Ok(Json(SweptNow {
        hidden: swept.hidden,
        more: swept.more,
    }))
}

/// Who takes a case.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Claim {
    /// Another moderator's handle; whoever asks, without.
    to: Option<String>,
    /// Whether it is taken over from another moderator.
    over: bool,
}

/// Takes an open case, or gives it to another moderator.
#[utoipa::path(put, path = "/moderation/cases/{id}/claim", tag = "moderation",
    params(("id" = i64, Path)), request_body = Claim,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn claim(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<Claim>,
) -> Result<StatusCode, Problem> {
    moderation::claim(&forum, &moderator, id, sent.to.as_deref(), sent.over).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives back a case.
#[utoipa::path(delete, path = "/moderation/cases/{id}/claim", tag = "moderation",
    params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn release(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
) -> Result<StatusCode, Problem> {
    moderation::release(&forum, &moderator, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a moderator tells others.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NoteToAdd {
    words: String,
}

/// Tells other moderators something about a case.
#[utoipa::path(post, path = "/moderation/cases/{id}/notes", tag = "moderation",
    params(("id" = i64, Path)), request_body = NoteToAdd,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn note(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<NoteToAdd>,
) -> Result<StatusCode, Problem> {
    moderation::add_note(&forum, &moderator, id, &sent.words).await?;
    Ok(StatusCode::NO_CONTENT)
}
