//! What was done, for everybody to read, and what is said against it.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    super::{
        List, Problem,
        extract::{Asked, Asking, At, Moderating, Sent},
        plans::Author,
    },
    decide::MeasureNumber,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum,
    clock::Timestamp,
    ids::MeasureId,
    moderation::{self, AppealState, Deed, Told},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What somebody said against a measure, and the answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Appeal {
    id: i64,
    words: String,
    at: String,
    #[schema(value_type = String)]
    state: AppealState,
    answered_by: Option<Author>,
    answer: Option<String>,
    answered_at: Option<String>,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Measure {
    id: i64,
    #[schema(value_type = String)]
    deed: Deed,
    /// plan-12, comment-3, account-7 or listing-2.
    thing: String,
    /// The plan, or the plan that a comment is on.
    plan: Option<i64>,
    concerned: Author,
    /// Null when the forum did it by itself.
    by: Option<Author>,
    reason: String,
    until: Option<String>,
    undone_by: Option<i64>,
    at: String,
    appeal: Option<Appeal>,
}

impl From<Told> for Measure {
    fn from(told: Told) -> Self {
        Self {
            id: told.id.0,
            deed: told.deed,
            thing: told.thing.to_string(),
            plan: told.plan.map(|plan| plan.id.0),
            concerned: Author::from(&told.concerned),
            by: told.by.as_ref().map(Author::from),
            reason: told.reason,
            until: told.until.map(Timestamp::to_rfc3339),
            undone_by: told.undone_by.map(|id| id.0),
            at: told.at.to_rfc3339(),
            appeal: told.appeal.map(|appeal| Appeal {
                id: appeal.id.0,
                words: appeal.words,
                at: appeal.at.to_rfc3339(),
                state: appeal.state,
                answered_by: appeal.answered_by.as_ref().map(Author::from),
                answer: appeal.answer,
                answered_at: appeal.answered_at.map(Timestamp::to_rfc3339),
            }),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AppealsQuery {
    /// The `next` of the page before.
    after: Option<i64>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// The measures that somebody appealed against and nobody has answered, the oldest appeal first.
#[utoipa::path(get, path = "/moderation/appeals", tag = "moderation", params(AppealsQuery),
    responses((status = OK, body = List<Measure>), (status = "4XX", body = Problem)))]
pub(super) async fn appeals(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Moderating(moderator): Moderating,
    Asked(query): Asked<AppealsQuery>,
) -> Result<Json<List<Measure>>, Problem> {
    let after = query.after.map(domain::ids::AppealId);
    let limit = query.limit.unwrap_or(25);
    let found = moderation::waiting_appeals(&forum, &moderator, after, limit).await?;
    let told = moderation::measures_of_numbers(&forum, &viewer, &found.items).await?;
    Ok(Json(List {
        items: told.into_iter().map(Into::into).collect(),
        next: found.next.map(|next| next.to_string()),
    }))
}

/// What was done, for everybody to read.
#[utoipa::path(get, path = "/measures/{id}", tag = "moderation", params(("id" = i64, Path)),
    responses((status = OK, body = Measure), (status = "4XX", body = Problem)))]
pub(super) async fn measure(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<MeasureId>,
) -> Result<Json<Measure>, Problem> {
    let found = moderation::measure(&forum, &viewer, id).await?;
    Ok(Json(found.ok_or_else(Problem::not_found)?.told.into()))
}

/// Why something is undone.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReasonToUndo {
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// Undoes a measure that stands.
#[utoipa::path(post, path = "/measures/{id}/undo", tag = "moderation", params(("id" = i64, Path)),
    request_body = ReasonToUndo,
    responses((status = OK, body = MeasureNumber), (status = "4XX", body = Problem)))]
pub(super) async fn undo(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<MeasureId>,
    Sent(sent): Sent<ReasonToUndo>,
) -> Result<Json<MeasureNumber>, Problem> {
    let measure = moderation::undo(&forum, &moderator, id, &sent.reason).await?;
    Ok(Json(measure.into()))
}

/// What is said against a measure.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AppealToMake {
    /// For everybody to read, 3 to 2,000 letters.
    words: String,
}

/// Appeals against a measure that concerns whoever asks, once. Whoever is suspended may do so as well.
#[utoipa::path(post, path = "/measures/{id}/appeal", tag = "moderation", params(("id" = i64, Path)),
    request_body = AppealToMake,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn appeal(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<MeasureId>,
    Sent(sent): Sent<AppealToMake>,
) -> Result<StatusCode, Problem> {
    let person = viewer.person().ok_or_else(Problem::unauthorized)?;
    moderation::appeal(&forum, person, id, &sent.words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is answered to an appeal.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AnswerToGive {
    /// Whether the measure is undone.
    granted: bool,
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// Answers the appeal against a measure; never against one's own.
#[utoipa::path(post, path = "/measures/{id}/answer", tag = "moderation", params(("id" = i64, Path)),
    request_body = AnswerToGive,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn answer(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Moderating(moderator): Moderating,
    At(id): At<MeasureId>,
    Sent(sent): Sent<AnswerToGive>,
) -> Result<StatusCode, Problem> {
    let found = moderation::measure(&forum, &viewer, id).await?;
    let appeal = found.and_then(|found| found.told.appeal);
    let appeal = appeal.ok_or_else(Problem::not_found)?.id;
    moderation::answer(&forum, &moderator, appeal, sent.granted, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
