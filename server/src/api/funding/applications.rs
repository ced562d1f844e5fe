//! What was entered in a round.

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
    entered, known,
    rules::{Found, found},
};
use axum::{Json, extract::State};
use domain::{
    Forum, Viewer,
    clock::Timestamp,
    cursor::Cursor,
    funding::{self, Application, Question, Round, Wanted, rules::Outcome},
    ids::{ApplicationId, RoundId},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::{IntoParams, ToSchema};

/// A plan that was entered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationSummary {
    id: i64,
    round: i64,
    /// The version of the round's rules under which it was entered.
    version: i32,
    plan: i64,
    /// What the plan is called now; null of one that is not shown.
    title: Option<String>,
    revision: i32,
    applicant: Author,
    /// waiting, shortlisted, accepted, declined or `taken_back`.
    state: &'static str,
    /// How many rules it misses.
    missed: i32,
    /// Minor units of the round's currency.
    ask: Option<i64>,
    price: Option<i64>,
    /// Hundredths of the price.
    margin: Option<i64>,
    breaks_even_by_day: Option<i32>,
    profitable_by_day: Option<i32>,
    /// Negative when money is needed.
    lowest_cash: Option<i64>,
    /// RFC 3339, UTC.
    created_at: String,
    decided_at: Option<String>,
    /// The rule, counted from 1, for which it was declined.
    declined_for: Option<i32>,
    /// Why it was accepted or declined.
    reason: Option<String>,
}

impl From<Application> for ApplicationSummary {
    fn from(application: Application) -> Self {
        let reason = application.reason;
        Self {
            id: application.id.0,
            round: application.round.0,
            version: application.version.0,
            plan: application.plan_id.0,
            title: application.plan.map(|plan| plan.title),
            revision: application.revision.0,
            applicant: Author::from(&application.applicant),
            state: application.state.as_str(),
            missed: application.missed,
            ask: application.ask,
            price: application.price,
            margin: application.margin,
            breaks_even_by_day: application.even,
            profitable_by_day: application.profit,
            lowest_cash: application.cash,
            created_at: application.created_at.to_rfc3339(),
            decided_at: application.decided_at.map(Timestamp::to_rfc3339),
            declined_for: application.declined_for,
            reason: Some(reason).filter(|reason| !reason.is_empty()),
        }
    }
}

impl From<(Application, Round)> for ApplicationSummary {
    fn from((application, _): (Application, Round)) -> Self {
        application.into()
    }
}

/// A question and its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionOf {
    id: i64,
    asker: Author,
    question: String,
    /// RFC 3339, UTC.
    asked_at: String,
    answer: Option<String>,
    answered_at: Option<String>,
}

impl From<Question> for QuestionOf {
    fn from(question: Question) -> Self {
        let answer = question.answer;
        Self {
            id: question.id.0,
            asker: Author::from(&question.asker),
            question: question.question,
            asked_at: question.asked_at.to_rfc3339(),
            answer: question.answered_at.map(|_| answer),
            answered_at: question.answered_at.map(Timestamp::to_rfc3339),
        }
    }
}

/// A plan that was entered, with what each rule found, and what was asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeApplication {
    #[serde(flatten)]
    summary: ApplicationSummary,
    /// Nothing of a plan that is not shown.
    rules: Vec<Found>,
    questions: Vec<QuestionOf>,
}

impl WholeApplication {
    /// The application as it stands now.
    pub(super) async fn now(
        forum: &Forum,
        viewer: &Viewer,
        id: ApplicationId,
    ) -> Result<Self, Problem> {
        let opened = entered(forum, viewer, id).await?;
        let rules = opened.said.rules.iter().zip(&opened.application.findings);
        Ok(Self {
            rules: found(rules),
            questions: opened.questions.into_iter().map(Into::into).collect(),
            summary: opened.application.into(),
        })
    }
}

/// Which applications, in which order, from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ApplicationsQuery {
    /// waiting, shortlisted, accepted, declined or `taken_back`; all but the last without it.
    state: Option<String>,
    /// Only those in which this rule, counted from 1, …
    rule: Option<i32>,
    /// … found this: missed, met or attested; missed without it.
    found: Option<String>,
    /// new, missed, ask, margin, even, profit, cash or price; new without it.
    order: Option<String>,
    /// Only those that ask for so much at most, in minor units.
    ask: Option<i64>,
    /// Only those that break even by this day.
    even: Option<i32>,
    /// Only those that are profitable by this day.
    profit: Option<i32>,
    /// Only those of whose price at least so many hundredths are left.
    margin: Option<i64>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

fn word<W: FromStr<Err: ToString>>(
    field: &'static str,
    typed: Option<&str>,
) -> Result<Option<W>, Problem> {
    let wrong = |error: W::Err| Problem::field(field, error.to_string());
    typed.map(|word| word.parse().map_err(wrong)).transpose()
}

impl ApplicationsQuery {
    fn wanted(&self) -> Result<Wanted, Problem> {
        let outcome = word("found", self.found.as_deref())?.unwrap_or(Outcome::Missed);
        Ok(Wanted {
            state: word("state", self.state.as_deref())?,
            rule: self.rule.map(|rule| (rule, outcome)),
            order: word("order", self.order.as_deref())?,
            ask: self.ask,
            even: self.even,
            profit: self.profit,
            margin: self.margin,
        })
    }
}

/// What was entered in a round, sorted and narrowed by any number and any rule.
#[utoipa::path(get, path = "/rounds/{id}/applications", tag = "rounds",
    params(("id" = i64, Path), ApplicationsQuery),
    responses((status = OK, body = List<ApplicationSummary>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<RoundId>,
    Asked(query): Asked<ApplicationsQuery>,
) -> Result<Json<List<ApplicationSummary>>, Problem> {
    let opened = known(&forum, &viewer, id).await?;
    let wanted = query.wanted()?;
    let after: Option<Cursor> = word("after", query.after.as_deref())?;
    let page = (after, query.limit.unwrap_or(30));
    let found = funding::applications(&forum, &viewer, &opened.round, &wanted, page).await?;
    Ok(Json(List::of(found)))
}

/// One application, rule by rule, with questions and answers.
#[utoipa::path(get, path = "/applications/{id}", tag = "rounds", params(("id" = i64, Path)),
    responses((status = OK, body = WholeApplication), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<ApplicationId>,
) -> Result<Json<WholeApplication>, Problem> {
    Ok(Json(WholeApplication::now(&forum, &viewer, id).await?))
}

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MineQuery {
    /// The `next` of the page before.
    after: Option<i64>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// What the asker has entered, the youngest first.
#[utoipa::path(get, path = "/applications", tag = "rounds", params(MineQuery),
    responses((status = OK, body = List<ApplicationSummary>), (status = "4XX", body = Problem)))]
pub(super) async fn mine(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(query): Asked<MineQuery>,
) -> Result<Json<List<ApplicationSummary>>, Problem> {
    let applicant = viewer.id().ok_or_else(Problem::unauthorized)?;
    let below = query.after.map(ApplicationId);
    let limit = query.limit.unwrap_or(30);
    let found = funding::applications_by(&forum, &viewer, applicant, below, limit).await?;
    Ok(Json(List::of(found)))
}
