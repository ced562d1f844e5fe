//! Looking through what was entered.

use super::{
    OpenedRound, Round, find,
    questions::{Question, questions_of},
    read::from_rows as rounds_of,
    versions::{Version, version},
};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    cursor::Cursor,
    forum::Forum,
    funding::{
        ApplicationState, Order, State, Wanted,
        rules::{Finding, Outcome},
    },
    ids::{AccountId, ApplicationId, PlanId, RevisionNumber, RoundId, VersionNumber},
    plans::{self, MOST_PER_PAGE, Page, Plan},
    tables::{application_rules, applications, rounds},
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, Func, Query},
};
use std::collections::HashMap;

/// How many applications of one plan are told.
const MOST_OF_PLAN: u64 = 20;

/// A plan that was entered in a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// Its number.
    pub id: ApplicationId,
    /// The round.
    pub round: RoundId,
    /// Under which version of its rules.
    pub version: VersionNumber,
    /// The plan's number …
    pub plan_id: PlanId,
    /// … and the plan, if this viewer may see it.
    pub plan: Option<Plan>,
    /// The revision that was entered.
    pub revision: RevisionNumber,
    /// Who entered it …
    pub applicant: Byline,
    /// … and their account.
    pub applicant_id: AccountId,
    /// What has become of it.
    pub state: ApplicationState,
    /// What each rule found, in the rules' order; nothing when that went with whoever applied.
    pub findings: Vec<Finding>,
    /// How many rules it misses.
    pub missed: i32,
    /// What it asks for, in minor units of the round's currency.
    pub ask: Option<i64>,
    /// What a unit is sold for, in minor units.
    pub price: Option<i64>,
    /// How many hundredths of the price are left.
    pub margin: Option<i64>,
    /// The day by which it breaks even.
    pub even: Option<i32>,
    /// The day by which it is profitable.
    pub profit: Option<i32>,
    /// The deepest point of its cash, in minor units, negative when money is needed.
    pub cash: Option<i64>,
    /// How many questions were asked.
    pub questions: i32,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Who decided.
    pub decider: Option<Byline>,
    /// The rule, counted from 1, for which it was declined.
    pub declined_for: Option<i32>,
    /// Why; empty while nothing was decided.
    pub reason: String,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// An application as somebody looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedApplication {
    /// The application.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// What the round said in the version under which it was entered.
    pub said: Version,
    /// What was asked and answered.
    pub questions: Vec<Question>,
    /// Whether whoever looks is the round's funder.
    pub is_funder: bool,
    /// Whether whoever looks entered it.
    pub is_applicant: bool,
}

/// The application of this number, to a round that this viewer may see.
///
/// # Errors
/// When the database fails.
pub async fn application(
    forum: &Forum,
    viewer: &Viewer,
    id: ApplicationId,
) -> Result<Option<OpenedApplication>, Broken> {
    let Some(row) = applications::Entity::find_by_id(id)
        .one(forum.read())
        .await?
    else {
        return Ok(None);
    };
    let Some(OpenedRound {
        round, is_funder, ..
    }) = find(forum, viewer, row.round_id, None).await?
    else {
        return Ok(None);
    };
    let is_applicant = viewer.id() == Some(row.applicant_id);
    let said = version(forum, row.round_id, row.version).await?;
    let said = said.ok_or_else(|| Broken::internal("an application has its version"))?;
    let application = from_rows(forum, viewer, vec![row]).await?.pop();
    let application = application.ok_or_else(|| Broken::internal("a row is an application"))?;
    Ok(Some(OpenedApplication {
        questions: questions_of(forum, id).await?,
        application,
        round,
        said,
        is_funder,
        is_applicant,
    }))
}

/// The column by which applications are put in order, made to stand in for what is missing, which comes last; and
/// whether the largest come first.
fn ordered_by(order: Order) -> (Expr, bool) {
    use applications::Column::{Ask, Cash, Even, Id, Margin, Missed, Price, Profit};
    let or = |column: applications::Column, last: i64| {
        Expr::from(Func::coalesce([Expr::col(column), Expr::val(last)]))
    };
    match order {
        Order::New => (Expr::col(Id), true),
        Order::Missed => (Expr::col(Missed), false),
        Order::Ask => (or(Ask, i64::MAX), false),
        Order::Price => (or(Price, i64::MAX), false),
        Order::Even => (or(Even, i64::from(i32::MAX)), false),
        Order::Profit => (or(Profit, i64::from(i32::MAX)), false),
        Order::Margin => (or(Margin, i64::MIN), true),
        // The deepest point is below nothing: the largest needs the least.
        Order::Cash => (or(Cash, i64::MIN), true),
    }
}

fn value_of(order: Order, row: &applications::Model) -> i64 {
    let day = |day: Option<i32>| i64::from(day.unwrap_or(i32::MAX));
    match order {
        Order::New => row.id.0,
        Order::Missed => row.missed.into(),
        Order::Ask => row.ask.unwrap_or(i64::MAX),
        Order::Price => row.price.unwrap_or(i64::MAX),
        Order::Even => day(row.even),
        Order::Profit => day(row.profit),
        Order::Margin => row.margin.unwrap_or(i64::MIN),
        Order::Cash => row.cash.unwrap_or(i64::MIN),
    }
}

/// The applications to a round that somebody wants to see, page by page.
///
/// # Errors
/// When the database fails.
pub async fn applications(
    forum: &Forum,
    viewer: &Viewer,
    round: &Round,
    wanted: &Wanted,
    (after, limit): (Option<Cursor>, u64),
) -> Result<Page<Application, Cursor>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let order = wanted.order.unwrap_or(Order::New);
    let (column, is_descending) = ordered_by(order);
    let direction = if is_descending {
        sea_orm::Order::Desc
    } else {
        sea_orm::Order::Asc
    };
    let mut rows = applications::Entity::find()
        .filter(applications::Column::RoundId.eq(round.id))
        .filter(fitting(wanted))
        .apply_if(after, |query, after| {
            let columns = Expr::tuple([column.clone(), Expr::col(applications::Column::Id)]);
            let values = Expr::tuple([Expr::val(after.value), Expr::val(after.id)]);
            query.filter(if is_descending {
                ExprTrait::lt(columns, values)
            } else {
                ExprTrait::gt(columns, values)
            })
        })
        .order_by(column.clone(), direction.clone())
        .order_by(applications::Column::Id, direction)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        value: value_of(order, row),
        id: row.id.0,
    });
    let items = from_rows(forum, viewer, rows).await?;
    Ok(Page { items, next })
}

fn fitting(wanted: &Wanted) -> Condition {
    use applications::Column;
    let mut all = Condition::all();
    all = match wanted.state {
        Some(state) => all.add(Column::State.eq(state)),
        None => all.add(Column::State.ne(ApplicationState::TakenBack)),
    };
    if let Some((rule, outcome)) = wanted.rule {
        let found = Query::select()
            .column(application_rules::Column::ApplicationId)
            .from(application_rules::Entity)
            .and_where(application_rules::Column::Rule.eq(rule))
            .and_where(application_rules::Column::Outcome.eq(outcome))
            .to_owned();
        all = all.add(Column::Id.in_subquery(found));
    }
    // What has no such number is beyond every limit, and SQL leaves it out by itself.
    all.add_option(wanted.ask.map(|most| Column::Ask.lte(most)))
        .add_option(wanted.even.map(|day| Column::Even.lte(day)))
        .add_option(wanted.profit.map(|day| Column::Profit.lte(day)))
        .add_option(wanted.margin.map(|least| Column::Margin.gte(least)))
}

/// How many applications a rule found what in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// How many keep it.
    pub met: i64,
    /// How many miss it.
    pub missed: i64,
    /// How many vouched for it.
    pub attested: i64,
}

#[derive(FromQueryResult)]
struct Counted {
    rule: i32,
    outcome: String,
    applications: i64,
}

/// What each rule of a version of a round, counted from 1, found in the applications under it that were not taken
/// back.
///
/// # Errors
/// When the database fails.
pub async fn rule_counts(
    forum: &Forum,
    round: RoundId,
    version: VersionNumber,
) -> Result<HashMap<i32, RuleCount>, Broken> {
    let sql = format!(
        "SELECT r.rule, r.outcome, COUNT(*) AS applications FROM application_rules r \
         JOIN applications a ON a.id = r.application_id AND a.state <> 'taken_back' \
         WHERE r.round_id = {round} AND r.version = {version} GROUP BY r.rule, r.outcome"
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    let rows = Counted::find_by_statement(statement)
        .all(forum.read())
        .await?;
    let mut counts: HashMap<i32, RuleCount> = HashMap::new();
    for row in rows {
        let count = counts.entry(row.rule).or_default();
        match row.outcome.parse() {
            Ok(Outcome::Met) => count.met = row.applications,
            Ok(Outcome::Missed) => count.missed = row.applications,
            Ok(Outcome::Attested) => count.attested = row.applications,
            Ok(Outcome::ToAttest) | Err(_) => {}
        }
    }
    Ok(counts)
}

#[derive(FromQueryResult)]
struct StateCounted {
    state: ApplicationState,
    applications: i64,
}

/// How many applications to a round are in which state.
///
/// # Errors
/// When the database fails.
pub async fn state_counts(
    forum: &Forum,
    round: RoundId,
) -> Result<HashMap<ApplicationState, i64>, Broken> {
    let sql = format!(
        "SELECT state, COUNT(*) AS applications FROM applications WHERE round_id = {round} GROUP BY state"
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    let rows = StateCounted::find_by_statement(statement)
        .all(forum.read())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.state, row.applications))
        .collect())
}

/// What somebody has entered, the youngest first, each with its round.
///
/// # Errors
/// When the database fails.
pub async fn applications_by(
    forum: &Forum,
    viewer: &Viewer,
    applicant: AccountId,
    below: Option<ApplicationId>,
    limit: u64,
) -> Result<Page<(Application, Round), ApplicationId>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut rows = applications::Entity::find()
        .filter(applications::Column::ApplicantId.eq(applicant))
        .apply_if(below, |query, below| {
            query.filter(applications::Column::Id.lt(below))
        })
        .order_by_desc(applications::Column::Id)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let items = with_rounds(forum, viewer, rows).await?;
    Ok(Page { items, next })
}

/// What a plan was entered in that everybody may see, the youngest first, each with its round.
///
/// # Errors
/// When the database fails.
pub async fn applications_of(
    forum: &Forum,
    viewer: &Viewer,
    plan: PlanId,
) -> Result<Vec<(Application, Round)>, Broken> {
    let rows = applications::Entity::find()
        .filter(applications::Column::PlanId.eq(plan))
        .filter(applications::Column::State.ne(ApplicationState::TakenBack))
        .order_by_desc(applications::Column::Id)
        .limit(MOST_OF_PLAN)
        .all(forum.read())
        .await?;
    with_rounds(forum, viewer, rows).await
}

/// Those of these applications whose rounds everybody may see, each with its round.
async fn with_rounds(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<applications::Model>,
) -> Result<Vec<(Application, Round)>, Broken> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<RoundId> = rows.iter().map(|row| row.round_id).collect();
    let public = rounds::Entity::find()
        .filter(rounds::Column::Id.is_in(ids))
        .filter(rounds::Column::State.eq(State::Published))
        .all(forum.read())
        .await?;
    let public = rounds_of(forum, public).await?;
    let public: HashMap<RoundId, Round> =
        public.into_iter().map(|round| (round.id, round)).collect();
    let all = from_rows(forum, viewer, rows).await?.into_iter();
    let shown = all.filter_map(|application| {
        let round = public.get(&application.round)?.clone();
        Some((application, round))
    });
    Ok(shown.collect())
}

async fn from_rows(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<applications::Model>,
) -> Result<Vec<Application>, Broken> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<AccountId> = rows
        .iter()
        .flat_map(|row| [Some(row.applicant_id), row.decider_id])
        .flatten()
        .collect();
    let people = accounts::bylines(forum, people).await?;
    let ids: Vec<PlanId> = rows.iter().map(|row| row.plan_id).collect();
    let plans = plans::published(forum, viewer, &ids).await?;
    let plans: HashMap<PlanId, Plan> = plans.into_iter().map(|plan| (plan.id, plan)).collect();
    rows.into_iter()
        .map(|row| {
            let plan = plans.get(&row.plan_id).cloned();
            let findings: Vec<Finding> = serde_json::from_str(&row.findings)?;
            Ok(Application {
                // What was found names figures and terms: they are hidden with the plan that has them.
                findings: if plan.is_some() { findings } else { Vec::new() },
                plan,
                id: row.id,
                round: row.round_id,
                version: row.version,
                plan_id: row.plan_id,
                revision: row.revision,
                applicant: people.of(row.applicant_id),
                applicant_id: row.applicant_id,
                state: row.state,
                missed: row.missed,
                ask: row.ask,
                price: row.price,
                margin: row.margin,
                even: row.even,
                profit: row.profit,
                cash: row.cash,
                questions: row.questions,
                created_at: row.created_at,
                decider: row.decider_id.map(|id| people.of(id)),
                declined_for: row.declined_for,
                reason: row.reason,
                decided_at: row.decided_at,
            })
        })
        .collect()
}
