//! Rounds, one and many.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    super::{
        List, Problem,
        extract::{Asked, Asking, At},
        plans::Author,
    },
    known,
    rules::SentRule,
};
use axum::{Json, extract::State};
use domain::{
    Forum, Viewer,
    clock::Timestamp,
    cursor::Cursor,
    funding::{self, OpenedRound, Phase, Round, RuleCount, Version},
    ids::RoundId,
    plans::MOST_PER_PAGE,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A round without its text and rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoundSummary {
    id: i64,
    slug: String,
    title: String,
    funder: Author,
    /// draft, published or withheld.
    state: &'static str,
    /// upcoming, open or closed.
    phase: &'static str,
    /// The newest version of what it says.
    version: i32,
    /// ISO 4217.
    currency: String,
    /// In all, in minor units.
    amount: i64,
    /// For one plan at most, in minor units.
    per_plan: i64,
    /// RFC 3339, UTC.
    opens_at: String,
    /// The moment after the last.
    closes_at: String,
    /// How many plans have been entered and not taken back.
    applications: i64,
    published_at: Option<String>,
}

impl From<Round> for RoundSummary {
    fn from(round: Round) -> Self {
        Self {
            id: round.id.0,
            slug: round.slug,
            title: round.title,
            funder: Author::from(&round.funder),
            state: round.state.as_str(),
            phase: round.phase.as_str(),
            version: round.head.0,
            currency: round.amount.currency.code().to_owned(),
            amount: round.amount.minor,
            per_plan: round.per_plan.minor,
            opens_at: round.opens_at.to_rfc3339(),
            closes_at: round.closes_at.to_rfc3339(),
            applications: round.applications,
            published_at: round.published_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// A rule, with what it found in those who applied under it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CountedRule {
    #[serde(flatten)]
    rule: SentRule,
    /// How many keep it, or vouched for it.
    kept: i64,
    /// How many miss it.
    missed: i64,
}

/// A round with its text and rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeRound {
    #[serde(flatten)]
    summary: RoundSummary,
    /// Markdown.
    text: String,
    rules: Vec<CountedRule>,
}

impl WholeRound {
    /// The round as it stands now.
    pub(super) async fn now(forum: &Forum, viewer: &Viewer, id: RoundId) -> Result<Self, Problem> {
        let OpenedRound { round, said, .. } = known(forum, viewer, id).await?;
        let counts = funding::rule_counts(forum, id, round.head).await?;
        let rules = (1..).zip(&said.rules).map(|(number, rule)| {
            let RuleCount {
                met,
                missed,
                attested,
            } = counts.get(&number).copied().unwrap_or_default();
            CountedRule {
                rule: rule.into(),
                kept: met + attested,
                missed,
            }
        });
        Ok(Self {
            rules: rules.collect(),
            text: said.text,
            summary: round.into(),
        })
    }
}

/// Which rounds, from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RoundsQuery {
    /// open, upcoming or closed; open without it.
    phase: Option<String>,
    /// The asker's own, drafts as well; no other filter counts then.
    #[serde(default)]
    mine: bool,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// Rounds in a phase: what is open or upcoming begins with what ends first, what is closed with what ended last.
#[utoipa::path(get, path = "/rounds", tag = "rounds", params(RoundsQuery),
    responses((status = OK, body = List<RoundSummary>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(query): Asked<RoundsQuery>,
) -> Result<Json<List<RoundSummary>>, Problem> {
    if query.mine {
        let funder = viewer.id().ok_or_else(Problem::unauthorized)?;
        let rounds = funding::of_funder(&forum, funder, true, MOST_PER_PAGE).await?;
        return Ok(Json(List {
            items: rounds.into_iter().map(Into::into).collect(),
            next: None,
        }));
    }
    let phase: Phase = match query.phase.as_deref() {
        None => Phase::Open,
        Some(word) => word
            .parse()
            .map_err(|unknown: domain::Unknown| Problem::field("phase", unknown.to_string()))?,
    };
    let wrong = |_| Problem::field("after", "is not a place in this list");
    let after: Option<Cursor> = query
        .after
        .map(|after| after.parse().map_err(wrong))
        .transpose()?;
    let found = funding::list(&forum, phase, after, query.limit.unwrap_or(30)).await?;
    Ok(Json(List::of(found)))
}

/// One round with its rules, and how many of those who applied miss each.
#[utoipa::path(get, path = "/rounds/{id}", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = WholeRound), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<RoundId>,
) -> Result<Json<WholeRound>, Problem> {
    Ok(Json(WholeRound::now(&forum, &viewer, id).await?))
}

/// What a round said in a version.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoundVersion {
    version: i32,
    title: String,
    /// Markdown.
    text: String,
    /// In minor units.
    amount: i64,
    per_plan: i64,
    /// RFC 3339, UTC.
    opens_at: String,
    closes_at: String,
    rules: Vec<SentRule>,
    /// What was changed, and why.
    note: String,
    created_at: String,
}

impl From<Version> for RoundVersion {
    fn from(said: Version) -> Self {
        Self {
            version: said.number.0,
            rules: said.rules.iter().map(Into::into).collect(),
            title: said.title,
            text: said.text,
            amount: said.amount.minor,
            per_plan: said.per_plan.minor,
            opens_at: said.opens_at.to_rfc3339(),
            closes_at: said.closes_at.to_rfc3339(),
            note: said.note,
            created_at: said.created_at.to_rfc3339(),
        }
    }
}

/// All versions of a round, the newest first.
#[utoipa::path(get, path = "/rounds/{id}/versions", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = List<RoundVersion>), (status = "4XX", body = Problem)))]
pub(super) async fn versions(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<RoundId>,
) -> Result<Json<List<RoundVersion>>, Problem> {
    let opened = known(&forum, &viewer, id).await?;
    let versions = funding::versions(&forum, &opened.round).await?;
    Ok(Json(List {
        items: versions.into_iter().map(Into::into).collect(),
        next: None,
    }))
}
