//! Posting a plan and its next revision.

use super::super::{
    Problem,
    extract::{Acting, At, Once, Sent},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum, Viewer,
    ids::PlanId,
    numbers::Numbers,
    plans::{self, Edit, NewPlan as Posted, Saved, Typed, TypedDifference},
    tags::Respelled,
};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// A new plan.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewPlan {
    /// 8 to 120 letters.
    title: String,
    /// 20 to 280 letters.
    pitch: String,
    /// Markdown, at most 256 KiB.
    body: String,
    /// At most five.
    #[serde(default)]
    tags: Vec<String>,
    /// sketch, seeking, running or closed; a sketch without it.
    #[serde(default)]
    stage: Option<String>,
    /// CC-BY-SA-4.0, CC-BY-4.0 or CC0-1.0; the first without it.
    #[serde(default)]
    licence: Option<String>,
    /// Amounts in minor units.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    numbers: Option<Numbers>,
    /// How it differs from other plans of this forum; at most eight.
    #[serde(default)]
    differs: Vec<NewDifference>,
}

/// How a plan differs from another.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewDifference {
    /// The other plan's number.
    plan: i64,
    /// In what it differs, in 3 to 500 letters.
    because: String,
}

impl From<NewDifference> for TypedDifference {
    fn from(difference: NewDifference) -> Self {
        Self {
            plan: PlanId(difference.plan),
            because: difference.because,
        }
    }
}

impl From<NewPlan> for Posted {
    fn from(plan: NewPlan) -> Self {
        Self {
            typed: Typed {
                title: plan.title,
                pitch: plan.pitch,
                body: plan.body,
                tags: plan.tags,
                stage: plan.stage.unwrap_or_default(),
                licence: plan.licence.unwrap_or_default(),
                numbers: plan.numbers,
            },
            differs: plan.differs.into_iter().map(Into::into).collect(),
            draft: None,
        }
    }
}

/// What was saved.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct SavedPlan {
    id: i64,
    slug: String,
    /// The number of the newest revision.
    revision: i32,
    /// Words that were sent as tags and are other words for one, which the plan has in their place.
    /// Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    respelled: Vec<RespelledTag>,
}

/// A word, and the tag that it means.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RespelledTag {
    word: String,
    tag: String,
}

impl From<Respelled> for RespelledTag {
    fn from(respelled: Respelled) -> Self {
        Self {
            word: respelled.word.to_string(),
            tag: respelled.tag.to_string(),
        }
    }
}

impl From<Saved> for SavedPlan {
    fn from(saved: Saved) -> Self {
        Self {
            id: saved.id.0,
            slug: saved.slug,
            revision: saved.revision.0,
            respelled: saved.respelled.into_iter().map(Into::into).collect(),
        }
    }
}

/// Posts a plan. Anyone may copy it from then on; it cannot be called back.
#[utoipa::path(post, path = "/plans", tag = "plans", request_body = NewPlan,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = SavedPlan), (status = "4XX", body = Problem)))]
pub(super) async fn create(
    State(forum): State<Forum>,
    Acting(member): Acting,
    once: Once,
    Sent(plan): Sent<NewPlan>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<SavedPlan>), Problem> {
    let saved = plans::publish_new(&forum, &member, &plan.into(), once.key()).await?;
    let location = format!("{}/plans/{}", super::super::PREFIX, saved.id);
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        Json(saved.into()),
    ))
}

/// A plan's next revision. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewRevision {
    /// The revision that the change started from.
    base_revision: i32,
    /// What was changed and why, in 3 to 200 letters.
    note: String,
    title: Option<String>,
    pitch: Option<String>,
    body: Option<String>,
    tags: Option<Vec<String>>,
    stage: Option<String>,
    licence: Option<String>,
    /// Null takes the numbers away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Object>)]
    #[expect(
        clippy::option_option,
        reason = "JSON has three cases: not sent, null, numbers"
    )]
    numbers: Option<Option<Numbers>>,
    /// How it differs from other plans, all of it in place of what it said before.
    differs: Option<Vec<NewDifference>>,
}

/// Tells null from nothing sent.
#[expect(
    clippy::option_option,
    reason = "JSON has three cases: not sent, null, numbers"
)]
pub(in super::super) fn present<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<Numbers>>, D::Error> {
    Deserialize::deserialize(from).map(Some)
}

impl NewRevision {
    fn over(self, head: Typed) -> Edit {
        Edit {
            base: self.base_revision,
            note: self.note,
            draft: None,
            differs: self
                .differs
                .map(|all| all.into_iter().map(Into::into).collect()),
            typed: Typed {
                title: self.title.unwrap_or(head.title),
                pitch: self.pitch.unwrap_or(head.pitch),
                body: self.body.unwrap_or(head.body),
                tags: self.tags.unwrap_or(head.tags),
                stage: self.stage.unwrap_or(head.stage),
                licence: self.licence.unwrap_or(head.licence),
                numbers: self.numbers.unwrap_or(head.numbers),
            },
        }
    }
}

/// Saves a new revision of one's own plan; 409 when it has changed since `base_revision`.
#[utoipa::path(put, path = "/plans/{id}", tag = "plans", request_body = NewRevision,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = OK, body = SavedPlan), (status = "4XX", body = Problem)))]
pub(super) async fn revise(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
    once: Once,
    Sent(revision): Sent<NewRevision>,
) -> Result<Json<SavedPlan>, Problem> {
    let viewer = Viewer::Member(member.clone());
    let plan = super::readable(&forum, &viewer, id).await?;
    let head = plans::revision(&forum, &viewer, &plan, plan.head)
        .await?
        .ok_or_else(Problem::not_found)?;
    let edit = revision.over(head.typed());
    let saved = plans::revise(&forum, &member, id, &edit, once.key()).await?;
    Ok(Json(saved.into()))
}
