//! A plan's family, and what a plan tells of where it came from.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::super::{
    List, Problem,
    extract::{Asked, Asking, At},
    plans::PlanSummary,
};
use axum::{Json, extract::State};
use domain::{
    Forum, Viewer,
    clock::Timestamp,
    forks::{self, FamilyOrder, FamilyReading, Origin},
    ids::PlanId,
    plans::{self, Fork, Plan},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How far a fork is from the revision of its parent that it took over last.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Distance {
    /// The share of changed words, 0 to 1.
    words: f64,
    /// How many assumptions of the numbers are other ones.
    numbers: i32,
    /// Whether nothing was changed yet.
    untouched: bool,
}

impl From<plans::Distance> for Distance {
    fn from(distance: plans::Distance) -> Self {
        Self {
            words: f64::from(distance.words) / 1_000.0,
            numbers: distance.numbers,
            untouched: distance.untouched,
        }
    }
}

/// What a plan was made from, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ForkDetails {
    /// The parent.
    from: i64,
    /// The parent's revision that was copied.
    revision: i32,
    reason: String,
    /// Whether a moderator found that it was made from the parent, and gave that reason.
    linked: bool,
    /// What its author meant to do otherwise.
    differs: Option<String>,
    /// The parent's revision up to which its changes were taken over, or left.
    pulled: i32,
    distance: Distance,
}

impl From<Fork> for ForkDetails {
    fn from(fork: Fork) -> Self {
        Self {
            from: fork.from.0,
            revision: fork.revision.0,
            reason: fork.reason,
            linked: fork.linked,
            differs: fork.differs,
            pulled: fork.pulled.0,
            distance: fork.distance.into(),
        }
    }
}

/// Where a plan was brought from, as the file that it was brought in says; nobody has checked it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct OriginDetails {
    address: String,
    /// The line that credits it.
    attribution: String,
    /// Why it was brought here.
    reason: String,
}

impl From<Origin> for OriginDetails {
    fn from(origin: Origin) -> Self {
        Self {
            address: origin.address,
            attribution: origin.attribution,
            reason: origin.reason,
        }
    }
}

/// A plan in its family. Of one that was withdrawn there is only what its tombstone says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Relative {
    /// A plan that may be read.
    Plan(Box<RelativePlan>),
    /// One that was withdrawn.
    Tombstone(Tombstone),
}

/// A plan as lists show it, with its place in the family.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RelativePlan {
    #[serde(flatten)]
    plan: PlanSummary,
    /// published, or withdrawn when it is the asker's own.
    state: &'static str,
    /// The plan it was forked from.
    parent: Option<i64>,
    /// How many ancestors it has.
    generation: i32,
    /// Why it was forked.
    reason: Option<String>,
    distance: Option<Distance>,
}

/// What is left of a withdrawn plan.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tombstone {
    id: i64,
    /// withdrawn.
    state: &'static str,
    title: String,
    licence: &'static str,
    parent: Option<i64>,
    generation: i32,
    created_at: String,
    withdrawn_at: Option<String>,
}

impl Relative {
    fn of(plan: Plan, viewer: &Viewer) -> Self {
        let parent = plan.fork.as_ref().map(|fork| fork.from.0);
        let (state, generation) = (plan.state.as_str(), plan.family.generation);
        if !plan.readable_by(viewer) {
            return Self::Tombstone(Tombstone {
                id: plan.id.0,
                state,
                title: plan.title,
                licence: plan.licence.as_str(),
                parent,
                generation,
                created_at: plan.created_at.to_rfc3339(),
                withdrawn_at: plan.withdrawn_at.map(Timestamp::to_rfc3339),
            });
        }
        let fork = plan.fork.clone();
        Self::Plan(Box::new(RelativePlan {
            state,
            parent,
            generation,
            reason: fork.as_ref().map(|fork| fork.reason.clone()),
            distance: fork.map(|fork| fork.distance.into()),
            plan: plan.into(),
        }))
    }
}

/// Which part of a family, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FamilyQuery {
    /// tree, active or distance.
    #[param(value_type = Option<String>)]
    order: Option<FamilyOrder>,
    /// Only plans whose title or reason says this.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    words: String,
    /// `hide` leaves out forks in which nothing was changed yet.
    #[param(value_type = Option<String>)]
    unchanged: Option<Unchanged>,
    /// The `next` of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<PlanId>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// What is done with forks in which nothing was changed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unchanged {
    Show,
    Hide,
}

impl From<FamilyQuery> for FamilyReading {
    fn from(query: FamilyQuery) -> Self {
        let otherwise = Self::default();
        Self {
            order: query.order.unwrap_or(otherwise.order),
            words: query.words,
            hide_untouched: query.unchanged == Some(Unchanged::Hide),
            after: query.after,
            limit: query.limit.unwrap_or(otherwise.limit),
        }
    }
}

/// The family of a plan: what it was forked from and what was forked from that. It is there for a
/// withdrawn plan too, whose copies stay.
#[utoipa::path(get, path = "/plans/{id}/forks", tag = "forks", params(("id" = i64, Path), FamilyQuery),
    responses((status = OK, body = List<Relative>), (status = "4XX", body = Problem)))]
pub(super) async fn family(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
    Asked(query): Asked<FamilyQuery>,
) -> Result<Json<List<Relative>>, Problem> {
    let plan = plans::find(&forum, &viewer, id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let family = forks::family(&forum, &viewer, &plan, &query.into()).await?;
    let told = |plan| Relative::of(plan, &viewer);
    Ok(Json(List {
        items: family.page.items.into_iter().map(told).collect(),
        next: family.page.next.map(|next| next.to_string()),
    }))
}
