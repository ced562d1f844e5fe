//! Flags, cases, measures and appeals. Cases are moderators' alone; what was done is everybody's to read.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, Problem,
    extract::{Acting, Asked, Asking, At, Moderating, Sent},
    plans::Author,
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Forum, Member, accounts,
    clock::Timestamp,
    ids::{CaseId, MeasureId},
    moderation::{
        self, AppealState, Case, CaseFile, CaseState, Complaint, Deed, FlagError, Flagged,
        ModerateError, NewFlag, Thing, Told, Waiting,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(flag))
        .routes(routes!(queue))
        .routes(routes!(open))
        .routes(routes!(case))
        .routes(routes!(decide))
        .routes(routes!(sweep))
        .routes(routes!(claim, release))
        .routes(routes!(note))
        .routes(routes!(appeals))
        .routes(routes!(measure))
        .routes(routes!(undo))
        .routes(routes!(appeal))
        .routes(routes!(answer))
        .routes(routes!(appoint))
}

impl From<ModerateError> for Problem {
    fn from(error: ModerateError) -> Self {
        match error {
            ModerateError::NotFound => Self::not_found(),
            ModerateError::Refused(refusal) => Self::conflict(refusal.to_string()),
            ModerateError::Invalid(problems) => problems.into(),
            ModerateError::Suspended => Self::suspended(),
            ModerateError::Broken(broken) => broken.into(),
        }
    }
}

impl From<FlagError> for Problem {
    fn from(error: FlagError) -> Self {
        match error {
            FlagError::NotFound => Self::not_found(),
            FlagError::Own | FlagError::Already => Self::conflict(error.to_string()),
            FlagError::Invalid(problems) => problems.into(),
            FlagError::Limited { retry_after } => Self::too_many(retry_after),
            FlagError::Suspended => Self::suspended(),
            FlagError::Broken(broken) => broken.into(),
        }
    }
}

fn thing(named: &str) -> Result<Thing, Problem> {
    named.parse().map_err(|_| Problem::not_found())
}

/// A report to the moderators.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct FlagToRaise {
    /// spam, `not_a_plan`, copy, abuse, illegal, `private_data` or other.
    reason: String,
    /// More about it; needed with other.
    #[serde(default)]
    words: String,
}

/// What became of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FlagRaised {
    /// Whether the thing is held now until a moderator has looked.
    held: bool,
}

impl From<Flagged> for FlagRaised {
    fn from(flagged: Flagged) -> Self {
        Self { held: flagged.held }
    }
}

/// Reports `plan-12`, `comment-3` or `account-7` to the moderators, once.
#[utoipa::path(post, path = "/flags/{thing}", tag = "moderation", request_body = FlagToRaise,
    params(("thing" = String, Path, description = "plan-12, comment-3, account-7 or listing-2")),
    responses((status = CREATED, body = FlagRaised), (status = "4XX", body = Problem)))]
pub(super) async fn flag(
    State(forum): State<Forum>,
    Acting(member): Acting,
    At(named): At<String>,
    Sent(sent): Sent<FlagToRaise>,
) -> Result<(StatusCode, Json<FlagRaised>), Problem> {
    let typed = NewFlag {
        reason: sent.reason,
        words: sent.words,
    };
    let flagged = moderation::flag(&forum, &member, thing(&named)?, &typed).await?;
    Ok((StatusCode::CREATED, Json(flagged.into())))
}

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

/// What a moderator decides.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CaseDecision {
    /// kept, hidden or held; of a plan also locked or outdated; warned; of an account suspended.
    deed: String,
    /// For everybody to read, 3 to 500 letters.
    reason: String,
    /// For how many days somebody is suspended; until somebody lifts it, without.
    days: Option<u16>,
    /// What a plan is to be called, to `edited`; as it is, without.
    title: Option<String>,
    /// The plan's tags, to `edited`, all of them; as they are, without.
    tags: Option<Vec<String>>,
    /// The plan's newest revision, to `edited`: with a newer one it is refused.
    base_revision: Option<i32>,
    /// The number of the plan that a plan is merged into, to `merged`.
    into: Option<i64>,
}

/// The number of a measure.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeasureNumber {
    measure: i64,
}

impl From<MeasureId> for MeasureNumber {
    fn from(id: MeasureId) -> Self {
        Self { measure: id.0 }
    }
}

/// Decides an open case.
#[utoipa::path(post, path = "/moderation/cases/{id}/decide", tag = "moderation",
    params(("id" = i64, Path)), request_body = CaseDecision,
    responses((status = OK, body = MeasureNumber), (status = "4XX", body = Problem)))]
pub(super) async fn decide(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<CaseDecision>,
) -> Result<Json<MeasureNumber>, Problem> {
    let decision = moderation::Decision {
        deed: sent.deed,
        reason: sent.reason,
        days: sent.days.map(|days| days.to_string()).unwrap_or_default(),
        title: sent.title,
        tags: sent.tags,
        base: sent.base_revision.unwrap_or_default(),
        into: sent.into.map(|into| into.to_string()).unwrap_or_default(),
    };
    let measure = moderation::decide(&forum, &moderator, id, &decision).await?;
    Ok(Json(measure.into()))
}

/// Why all that somebody posted is hidden.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Sweep {
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// What was hidden of all that somebody posted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SweptNow {
    /// So many plans and comments.
    hidden: usize,
    /// Whether there is more: it has to be done again.
    more: bool,
}

/// Hides the newest plans and comments of the person whom a case is about, each by a measure of its own.
#[utoipa::path(post, path = "/moderation/cases/{id}/sweep", tag = "moderation",
    params(("id" = i64, Path)), request_body = Sweep,
    responses((status = OK, body = SweptNow), (status = "4XX", body = Problem)))]
pub(super) async fn sweep(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<Sweep>,
) -> Result<Json<SweptNow>, Problem> {
    let swept = moderation::sweep(&forum, &moderator, id, &sent.reason).await?;
    Ok(Json(SweptNow {
        hidden: swept.hidden,
        more: swept.more,
    }))
}

/// Who takes a case.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Claim {
    /// Another moderator's handle; whoever asks, without.
    to: Option<String>,
    /// Whether it is taken over from another moderator.
    over: bool,
}

/// Takes an open case, or gives it to another moderator.
#[utoipa::path(put, path = "/moderation/cases/{id}/claim", tag = "moderation",
    params(("id" = i64, Path)), request_body = Claim,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn claim(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<Claim>,
) -> Result<StatusCode, Problem> {
    moderation::claim(&forum, &moderator, id, sent.to.as_deref(), sent.over).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives back a case.
#[utoipa::path(delete, path = "/moderation/cases/{id}/claim", tag = "moderation",
    params(("id" = i64, Path)),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn release(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
) -> Result<StatusCode, Problem> {
    moderation::release(&forum, &moderator, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a moderator tells others.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NoteToAdd {
    words: String,
}

/// Tells other moderators something about a case.
#[utoipa::path(post, path = "/moderation/cases/{id}/notes", tag = "moderation",
    params(("id" = i64, Path)), request_body = NoteToAdd,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn note(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<CaseId>,
    Sent(sent): Sent<NoteToAdd>,
) -> Result<StatusCode, Problem> {
    moderation::add_note(&forum, &moderator, id, &sent.words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody said against a measure, and the answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Appeal {
    id: i64,
    words: String,
    at: String,
    #[schema(value_type = String)]
    state: AppealState,
    answered_by: Option<Author>,
    answer: Option<String>,
    answered_at: Option<String>,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Measure {
    id: i64,
    #[schema(value_type = String)]
    deed: Deed,
    /// plan-12, comment-3, account-7 or listing-2.
    thing: String,
    /// The plan, or the plan that a comment is on.
    plan: Option<i64>,
    concerned: Author,
    /// Null when the forum did it by itself.
    by: Option<Author>,
    reason: String,
    until: Option<String>,
    undone_by: Option<i64>,
    at: String,
    appeal: Option<Appeal>,
}

impl From<Told> for Measure {
    fn from(told: Told) -> Self {
        Self {
            id: told.id.0,
            deed: told.deed,
            thing: told.thing.to_string(),
            plan: told.plan.map(|plan| plan.id.0),
            concerned: Author::from(&told.concerned),
            by: told.by.as_ref().map(Author::from),
            reason: told.reason,
            until: told.until.map(Timestamp::to_rfc3339),
            undone_by: told.undone_by.map(|id| id.0),
            at: told.at.to_rfc3339(),
            appeal: told.appeal.map(|appeal| Appeal {
                id: appeal.id.0,
                words: appeal.words,
                at: appeal.at.to_rfc3339(),
                state: appeal.state,
                answered_by: appeal.answered_by.as_ref().map(Author::from),
                answer: appeal.answer,
                answered_at: appeal.answered_at.map(Timestamp::to_rfc3339),
            }),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AppealsQuery {
    /// The `next` of the page before.
    after: Option<i64>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// The measures that somebody appealed against and nobody has answered, the oldest appeal first.
#[utoipa::path(get, path = "/moderation/appeals", tag = "moderation", params(AppealsQuery),
    responses((status = OK, body = List<Measure>), (status = "4XX", body = Problem)))]
pub(super) async fn appeals(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Moderating(moderator): Moderating,
    Asked(query): Asked<AppealsQuery>,
) -> Result<Json<List<Measure>>, Problem> {
    let after = query.after.map(domain::ids::AppealId);
    let limit = query.limit.unwrap_or(25);
    let found = moderation::waiting_appeals(&forum, &moderator, after, limit).await?;
    let told = moderation::measures_of_numbers(&forum, &viewer, &found.items).await?;
    Ok(Json(List {
        items: told.into_iter().map(Into::into).collect(),
        next: found.next.map(|next| next.to_string()),
    }))
}

/// What was done, for everybody to read.
#[utoipa::path(get, path = "/measures/{id}", tag = "moderation", params(("id" = i64, Path)),
    responses((status = OK, body = Measure), (status = "4XX", body = Problem)))]
pub(super) async fn measure(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<MeasureId>,
) -> Result<Json<Measure>, Problem> {
    let found = moderation::measure(&forum, &viewer, id).await?;
    Ok(Json(found.ok_or_else(Problem::not_found)?.told.into()))
}

/// Why something is undone.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReasonToUndo {
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// Undoes a measure that stands.
#[utoipa::path(post, path = "/measures/{id}/undo", tag = "moderation", params(("id" = i64, Path)),
    request_body = ReasonToUndo,
    responses((status = OK, body = MeasureNumber), (status = "4XX", body = Problem)))]
pub(super) async fn undo(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(id): At<MeasureId>,
    Sent(sent): Sent<ReasonToUndo>,
) -> Result<Json<MeasureNumber>, Problem> {
    let measure = moderation::undo(&forum, &moderator, id, &sent.reason).await?;
    Ok(Json(measure.into()))
}

/// What is said against a measure.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AppealToMake {
    /// For everybody to read, 3 to 2,000 letters.
    words: String,
}

/// Appeals against a measure that concerns whoever asks, once. Whoever is suspended may do so as well.
#[utoipa::path(post, path = "/measures/{id}/appeal", tag = "moderation", params(("id" = i64, Path)),
    request_body = AppealToMake,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn appeal(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<MeasureId>,
    Sent(sent): Sent<AppealToMake>,
) -> Result<StatusCode, Problem> {
    let person = viewer.person().ok_or_else(Problem::unauthorized)?;
    moderation::appeal(&forum, person, id, &sent.words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is answered to an appeal.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AnswerToGive {
    /// Whether the measure is undone.
    granted: bool,
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// Answers the appeal against a measure; never against one's own.
#[utoipa::path(post, path = "/measures/{id}/answer", tag = "moderation", params(("id" = i64, Path)),
    request_body = AnswerToGive,
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
pub(super) async fn answer(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Moderating(moderator): Moderating,
    At(id): At<MeasureId>,
    Sent(sent): Sent<AnswerToGive>,
) -> Result<StatusCode, Problem> {
    let found = moderation::measure(&forum, &viewer, id).await?;
    let appeal = found.and_then(|found| found.told.appeal);
    let appeal = appeal.ok_or_else(Problem::not_found)?.id;
    moderation::answer(&forum, &moderator, appeal, sent.granted, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RoleToGive {
    /// member, moderator or admin.
    role: String,
    /// For everybody to read, 3 to 500 letters.
    reason: String,
}

/// Makes somebody a moderator, an admin or a member again. Admins only; the last admin stays one.
#[utoipa::path(put, path = "/people/{handle}/role", tag = "moderation",
    params(("handle" = String, Path)), request_body = RoleToGive,
    responses((status = OK, body = MeasureNumber), (status = "4XX", body = Problem)))]
pub(super) async fn appoint(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(handle): At<String>,
    Sent(sent): Sent<RoleToGive>,
) -> Result<Json<MeasureNumber>, Problem> {
    let admin = viewer.member().and_then(Member::admin);
    let admin = admin.ok_or_else(Problem::not_found)?;
    let person = accounts::profile(&forum, &handle).await?;
    let person = person.ok_or_else(Problem::not_found)?;
    let measure = moderation::appoint(&forum, &admin, person.id, &sent.role, &sent.reason).await?;
    Ok(Json(measure.into()))
}
