//! A plan's revisions, and what changed between two of them.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    super::{
        List, Problem,
        extract::{Asked, Asking, At},
    },
    Author,
};
use axum::{Json, extract::State};
use domain::{
    Forum, Member, Moderator, Viewer,
    clock::Timestamp,
    ids::{PlanId, RevisionNumber},
    plans::{self, FieldChange, Plan, RevisionComparison, RevisionSummary},
    text::compare::{SectionComparison, WordCount},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A revision as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Revision {
    number: i32,
    author: Author,
    title: String,
    /// What was changed and why.
    note: String,
    /// The revision that this one brought back.
    restored_from: Option<i32>,
    /// RFC 3339, UTC.
    created_at: String,
    /// When its text was erased.
    erased_at: Option<String>,
    /// How long its body is.
    bytes: i32,
    /// The titles of the sections that it changed.
    changed_sections: Vec<String>,
}

impl From<RevisionSummary> for Revision {
    fn from(revision: RevisionSummary) -> Self {
        Self {
            number: revision.number.0,
            author: Author::from(&revision.author),
            title: revision.title,
            note: revision.note,
            restored_from: revision.restored_from.map(|number| number.0),
            created_at: revision.created_at.to_rfc3339(),
            erased_at: revision.erased_at.map(Timestamp::to_rfc3339),
            bytes: revision.bytes,
            changed_sections: revision.changed,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// The `next` of the page before.
    #[param(value_type = Option<i32>)]
    after: Option<RevisionNumber>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// A plan's revisions, newest first.
#[utoipa::path(get, path = "/plans/{id}/revisions", tag = "plans",
    params(("id" = i64, Path), HistoryQuery),
    responses((status = OK, body = List<Revision>), (status = "4XX", body = Problem)))]
pub(super) async fn revisions(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Json<List<Revision>>, Problem> {
    let plan = super::readable(&forum, &viewer, id).await?;
    let limit = query.limit.unwrap_or(30);
    let page = plans::history(&forum, &viewer, &plan, query.after, limit).await?;
    Ok(Json(List::of(page)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CompareQuery {
    /// The number of the older revision.
    #[param(value_type = i32)]
    from: RevisionNumber,
    /// The number of the newer one.
    #[param(value_type = i32)]
    to: RevisionNumber,
    /// The plan that `to` is a revision of; only plans of one family are compared, but by moderators. The same plan
    /// without it.
    #[param(value_type = Option<i64>)]
    with: Option<PlanId>,
}

/// What changed: fields, and the body by section, block and word.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Compared {
    from: i32,
    to: i32,
    /// The plan that `from` is a revision of …
    from_plan: i64,
    /// … and the plan that `to` is one of.
    to_plan: i64,
    /// The fields that differ, the body apart: `{field, before, after}`.
    #[schema(value_type = Vec<Object>)]
    fields: Vec<FieldChange>,
    /// What follows from the numbers, where that differs: when it breaks even and is profitable, the
    /// margin per unit, the lowest cash. `{field, before, after}`.
    #[schema(value_type = Vec<Object>)]
    effects: Vec<FieldChange>,
    /// How many words stayed, went and came: `{same, deleted, inserted}`.
    #[schema(value_type = Object)]
    words: WordCount,
    /// The body's parts with their blocks, each made of pieces that are `same`, `deleted` or
    /// `inserted`.
    #[schema(value_type = Vec<Object>)]
    sections: Vec<SectionComparison>,
}

impl Compared {
    fn of(compared: RevisionComparison, from_plan: PlanId, to_plan: PlanId) -> Self {
        Self {
            from_plan: from_plan.0,
            to_plan: to_plan.0,
            from: compared.from.number.0,
            to: compared.to.number.0,
            fields: compared.changes.fields,
            effects: compared.changes.effects,
            words: compared.changes.body.words(),
            sections: compared.changes.body.sections,
        }
    }
}

/// What changed from one revision to another, of the same plan or of one of its family, by section
/// and word.
#[utoipa::path(get, path = "/plans/{id}/compare", tag = "plans",
    params(("id" = i64, Path), CompareQuery),
    responses((status = OK, body = Compared), (status = "4XX", body = Problem)))]
pub(super) async fn compare(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
    Asked(query): Asked<CompareQuery>,
) -> Result<Json<Compared>, Problem> {
    let plan = super::readable(&forum, &viewer, id).await?;
    let other = match query.with {
        Some(with) if with != id => kin(&forum, &viewer, &plan, with).await?,
        _ => plan.clone(),
    };
    let (from, to) = ((&plan, query.from), (&other, query.to));
    let is_kin = plan.family.first == other.family.first;
    let compared = match moderator(&viewer).filter(|_| !is_kin) {
        Some(moderator) => plans::compare_any(&forum, &moderator, from, to).await?,
        None => plans::compare_plans(&forum, &viewer, from, to).await?,
    };
    let compared = compared.ok_or_else(Problem::not_found)?;
    Ok(Json(Compared::of(compared, plan.id, other.id)))
}

fn moderator(viewer: &Viewer) -> Option<Moderator> {
    viewer.member().and_then(Member::moderator)
}

/// Another plan of the family; to moderators, any. What is no kin is not told of, not even that it was withdrawn.
async fn kin(forum: &Forum, viewer: &Viewer, plan: &Plan, id: PlanId) -> Result<Plan, Problem> {
    let other = plans::find(forum, viewer, id).await?;
    let may = moderator(viewer).is_some();
    let is_kin = |other: &Plan| may || other.family.first == plan.family.first;
    other.filter(is_kin).ok_or_else(Problem::not_found)?;
    super::readable(forum, viewer, id).await
}
