//! Who moderates.

use super::{
    super::{
        Problem,
        extract::{Asking, At, Sent},
    },
    decide::MeasureNumber,
};
use axum::{Json, extract::State};
use domain::{Forum, Member, accounts, moderation};
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RoleToGive {
    /// member, moderator or admin.
    role: String,
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// Makes somebody a moderator, an admin or a member again. Admins only; the last admin stays one.
#[utoipa::path(put, path = "/people/{handle}/role", tag = "moderation",
    params(("handle" = String, Path)), request_body = RoleToGive,
    responses((status = OK, body = MeasureNumber), (status = "4XX", body = Problem)))]
pub(super) async fn appoint(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(handle): At<String>,
    Sent(sent): Sent<RoleToGive>,
) -> Result<Json<MeasureNumber>, Problem> {
    let admin = viewer.member().and_then(Member::admin);
    let admin = admin.ok_or_else(Problem::not_found)?;
    let person = accounts::profile(&forum, &handle).await?;
    let person = person.ok_or_else(Problem::not_found)?;
    let measure = moderation::appoint(&forum, &admin, person.id, &sent.role, &sent.reason).await?;
    Ok(Json(measure.into()))
}
