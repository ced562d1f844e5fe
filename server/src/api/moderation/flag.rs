//! Reporting to the moderators.

use super::{
    super::{
        Problem,
        extract::{Acting, At, Sent},
    },
    thing,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum,
    moderation::{self, Flagged, NewFlag},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A report to the moderators.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct FlagToRaise {
    /// spam, `not_a_plan`, copy, abuse, illegal, `private_data` or other.
    reason: String,
    /// More about it; needed with other.
    #[serde(default)]
    words: String,
}

/// What became of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FlagRaised {
    /// Whether the thing is held now until a moderator has looked.
    held: bool,
}

impl From<Flagged> for FlagRaised {
    fn from(flagged: Flagged) -> Self {
        Self { held: flagged.held }
    }
}

/// Reports `plan-12`, `comment-3` or `account-7` to the moderators, once.
#[utoipa::path(post, path = "/flags/{thing}", tag = "moderation", request_body = FlagToRaise,
    params(("thing" = String, Path, description = "plan-12, comment-3, account-7 or listing-2")),
    responses((status = CREATED, body = FlagRaised), (status = "4XX", body = Problem)))]
pub(super) async fn flag(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(named): At<String>,
    Sent(sent): Sent<FlagToRaise>,
) -> Result<(StatusCode, Json<FlagRaised>), Problem> {
    let typed = NewFlag {
        reason: sent.reason,
        words: sent.words,
    };
    let flagged = moderation::flag(&forum, &member, thing(&named)?, &typed).await?;
    Ok((StatusCode::CREATED, Json(flagged.into())))
}
