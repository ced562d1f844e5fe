//! Entering a plan in a round, and taking that back.

use super::{
    super::{
        PREFIX, Problem,
        extract::{Acting, At, Once, Sent},
    },
    applications::WholeApplication,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum, Viewer,
    funding::{self, Applying},
    ids::{ApplicationId, PlanId, RevisionNumber, RoundId, VersionNumber},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What is entered.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewApplication {
    plan: i64,
    /// The revision that was looked at; the plan's newest without it.
    revision: Option<i32>,
    /// The version of the round's rules that was gone through.
    version: i32,
    /// The numbers, counted from 1, of the rules that the founder vouches for.
    #[serde(default)]
    attested: Vec<usize>,
}

/// Enters a plan of the asker's in an open round.
#[utoipa::path(post, path = "/rounds/{id}/applications", tag = "rounds", request_body = NewApplication,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn enter(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<RoundId>,
    once: Once,
    Sent(new): Sent<NewApplication>,
) -> Result<
    (
        StatusCode,
        [(HeaderName, String); 1],
        Json<WholeApplication>,
    ),
    Problem,
> {
    let applying = Applying {
        plan: PlanId(new.plan),
        revision: new.revision.map(RevisionNumber),
        version: VersionNumber(new.version),
        attested: &new.attested,
    };
    let made = funding::apply(&forum, &member, id, &applying, once.key()).await?;
    let location = format!("{PREFIX}/applications/{made}");
    let application = WholeApplication::now(&forum, &Viewer::Member(member), made).await?;
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        Json(application),
    ))
}

/// Takes an application back that was not decided.
#[utoipa::path(delete, path = "/applications/{id}", tag = "rounds", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn take_back(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<ApplicationId>,
) -> Result<StatusCode, Problem> {
    funding::take_application_back(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
