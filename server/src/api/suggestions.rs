//! Suggestions to plans: offering, reading, deciding.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, PREFIX, Problem,
    extract::{Acting, Asked, Asking, At, Once, Sent},
    plans::{Author, present, readable},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::LOCATION},
};
use domain::{
    Forum, Viewer,
    ids::{PlanId, RevisionNumber, SuggestionId},
    merge::{Choice, Part},
    numbers::Numbers,
    plans::{self, Typed},
    suggestions::{
        self, DecideError, Decided, NewSuggestion, Offer, OfferError, OnPart, Opened, OpenedPart,
        Suggestion, TakeBackError, Verdict, Verdicts,
    },
    text::SectionKey,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(of_plan, offer))
        .routes(routes!(one, take_back))
        .routes(routes!(decide))
}

/// A suggestion as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionSummary {
    id: i64,
    plan: i64,
    author: Author,
    /// open, decided, `taken_back` or erased.
    state: &'static str,
    /// What it changes and why.
    note: String,
    /// The plan's revision that it was written over.
    base_revision: i32,
    /// The fork that it came from, with its revision.
    fork: Option<FromFork>,
    /// How many parts it has, and what was decided about them.
    parts: i32,
    accepted: i32,
    declined: i32,
    /// RFC 3339, UTC.
    created_at: String,
    changed_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FromFork {
    plan: i64,
    revision: i32,
}

impl From<Suggestion> for SuggestionSummary {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            id: suggestion.id.0,
            plan: suggestion.plan.0,
            author: Author::from(&suggestion.author),
            state: suggestion.state.as_str(),
            note: suggestion.note,
            base_revision: suggestion.base.0,
            fork: suggestion.fork.map(|(plan, revision)| FromFork {
                plan: plan.0,
                revision: revision.0,
            }),
            parts: suggestion.parts,
            accepted: suggestion.accepted,
            declined: suggestion.declined,
            created_at: suggestion.created_at.to_rfc3339(),
            changed_at: suggestion.changed_at.to_rfc3339(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those of which parts wait.
    #[serde(default)]
    open: bool,
    /// The `next` of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<SuggestionId>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// A plan's suggestions, the newest first.
#[utoipa::path(get, path = "/plans/{id}/suggestions", tag = "suggestions",
    params(("id" = i64, Path), ListQuery),
    responses((status = OK, body = List<SuggestionSummary>), (status = "4XX", body = Problem)))]
pub(super) async fn of_plan(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<List<SuggestionSummary>>, Problem> {
    let plan = readable(&forum, &viewer, id).await?;
    let limit = query.limit.unwrap_or(30);
    let found =
        suggestions::of_plan(&forum, &viewer, &plan, query.open, query.after, limit).await?;
    Ok(Json(List::of(found)))
}

/// A change to be offered: all that a fork changed, a section, or any fields of the plan.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewOffer {
    /// What it changes and why, in 3 to 500 letters.
    note: String,
    /// Your own fork of the plan: everything in which it is another is offered.
    fork: Option<i64>,
    /// Otherwise, the revision that the change was written over.
    base_revision: Option<i32>,
    /// The section's key; a section that is not there yet without it.
    section: Option<String>,
    /// What the section is to say, heading included. Empty takes it away.
    text: Option<String>,
    title: Option<String>,
    pitch: Option<String>,
    body: Option<String>,
    tags: Option<Vec<String>>,
    /// Null takes the numbers away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Object>)]
    #[expect(
        clippy::option_option,
        reason = "JSON has three cases: not sent, null, numbers"
    )]
    numbers: Option<Option<Numbers>>,
}

impl NewOffer {
    async fn offer(
        self,
        forum: &Forum,
        viewer: &Viewer,
        plan: PlanId,
    ) -> Result<NewSuggestion, Problem> {
        let note = self.note.clone();
        if let Some(fork) = self.fork {
            let offer = Offer::Fork(PlanId(fork));
            return Ok(NewSuggestion { note, offer });
        }
        let Some(base) = self.base_revision.map(RevisionNumber) else {
            return Err(Problem::field(
                "base_revision",
                "is needed, unless it is a fork that is offered",
            ));
        };
        if let Some(text) = self.text {
            let section = self.section.map(|key| SectionKey::parse(&key)).transpose();
            let section =
                section.map_err(|_| Problem::field("section", "is not the key of a section"))?;
            let offer = Offer::Section {
                base,
                section,
                text,
            };
            return Ok(NewSuggestion { note, offer });
        }
        let plan = readable(forum, viewer, plan).await?;
        let old = plans::revision(forum, viewer, &plan, base)
            .await?
            .ok_or_else(|| Problem::field("base_revision", "is no revision of this plan"))?
            .typed();
        let typed = Box::new(self.over(old));
        let offer = Offer::Whole { base, typed };
        Ok(NewSuggestion { note, offer })
    }

    fn over(self, old: Typed) -> Typed {
        Typed {
            title: self.title.unwrap_or(old.title),
            pitch: self.pitch.unwrap_or(old.pitch),
            body: self.body.unwrap_or(old.body),
            tags: self.tags.unwrap_or(old.tags),
            numbers: self.numbers.unwrap_or(old.numbers),
            stage: old.stage,
            licence: old.licence,
        }
    }
}

/// What was offered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Offered {
    id: i64,
}

impl From<OfferError> for Problem {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::NotFound => Self::not_found(),
            OfferError::NoRevision => Self::field("base_revision", "is no revision of this plan"),
            OfferError::NoFork => Self::field("fork", "is no fork of yours of this plan"),
            OfferError::Invalid(problems) => problems.into(),
            OfferError::Limited { retry_after } => Self::too_many(retry_after),
            OfferError::Suspended => Self::suspended(),
            OfferError::Broken(broken) => broken.into(),
        }
    }
}

/// Offers a change to a plan. Its author accepts or declines it part by part.
#[utoipa::path(post, path = "/plans/{id}/suggestions", tag = "suggestions",
    request_body = NewOffer,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = CREATED, body = Offered), (status = "4XX", body = Problem)))]
pub(super) async fn offer(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<PlanId>,
    once: Once,
    Sent(typed): Sent<NewOffer>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Offered>), Problem> {
    let viewer = Viewer::Member(member.clone());
    readable(&forum, &viewer, id).await?;
    let typed = typed.offer(&forum, &viewer, id).await?;
    let id = suggestions::offer(&forum, &member, id, &typed, once.key()).await?;
    let location = format!("{PREFIX}/suggestions/{id}");
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        Json(Offered { id: id.0 }),
    ))
}

/// A suggestion with its parts, seen from what the plan says now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeSuggestion {
    #[serde(flatten)]
    suggestion: SuggestionSummary,
    /// The plan's newest revision: what the parts are seen from.
    seen_revision: i32,
    changes: Vec<OnePart>,
}

/// A part of a suggestion.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OnePart {
    number: i32,
    /// `{key, title, base, ours, theirs, outcome, merged, changes, disputed}`; the outcome is clean,
    /// merged, conflict or already.
    #[schema(value_type = Object)]
    #[serde(flatten)]
    part: Part,
    decided: Option<Decision>,
}

/// What was decided about a part.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Decision {
    accepted: bool,
    reason: Option<String>,
    by: Author,
    at: String,
    /// The revision that came of it.
    revision: Option<i32>,
}

impl From<Decided> for Decision {
    fn from(decided: Decided) -> Self {
        Self {
            accepted: decided.accepted,
            reason: decided.reason,
            by: Author::from(&decided.by),
            at: decided.at.to_rfc3339(),
            revision: decided.revision.map(|revision| revision.0),
        }
    }
}

impl From<OpenedPart> for OnePart {
    fn from(part: OpenedPart) -> Self {
        Self {
            number: part.number,
            part: part.part,
            decided: part.decided.map(Into::into),
        }
    }
}

impl From<Opened> for WholeSuggestion {
    fn from(opened: Opened) -> Self {
        Self {
            seen_revision: opened.plan.head.0,
            suggestion: opened.suggestion.into(),
            changes: opened.parts.into_iter().map(Into::into).collect(),
        }
    }
}

async fn opened(forum: &Forum, viewer: &Viewer, id: SuggestionId) -> Result<Opened, Problem> {
    suggestions::open(forum, viewer, id)
        .await?
        .ok_or_else(Problem::not_found)
}

/// One suggestion, part by part.
#[utoipa::path(get, path = "/suggestions/{id}", tag = "suggestions", params(("id" = i64, Path)),
    responses((status = OK, body = WholeSuggestion), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<SuggestionId>,
) -> Result<Json<WholeSuggestion>, Problem> {
    Ok(Json(opened(&forum, &viewer, id).await?.into()))
}

impl From<TakeBackError> for Problem {
    fn from(error: TakeBackError) -> Self {
        match error {
            TakeBackError::NotFound => Self::not_found(),
            TakeBackError::Decided => Self::conflict(error.to_string()),
            TakeBackError::Suspended => Self::suspended(),
            TakeBackError::Broken(broken) => broken.into(),
        }
    }
}

/// Takes one's own suggestion back, as far as it waits.
#[utoipa::path(delete, path = "/suggestions/{id}", tag = "suggestions", params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn take_back(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<SuggestionId>,
) -> Result<StatusCode, Problem> {
    suggestions::take_back(&forum, &member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// In which way a part is taken.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum How {
    /// As it is offered, merged where both changed it; refused in a conflict.
    Take,
    /// As it is offered, in place of what stands there.
    Theirs,
    /// As `text` says.
    Write,
}

impl How {
    pub(super) fn choice(self, text: Option<String>) -> Choice {
        match self {
            Self::Take => Choice::Take,
            Self::Theirs => Choice::TakeTheirs,
            Self::Write => Choice::Text(text.unwrap_or_default()),
        }
    }
}

/// What a founder says to parts of a suggestion.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewDecision {
    /// The plan's revision that was looked at.
    seen_revision: i32,
    /// The parts that are decided; the others wait on.
    parts: Vec<PartDecision>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PartDecision {
    number: i32,
    accept: bool,
    /// In which way it is accepted; as it is offered without it.
    how: Option<How>,
    /// What is written in its place.
    text: Option<String>,
    /// Needed to decline.
    #[serde(default)]
    reason: String,
}

impl From<NewDecision> for Verdicts {
    fn from(decision: NewDecision) -> Self {
        let parts = decision.parts.into_iter().map(|part| OnPart {
            number: part.number,
            verdict: if part.accept {
                Verdict::Accept(part.how.unwrap_or(How::Take).choice(part.text))
            } else {
                Verdict::Decline
            },
            reason: part.reason,
        });
        Self {
            seen: decision.seen_revision,
            parts: parts.collect(),
        }
    }
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NotFound => Self::not_found(),
            DecideError::Invalid(problems) => problems.into(),
            DecideError::Closed
            | DecideError::PartDecided(_)
            | DecideError::Withdrawn
            | DecideError::Stale { .. } => Self::conflict(error.to_string()),
            DecideError::Suspended => Self::suspended(),
            DecideError::Broken(broken) => broken.into(),
        }
    }
}

/// Accepts and declines parts; what is accepted becomes one new revision.
#[utoipa::path(post, path = "/suggestions/{id}/decisions", tag = "suggestions",
    request_body = NewDecision,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = OK, body = WholeSuggestion), (status = "4XX", body = Problem)))]
pub(super) async fn decide(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(id): At<SuggestionId>,
    once: Once,
    Sent(decision): Sent<NewDecision>,
) -> Result<Json<WholeSuggestion>, Problem> {
    suggestions::decide(&forum, &member, id, &decision.into(), once.key()).await?;
    let viewer = Viewer::Member(member);
    Ok(Json(opened(&forum, &viewer, id).await?.into()))
}
