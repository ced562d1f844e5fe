//! Where plans run.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::super::{
    List, Problem,
    extract::{Acting, Asked, Asking, At, Sent},
    plans::{PlanSummary, readable},
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum, Viewer,
    forks::{self, PlaceError, Running, TypedPlace},
    ids::PlanId,
    numbers::Numbers,
    plans::{Plan, State as Standing},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where a plan runs.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct PlaceOfPlan {
    /// A town, a street, "online", in 2 to 80 letters.
    place: String,
    /// The month in which it began there, such as 2026-03.
    since: String,
    /// What is told from there, in Markdown, at most 2,000 letters.
    #[serde(default)]
    report: String,
}

impl From<TypedPlace> for PlaceOfPlan {
    fn from(typed: TypedPlace) -> Self {
        Self {
            place: typed.place,
            since: typed.since,
            report: typed.report,
        }
    }
}

impl From<PlaceOfPlan> for TypedPlace {
    fn from(place: PlaceOfPlan) -> Self {
        Self {
            place: place.place,
            since: place.since,
            report: place.report,
        }
    }
}

impl From<PlaceError> for Problem {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::NotFound => Self::not_found(),
            PlaceError::Invalid(problems) => problems.into(),
            PlaceError::Suspended => Self::suspended(),
            PlaceError::Broken(broken) => broken.into(),
        }
    }
}

/// Where a plan runs itself; not found while nobody has said so.
#[utoipa::path(get, path = "/plans/{id}/place", tag = "forks", params(("id" = i64, Path)),
    responses((status = OK, body = PlaceOfPlan), (status = "4XX", body = Problem)))]
pub(super) async fn place(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
) -> Result<Json<PlaceOfPlan>, Problem> {
    let plan = readable(&forum, &viewer, id).await?;
    said(&forum, &plan).await
}

async fn said(forum: &Forum, plan: &Plan) -> Result<Json<PlaceOfPlan>, Problem> {
    let said = forks::own_place(forum, plan).await?;
    said.map(|said| Json(said.into()))
        .ok_or_else(Problem::not_found)
}

/// The member's own plan, which must be to be seen.
async fn own(forum: &Forum, viewer: &Viewer, id: PlanId) -> Result<Plan, Problem> {
    let plan = readable(forum, viewer, id).await?;
    if viewer.id() != Some(plan.author.id) {
        return Err(Problem::not_found());
    }
    if plan.state == Standing::Withdrawn {
        return Err(Problem::conflict(
            "this plan is withdrawn: bring it back first",
        ));
    }
    Ok(plan)
}

/// Says where one's own plan runs, in place of what was said before.
#[utoipa::path(put, path = "/plans/{id}/place", tag = "forks", request_body = PlaceOfPlan,
    params(("id" = i64, Path)),
    responses((status = OK, body = PlaceOfPlan), (status = "4XX", body = Problem)))]
pub(super) async fn set(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
    Sent(place): Sent<PlaceOfPlan>,
) -> Result<Json<PlaceOfPlan>, Problem> {
    let plan = own(&forum, &Viewer::Member(member.clone()), id).await?;
    forks::set_place(&forum, &member, id, &place.into()).await?;
    said(&forum, &plan).await
}

/// Says that one's own plan no longer runs anywhere. When it did not, it changes nothing.
#[utoipa::path(delete, path = "/plans/{id}/place", tag = "forks", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn clear(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
) -> Result<StatusCode, Problem> {
    own(&forum, &Viewer::Member(member.clone()), id).await?;
    forks::clear_place(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A place where a plan, or one that was forked from it, runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RunningPlan {
    plan: PlanSummary,
    place: String,
    /// The month in which it began there, such as 2026-03.
    since: String,
    /// What its founder tells from there, rendered and made safe.
    html: String,
    /// RFC 3339, UTC.
    changed_at: String,
    /// What the plan's newest revision counts on.
    #[schema(value_type = Option<Object>)]
    planned: Option<Planned>,
}

/// The figures that are compared between places, in minor units.
#[derive(Debug, Serialize)]
struct Planned {
    currency: String,
    price: Option<i64>,
    margin: Option<i64>,
    breaks_even_by_day: Option<u32>,
}

impl From<Running> for RunningPlan {
    fn from(running: Running) -> Self {
        Self {
            planned: running.numbers.and_then(planned),
            plan: running.plan.into(),
            place: running.place,
            since: running.since.to_string(),
            html: running.html,
            changed_at: running.changed_at.to_rfc3339(),
        }
    }
}

fn planned(numbers: Numbers) -> Option<Planned> {
    let numbers = numbers.check().ok()?;
    let results = numbers.results();
    Some(Planned {
        currency: numbers.as_numbers().currency.clone(),
        price: numbers.as_numbers().price,
        margin: results.margin.map(|margin| margin.amount.minor),
        breaks_even_by_day: results.breaks_even_by_day,
    })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PlacesQuery {
    /// The `next` of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<PlanId>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// Where a plan, and everything that was forked from it, runs.
#[utoipa::path(get, path = "/plans/{id}/places", tag = "forks", params(("id" = i64, Path), PlacesQuery),
    responses((status = OK, body = List<RunningPlan>), (status = "4XX", body = Problem)))]
pub(super) async fn places(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
    Asked(query): Asked<PlacesQuery>,
) -> Result<Json<List<RunningPlan>>, Problem> {
    let plan = readable(&forum, &viewer, id).await?;
    let limit = query.limit.unwrap_or(25);
    let places = forks::places(&forum, &viewer, &plan, query.after, limit).await?;
    Ok(Json(List::of(places)))
}
