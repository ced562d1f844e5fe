//! What waits for a moderator.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    super::{
        List, Problem,
        extract::{Asked, At, Moderating},
        plans::Author,
    },
    measures::Measure,
    thing,
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    clock::Timestamp,
    ids::CaseId,
    moderation::{self, Case, CaseFile, CaseState, Complaint, Waiting},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How many readers complain of what.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Complaints {
    #[schema(value_type = String)]
    reason: Complaint,
    count: i64,
}

/// What waits for a moderator, or was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModerationCase {
    id: i64,
    /// plan-12, comment-3, account-7 or listing-2.
    thing: String,
    title: String,
    excerpt: String,
    author: Author,
    #[schema(value_type = String)]
    state: CaseState,
    /// How much it weighs, in flags that are surely right.
    weight: f64,
    complaints: Vec<Complaints>,
    /// Whether readers do not see the thing at present.
    withheld: bool,
    claimed_by: Option<Author>,
    opened_at: String,
    closed_at: Option<String>,
    /// What closed it.
    measure: Option<i64>,
}

impl From<Case> for ModerationCase {
    fn from(case: Case) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "some thousands")]
        let weight = case.weight as f64 / 1_000.0;
        Self {
            id: case.id.0,
            thing: case.thing.to_string(),
            author: Author::from(&case.author),
            claimed_by: case.claimed_by.as_ref().map(Author::from),
            title: case.title,
            excerpt: case.excerpt,
            state: case.state,
            weight,
            complaints: case
                .complaints
                .into_iter()
                .map(|(reason, count)| Complaints { reason, count })
                .collect(),
            withheld: case.withheld.is_some(),
            opened_at: case.opened_at.to_rfc3339(),
            closed_at: case.closed_at.map(Timestamp::to_rfc3339),
            measure: case.measure.map(|id| id.0),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueueQuery {
    /// all (that are open), free, mine, unreported or decided; all without it.
    which: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// What waits for a moderator, the weightiest first.
#[utoipa::path(get, path = "/moderation/cases", tag = "moderation", params(QueueQuery),
    responses((status = OK, body = List<ModerationCase>), (status = "4XX", body = Problem)))]
pub(super) async fn queue(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    Asked(query): Asked<QueueQuery>,
) -> Result<Json<List<ModerationCase>>, Problem> {
    let which = match query.which.as_deref() {
        None => Waiting::All,
        Some(word) => word.parse().map_err(|_| {
            Problem::field(
                "which",
                "must be one of: all, free, mine, unreported, decided",
            )
        })?,
    };
    let after = query
        .after
        .map(|after| after.parse())
        .transpose()
        .map_err(|_| Problem::field("after", "is not a place in this list"))?;
    let limit = query.limit.unwrap_or(25);
    let found = moderation::queue(&forum, &moderator, which, after, limit).await?;
    Ok(Json(List::of(found)))
}

/// The number of a case.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaseNumber {
    id: i64,
}

/// Opens a case about a thing, or answers the open one.
#[utoipa::path(post, path = "/moderation/open/{thing}", tag = "moderation",
    params(("thing" = String, Path, description = "plan-12, comment-3, account-7 or listing-2")),
    responses((status = OK, body = CaseNumber), (status = "4XX", body = Problem)))]
pub(super) async fn open(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(named): At<String>,
) -> Result<Json<CaseNumber>, Problem> {
    let id = moderation::open(&forum, &moderator, thing(&named)?).await?;
    Ok(Json(CaseNumber { id: id.0 }))
}

/// A report as moderators see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Report {
    by: Author,
    /// How often whoever reported was right, 0 to 1.
    trust: f64,
    #[schema(value_type = String)]
    reason: Complaint,
    words: String,
    at: String,
}

/// What a moderator told others.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaseNote {
    by: Author,
    words: String,
    at: String,
}

/// A case with all that moderators know of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeCase {
    #[serde(flatten)]
    case: ModerationCase,
    flags: Vec<Report>,
    notes: Vec<CaseNote>,
    /// What was done about the thing before.
    before: Vec<Measure>,
    /// What was done about its author and all that is theirs.
    about_author: Vec<Measure>,
}

impl From<CaseFile> for WholeCase {
    fn from(file: CaseFile) -> Self {
        let flags = file.flags.into_iter().map(|flag| Report {
            by: Author::from(&flag.by),
            #[expect(clippy::cast_precision_loss, reason = "a thousand at most")]
            trust: flag.trust as f64 / 1_000.0,
            reason: flag.reason,
            words: flag.words,
            at: flag.at.to_rfc3339(),
        });
        let notes = file.notes.into_iter().map(|note| CaseNote {
            by: Author::from(&note.by),
            words: note.words,
            at: note.at.to_rfc3339(),
        });
        Self {
            case: file.case.into(),
            flags: flags.collect(),
            notes: notes.collect(),
            before: file.before.into_iter().map(Into::into).collect(),
            about_author: file.author.measures.into_iter().map(Into::into).collect(),
        }
    }
}

/// One case.
#[utoipa::path(get, path = "/moderation/cases/{id}", tag = "moderation",
    params(("id" = i64, Path)),
    responses((status = OK, body = WholeCase), (status = "4XX", body = Problem)))]
pub(super) async fn case(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
) -> Result<Json<WholeCase>, Problem> {
    let file = moderation::case_file(&forum, &moderator, id).await?;
    Ok(Json(file.ok_or_else(Problem::not_found)?.into()))
}
