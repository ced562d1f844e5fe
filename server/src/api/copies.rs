//! Plans that look like unmarked copies, for moderators. To everybody else none of this is there.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, Problem,
    extract::{Asked, At, Moderating, Sent},
    plans::{Author, PlanSummary},
};
use axum::{Json, extract::State};
use domain::{
    Forum, Moderator,
    copies::{
        self, Action, Counts, JudgeError, Judged, Overlap, Pair, PairCursor, PairTold, Passage,
    },
    ids::{ActionId, PlanId, RevisionNumber},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(pairs))
        .routes(routes!(decided))
        .routes(routes!(pair))
        .routes(routes!(link))
        .routes(routes!(unlink))
        .routes(routes!(set_aside))
        .routes(routes!(reopen))
}

impl From<JudgeError> for Problem {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::NotFound => Self::not_found(),
            JudgeError::Own | JudgeError::Refused(_) | JudgeError::Stale => {
                Self::conflict(error.to_string())
            }
            JudgeError::Invalid(problems) => problems.into(),
            JudgeError::Suspended => Self::suspended(),
            JudgeError::Broken(broken) => broken.into(),
        }
    }
}

/// How much two plans share, word for word, by runs of five words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Shared {
    /// How many different runs stand in both.
    runs: usize,
    /// Their share of the older, 0 to 1.
    of_older: f64,
    /// Their share of the younger.
    of_younger: f64,
    /// Their share of all runs that stand in either: the Jaccard index.
    resemblance: f64,
}

impl From<Overlap> for Shared {
    fn from(overlap: Overlap) -> Self {
        let share = |thousandths: u16| f64::from(thousandths) / 1_000.0;
        Self {
            runs: overlap.shared,
            of_older: share(overlap.of_older),
            of_younger: share(overlap.of_younger),
            resemblance: share(overlap.resemblance),
        }
    }
}

/// Two plans that look like copies.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PossibleCopy {
    older: PlanSummary,
    younger: PlanSummary,
    shared: Shared,
    /// The revisions that were compared.
    older_revision: i32,
    younger_revision: i32,
    /// Whether they were set aside once, when their texts were others.
    back: bool,
}

impl From<Pair> for PossibleCopy {
    fn from(pair: Pair) -> Self {
        Self {
            older: pair.older.into(),
            younger: pair.younger.into(),
            shared: pair.overlap.into(),
            older_revision: pair.revisions.0.0,
            younger_revision: pair.revisions.1.0,
            back: pair.is_back,
        }
    }
}

/// How pairs were found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Surveyed {
    /// How many plans were looked at.
    plans: usize,
    /// How many pairs were found, decided ones among them.
    pairs: usize,
    /// How many runs of words were left out because plans of many families have them.
    common: usize,
    /// How many pairs that may be alike were not compared word for word.
    left: usize,
    /// Whether there were more plans that share passages than are looked at.
    cut: bool,
}

impl From<Counts> for Surveyed {
    fn from(counts: Counts) -> Self {
        Self {
            plans: counts.plans,
            pairs: counts.pairs,
            common: counts.common,
            left: counts.left,
            cut: counts.is_cut,
        }
    }
}

/// A page of pairs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PossibleCopies {
    #[serde(flatten)]
    list: List<PossibleCopy>,
    /// Null while the first search index is being built.
    surveyed: Option<Surveyed>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PairsQuery {
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// Pairs of plans that look like unmarked copies and wait for a moderator, the strongest first.
#[utoipa::path(get, path = "/moderation/copies", tag = "moderation", params(PairsQuery),
    responses((status = OK, body = PossibleCopies), (status = "4XX", body = Problem)))]
pub(super) async fn pairs(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    Asked(query): Asked<PairsQuery>,
) -> Result<Json<PossibleCopies>, Problem> {
    let after: Option<PairCursor> = query
        .after
        .map(|after| after.parse())
        .transpose()
        .map_err(|wrong: &str| Problem::field("after", wrong))?;
    let limit = query.limit.unwrap_or(20);
    let found = copies::pairs(&forum, &moderator, after, limit).await?;
    Ok(Json(PossibleCopies {
        list: List::of(found.page),
        surveyed: found.surveyed.map(Into::into),
    }))
}

/// What a moderator did about two plans.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Decision {
    id: i64,
    /// linked, unlinked, `set_aside` or reopened.
    deed: &'static str,
    moderator: Author,
    /// Null once the moderator has left with their words.
    reason: Option<String>,
    older: i64,
    older_revision: i32,
    younger: i64,
    younger_revision: i32,
    /// RFC 3339, UTC.
    at: String,
}

impl From<Action> for Decision {
    fn from(action: Action) -> Self {
        Self {
            id: action.id.0,
            deed: action.deed.as_str(),
            moderator: Author::from(&action.moderator),
            reason: action.reason,
            older: action.older.id.0,
            older_revision: action.older_revision.0,
            younger: action.younger.id.0,
            younger_revision: action.younger_revision.0,
            at: action.at.to_rfc3339(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DecidedQuery {
    /// The `next` of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<ActionId>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// What was decided about pairs and still stands, the newest first.
#[utoipa::path(get, path = "/moderation/copies/decided", tag = "moderation", params(DecidedQuery),
    responses((status = OK, body = List<Decision>), (status = "4XX", body = Problem)))]
pub(super) async fn decided(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    Asked(query): Asked<DecidedQuery>,
) -> Result<Json<List<Decision>>, Problem> {
    let limit = query.limit.unwrap_or(20);
    let found = copies::decided(&forum, &moderator, query.after, limit).await?;
    Ok(Json(List::of(found)))
}

/// Two plans beside each other.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TwoPlans {
    older: PlanSummary,
    younger: PlanSummary,
    shared: Shared,
    /// The longest passages that both have, as each writes them: `{words, older, younger}`.
    #[schema(value_type = Vec<Object>)]
    passages: Vec<Passage>,
    /// The revision of the older that the younger would be a fork of.
    fitting_revision: Option<i32>,
    /// Why they cannot be linked; null when they can.
    refusal: Option<String>,
    /// What was decided about them and stands.
    decided: Option<Decision>,
}

impl From<PairTold> for TwoPlans {
    fn from(pair: PairTold) -> Self {
        Self {
            older: pair.older.into(),
            younger: pair.younger.into(),
            shared: pair.overlap.into(),
            passages: pair.passages,
            fitting_revision: pair.fitting.map(|number| number.0),
            refusal: pair.refusal.map(|refusal| refusal.to_string()),
            decided: pair.decided.map(Into::into),
        }
    }
}

/// The numbers of an older and a younger plan, such as `3-7`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Two {
    older: PlanId,
    younger: PlanId,
}

impl TryFrom<String> for Two {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let two = || {
            let (older, younger) = text.split_once('-')?;
            Some(Self {
                older: older.parse().ok()?,
                younger: younger.parse().ok()?,
            })
        };
        two().ok_or("is not two plans")
    }
}

/// Two published plans beside each other, compared as they are now: `3-7`, the older first.
#[utoipa::path(get, path = "/moderation/copies/{pair}", tag = "moderation", params(("pair" = String, Path)),
    responses((status = OK, body = TwoPlans), (status = "4XX", body = Problem)))]
pub(super) async fn pair(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(two): At<Two>,
) -> Result<Json<TwoPlans>, Problem> {
    told(&forum, &moderator, &two).await.map(Json)
}

async fn told(forum: &Forum, moderator: &Moderator, two: &Two) -> Result<TwoPlans, Problem> {
    let pair = copies::pair(forum, moderator, two.older, two.younger).await?;
    pair.map(Into::into).ok_or_else(Problem::not_found)
}

/// What a moderator decides, of the texts that were compared.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Verdict {
    /// Why, in 3 to 500 letters that everybody may read.
    reason: String,
    /// The newest revision of the older, as it was compared …
    older_revision: i32,
    /// … and of the younger.
    younger_revision: i32,
}

impl Verdict {
    fn judged(&self, two: &Two) -> Judged {
        Judged {
            older: two.older,
            older_revision: RevisionNumber(self.older_revision),
            younger: two.younger,
            younger_revision: RevisionNumber(self.younger_revision),
        }
    }
}

/// Why something is taken back.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Undoing {
    /// In 3 to 500 letters that everybody may read.
    reason: String,
}

/// Makes the younger a fork of the older, at the revision that was its newest when the younger was posted.
#[utoipa::path(post, path = "/moderation/copies/{pair}/link", tag = "moderation", request_body = Verdict,
    params(("pair" = String, Path)),
    responses((status = OK, body = TwoPlans), (status = "4XX", body = Problem)))]
pub(super) async fn link(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(two): At<Two>,
    Sent(verdict): Sent<Verdict>,
) -> Result<Json<TwoPlans>, Problem> {
    copies::link(&forum, &moderator, &verdict.judged(&two), &verdict.reason).await?;
    told(&forum, &moderator, &two).await.map(Json)
}

/// Undoes a link that a moderator made.
#[utoipa::path(post, path = "/moderation/copies/{pair}/unlink", tag = "moderation", request_body = Undoing,
    params(("pair" = String, Path)),
    responses((status = OK, body = TwoPlans), (status = "4XX", body = Problem)))]
pub(super) async fn unlink(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(two): At<Two>,
    Sent(undoing): Sent<Undoing>,
) -> Result<Json<TwoPlans>, Problem> {
    let Two { older, younger } = two;
    copies::unlink(&forum, &moderator, older, younger, &undoing.reason).await?;
    told(&forum, &moderator, &two).await.map(Json)
}

/// Says that neither is a copy of the other: they are no pair until one of the texts has become another.
#[utoipa::path(post, path = "/moderation/copies/{pair}/set-aside", tag = "moderation", request_body = Verdict,
    params(("pair" = String, Path)),
    responses((status = OK, body = TwoPlans), (status = "4XX", body = Problem)))]
pub(super) async fn set_aside(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(two): At<Two>,
    Sent(verdict): Sent<Verdict>,
) -> Result<Json<TwoPlans>, Problem> {
    copies::set_aside(&forum, &moderator, &verdict.judged(&two), &verdict.reason).await?;
    told(&forum, &moderator, &two).await.map(Json)
}

/// Takes back that two plans were set aside.
#[utoipa::path(post, path = "/moderation/copies/{pair}/reopen", tag = "moderation", request_body = Undoing,
    params(("pair" = String, Path)),
    responses((status = OK, body = TwoPlans), (status = "4XX", body = Problem)))]
pub(super) async fn reopen(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(two): At<Two>,
    Sent(undoing): Sent<Undoing>,
) -> Result<Json<TwoPlans>, Problem> {
    let Two { older, younger } = two;
    copies::reopen(&forum, &moderator, older, younger, &undoing.reason).await?;
    told(&forum, &moderator, &two).await.map(Json)
}
