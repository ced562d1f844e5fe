//! Rules: as they are sent, the ready-made sets, and how a plan stands.

use super::{
    super::{
        List, Problem,
        extract::{Asking, At},
    },
    read::RoundSummary,
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    funding::{
        self, Standing,
        rules::{Facts, Finding, Limit, READY, Rule, TypedRule},
    },
    ids::PlanId,
    plans,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct SentRule {
    /// `breaks_even`, `profitable`, `margin`, `no_revenue`, `ask_at_most`, `return_stated`, `complete`, `business`,
    /// `open_licence` or `attested`.
    kind: String,
    /// A day, hundredths of the price, months or minor units; or a kind of revenue; or new, existing or either.
    /// Nothing for what has no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<serde_json::Value>)]
    limit: Option<Limit>,
    /// What it says; may be left out of what a machine checks.
    #[serde(default)]
    words: String,
    /// Whether a plan that misses it may be entered, marked.
    #[serde(default)]
    may_miss: bool,
}

impl From<SentRule> for TypedRule {
    fn from(rule: SentRule) -> Self {
        Self {
            kind: rule.kind,
            limit: rule.limit.unwrap_or_default(),
            words: rule.words,
            may_miss: rule.may_miss,
        }
    }
}

impl From<TypedRule> for SentRule {
    fn from(rule: TypedRule) -> Self {
        Self {
            kind: rule.kind,
            limit: Some(rule.limit).filter(|limit| *limit != Limit::None),
            words: rule.words,
            may_miss: rule.may_miss,
        }
    }
}

impl From<&Rule> for SentRule {
    fn from(rule: &Rule) -> Self {
        TypedRule::from(rule.clone()).into()
    }
}

/// What a rule found in a plan.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Found {
    /// The rule's number, counted from 1.
    rule: usize,
    /// What the rule says.
    says: String,
    /// met, missed, `to_attest` or attested.
    outcome: &'static str,
    /// Why, in words.
    words: String,
    /// What the plan has, where that is a number; null where it never gets there.
    #[serde(rename = "found", skip_serializing_if = "Option::is_none")]
    has: Option<i64>,
    /// What the rule asks, where that is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    /// How far they are apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<i64>,
    /// Of what these are numbers: days, money, percent or months.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
}

/// What each rule found, in their order.
pub(super) fn found<'r>(rules: impl Iterator<Item = (&'r Rule, &'r Finding)>) -> Vec<Found> {
    (1..)
        .zip(rules)
        .map(|(number, (rule, finding))| Found {
            rule: number,
            says: rule.words().to_owned(),
            outcome: finding.outcome.as_str(),
            words: finding.words.clone(),
            has: finding.measured.and_then(|measured| measured.found),
            limit: finding.measured.map(|measured| measured.limit),
            by: finding.measured.and_then(funding::rules::Measured::by),
            unit: finding.measured.map(|measured| measured.unit.as_str()),
        })
        .collect()
}

/// Rules to begin a round with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadyMade {
    name: &'static str,
    title: &'static str,
    /// Where it comes from.
    source: &'static str,
    url: &'static str,
    rules: Vec<SentRule>,
}

/// Ready-made sets of rules to begin a round with.
#[utoipa::path(get, path = "/rule-sets", tag = "rounds", responses((status = OK, body = List<ReadyMade>)))]
pub(super) async fn ready_made() -> Json<List<ReadyMade>> {
    let items = READY.iter().map(|set| ReadyMade {
        name: set.name,
        title: set.title,
        source: set.source,
        url: set.url,
        rules: set.rules().into_iter().map(Into::into).collect(),
    });
    Json(List {
        items: items.collect(),
        next: None,
    })
}

/// How a plan stands in a round that is open.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Stands {
    round: RoundSummary,
    /// How many rules it misses.
    missed: usize,
    /// Whether it misses none that must be kept.
    may_apply: bool,
    rules: Vec<Found>,
}

impl From<Standing> for Stands {
    fn from(standing: Standing) -> Self {
        Self {
            missed: standing.missed().count(),
            may_apply: standing.may_apply(),
            rules: found(standing.rules.iter().map(|(rule, finding)| (rule, finding))),
            round: standing.round.into(),
        }
    }
}

/// How a plan stands in each round that is open, rule by rule.
#[utoipa::path(get, path = "/plans/{id}/rules", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = List<Stands>), (status = "4XX", body = Problem)))]
pub(super) async fn standing(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
) -> Result<Json<List<Stands>>, Problem> {
    let plan = super::super::plans::readable(&forum, &viewer, id).await?;
    let revision = plans::revision(&forum, &viewer, &plan, plan.head).await?;
    let revision = revision.ok_or_else(Problem::not_found)?;
    let numbers = revision.numbers.and_then(|numbers| numbers.check().ok());
    let facts = Facts {
        numbers: numbers.as_ref(),
        stage: revision.stage,
        licence: revision.licence,
    };
    let standings = funding::standings(&forum, facts).await?;
    Ok(Json(List {
        items: standings.into_iter().map(Into::into).collect(),
        next: None,
    }))
}
