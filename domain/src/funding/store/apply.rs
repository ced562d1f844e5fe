//! Entering a plan in a round, and taking that back.

use super::{
    FundError,
    hashes::{Entered, Shown, entered_hash},
    hold,
};
use crate::{
    accounts,
    broken::Broken,
    clock::Timestamp,
    forum::{Forum, Write},
    funding::{
        ApplicationState, Phase, Refusal, State, letters,
        rules::{Facts, Finding, Outcome, Rule, judge, missed},
    },
    hash::Hash,
    ids::{ApplicationId, PlanId, RevisionNumber, RoundId, VersionNumber},
    limits::{self, Rate},
    log::{Act, Kind, Subject},
    mail,
    money::Currency,
    numbers::{CheckedNumbers, Numbers},
    once::{self, Claim},
    plans,
    problems::Problems,
    tables::{
        application_rules, applications, plans as plan_rows, revisions, round_versions, rounds,
    },
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QuerySelect, sea_query::LockType,
};

/// How often one member may apply.
const APPLIED: Rate = Rate::new(20, 3 * Timestamp::MINUTE);

/// What somebody enters.
#[derive(Clone, Copy, Debug)]
pub struct Applying<'typed> {
    /// The plan.
    pub plan: PlanId,
    /// The revision that was looked at; the plan's newest, when nothing is said.
    pub revision: Option<RevisionNumber>,
    /// The version of the rules that was gone through.
    pub version: VersionNumber,
    /// The rules, counted from 1, that whoever applies vouches for.
    pub attested: &'typed [usize],
}

/// All that an application freezes.
struct Frozen {
    plan: plan_rows::Model,
    findings: Vec<Finding>,
    figures: Shown,
}

/// Enters a plan of the member's in an open round, and tells its funder. The same `once` key by the same member
/// is the same application.
///
/// # Errors
/// When the round is not open, its rules or the plan have been changed since, a rule is missed that must be kept
/// or not vouched for, the plan has applied already, or the member may not act.
pub async fn apply(
    forum: &Forum,
    member: &Member,
    id: RoundId,
    applying: &Applying<'_>,
    once: Option<&str>,
) -> Result<ApplicationId, FundError> {
    limits::take(forum, &format!("apply:account:{}", member.id), APPLIED).await?;
    let once = once.map(|key| format!("apply {key}"));
    let write = forum.act(member).await?;
    if let Some(key) = &once
        && let Claim::Made(made) = once::claim(write.tx(), member.id, key, write.now()).await?
    {
        return Ok(ApplicationId(made));
    }
    let round = open_round(&write, id, applying.version).await?;
    let rules = rules(&write, &round).await?;
    let frozen = frozen(&write, member, &round, (&rules, applying)).await?;
    let (made, hash) = enter(forum, &write, &round, (member, applying), &frozen).await?;
    if let Some(key) = &once {
        once::keep(write.tx(), member.id, key, made.0).await?;
    }
    count(&write, id, 1).await?;
    if let Some(to) = accounts::address_for_news(&write, round.funder_id).await? {
        let plan = frozen.plan.title.as_str();
        let letter = letters::applied(forum.policy(), to, (made, &round.title), plan, &member.name);
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    let act = Act::by(member.id, Kind::ApplicationMade, Subject::Round(id))
        .with("application", made.0)
        .with("plan", frozen.plan.id.0)
        .with("revision", frozen.plan.head.0)
        .with("version", round.head.0)
        .with("missed", missed(&frozen.findings))
        .with("content", hash);
    write.record(act).await?;
    Ok(made)
}

/// The round, held, if plans may apply to it under this version of its rules.
async fn open_round(
    write: &Write,
    id: RoundId,
    version: VersionNumber,
) -> Result<rounds::Model, FundError> {
    let round = hold(write, id).await?;
    let round = round.filter(|round| round.state == State::Published);
    let round = round.ok_or(FundError::NotFound)?;
    match Phase::at(write.now(), round.opens_at, round.closes_at) {
        Phase::Closed => Err(FundError::Refused(Refusal::Closed)),
        Phase::Upcoming => Err(FundError::Refused(Refusal::NotYetOpen)),
        Phase::Open if round.head != version => Err(FundError::Stale),
        Phase::Open => Ok(round),
    }
}

async fn rules(write: &Write, round: &rounds::Model) -> Result<Vec<Rule>, Broken> {
    let rules: Option<String> = round_versions::Entity::find()
        .select_only()
        .column(round_versions::Column::Rules)
        .filter(round_versions::Column::RoundId.eq(round.id))
        .filter(round_versions::Column::Number.eq(round.head))
        .into_tuple()
        .one(write.tx())
        .await?;
    let rules = rules.ok_or_else(|| Broken::internal("a round has its newest version"))?;
    Ok(serde_json::from_str(&rules)?)
}

/// The plan's newest revision, measured, if it may be entered.
async fn frozen(
    write: &Write,
    member: &Member,
    round: &rounds::Model,
    (rules, applying): (&[Rule], &Applying<'_>),
) -> Result<Frozen, FundError> {
    let wrong = |words: &str| Err(FundError::Invalid(Problems::one("plan", words)));
    let plan = plan_rows::Entity::find_by_id(applying.plan)
        // Its newest revision stays that until this ends.
        .lock(LockType::NoKeyUpdate)
        .one(write.tx())
        .await?;
    let own = plan.filter(|plan| plan.author_id == member.id);
    let Some(plan) = own.filter(|plan| plan.state == plans::State::Published) else {
        return wrong("must be a plan of yours that everybody may see");
    };
    if round.funder_id == member.id {
        return wrong("cannot be entered in a round of your own");
    }
    if applying
        .revision
        .is_some_and(|revision| revision != plan.head)
    {
        return Err(FundError::Stale);
    }
    if has_applied(write, round.id, plan.id).await? {
        return wrong("has applied to this round already");
    }
    let revision = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan.id))
        .filter(revisions::Column::Number.eq(plan.head))
        .one(write.tx())
        .await?
        .ok_or_else(|| Broken::internal("a plan has its newest revision"))?;
    let numbers = numbers(&revision)?;
    let currency = Currency::new(&round.currency);
    let currency = currency.map_err(|_| Broken::internal("a round has a currency"))?;
    if let Some(numbers) = numbers
        .as_ref()
        .filter(|numbers| numbers.currency() != currency)
    {
        let words = format!(
            "has its numbers in {}, and this round gives {currency}",
            numbers.currency()
        );
        return wrong(&words);
    }
    let facts = Facts {
        numbers: numbers.as_ref(),
        stage: revision.stage,
        licence: revision.licence,
    };
    let findings = attested(rules, judge(rules, currency, facts), applying.attested)?;
    Ok(Frozen {
        plan,
        findings,
        figures: numbers.as_ref().map(figures).unwrap_or_default(),
    })
}

async fn has_applied(write: &Write, round: RoundId, plan: PlanId) -> Result<bool, Broken> {
    use ApplicationState::{Accepted, Shortlisted, Waiting};
    let alive = applications::Entity::find()
        .filter(applications::Column::RoundId.eq(round))
        .filter(applications::Column::PlanId.eq(plan))
        .filter(applications::Column::State.is_in([Waiting, Shortlisted, Accepted]));
    Ok(alive.count(write.tx()).await? > 0)
}

/// The numbers of a stored revision. Those of before a limit was made narrower count as none.
pub(super) fn numbers(revision: &revisions::Model) -> Result<Option<CheckedNumbers>, Broken> {
    let Some(json) = revision.numbers.as_deref() else {
        return Ok(None);
    };
    let numbers: Numbers = serde_json::from_str(json)?;
    Ok(numbers.check().ok())
}

/// What was found, with what was vouched for.
fn attested(
    rules: &[Rule],
    mut findings: Vec<Finding>,
    vouched: &[usize],
) -> Result<Vec<Finding>, FundError> {
    let mut problems = Problems::default();
    for (place, (rule, finding)) in rules.iter().zip(&mut findings).enumerate() {
        match finding.outcome {
            Outcome::ToAttest if vouched.contains(&(place + 1)) => {
                finding.outcome = Outcome::Attested;
            }
            Outcome::ToAttest => problems.add(
                format!("rules[{place}]"),
                format!("Rule {} has to be vouched for: {}", place + 1, rule.words()),
            ),
            Outcome::Missed if !rule.may_miss() => problems.add(
                format!("rules[{place}]"),
                format!("Rule {} is missed: the plan {}", place + 1, finding.words),
            ),
            Outcome::Missed | Outcome::Met | Outcome::Attested => {}
        }
    }
    if problems.is_empty() {
        Ok(findings)
    } else {
        Err(FundError::Invalid(problems))
    }
}

fn figures(numbers: &CheckedNumbers) -> Shown {
    let results = numbers.results();
    let day = |day: Option<u32>| day.and_then(|day| i32::try_from(day).ok());
    Shown {
        ask: numbers.ask().map(|ask| ask.minor),
        price: numbers.price().map(|price| price.minor),
        margin: results.margin.and_then(|margin| margin.percent),
        even: day(results.breaks_even_by_day),
        profit: day(results.profitable_by_day),
        cash: results.lowest_cash.map(|lowest| lowest.amount),
    }
}

async fn enter(
    forum: &Forum,
    write: &Write,
    round: &rounds::Model,
    (member, applying): (&Member, &Applying<'_>),
    frozen: &Frozen,
) -> Result<(ApplicationId, Hash), Broken> {
    let salt = forum.entropy().bytes::<16>();
    let entered = Entered {
        round: round.id,
        version: applying.version,
        plan: frozen.plan.id,
        revision: frozen.plan.head,
        findings: &frozen.findings,
        figures: frozen.figures,
    };
    let hash = entered_hash(&entered, &salt)?;
    let row = applications::ActiveModel {
        round_id: Set(round.id),
        version: Set(applying.version),
        plan_id: Set(frozen.plan.id),
        revision: Set(frozen.plan.head),
        applicant_id: Set(member.id),
        state: Set(ApplicationState::Waiting),
        findings: Set(serde_json::to_string(&frozen.findings)?),
        missed: Set(i32::try_from(missed(&frozen.findings)).unwrap_or(i32::MAX)),
        ask: Set(frozen.figures.ask),
        price: Set(frozen.figures.price),
        margin: Set(frozen.figures.margin),
        even: Set(frozen.figures.even),
        profit: Set(frozen.figures.profit),
        cash: Set(frozen.figures.cash),
        questions: Set(0),
        created_at: Set(write.now()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        reason: Set(String::new()),
        ..Default::default()
    };
    let id = row.insert(write.tx()).await?.id;
    let found = (1..)
        .zip(&frozen.findings)
        .map(|(rule, finding)| application_rules::ActiveModel {
            application_id: Set(id),
            rule: Set(rule),
            round_id: Set(round.id),
            version: Set(applying.version),
            outcome: Set(finding.outcome),
        });
    application_rules::Entity::insert_many(found)
        .exec_without_returning(write.tx())
        .await?;
    Ok((id, hash))
}

/// Counts what has applied to a held round.
async fn count(write: &Write, id: RoundId, more: i64) -> Result<(), Broken> {
    let applications = rounds::Column::Applications;
    rounds::Entity::update_many()
        .col_expr(
            applications,
            sea_orm::sea_query::Expr::col(applications).add(more),
        )
        .filter(rounds::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Takes one's own application back, as long as nothing was decided. Again, it changes nothing.
///
/// # Errors
/// When there is no such application of the member's, or it was decided.
pub async fn take_application_back(
    forum: &Forum,
    member: &Member,
    id: ApplicationId,
) -> Result<(), FundError> {
    let (write, row) = begin_on_own(forum, member, id).await?;
    match row.state {
        ApplicationState::TakenBack => return Ok(()),
        state if state.is_open() => {}
        _ => return Err(FundError::Refused(Refusal::Decided)),
    }
    let taken = applications::ActiveModel {
        id: Set(id),
        state: Set(ApplicationState::TakenBack),
        ..Default::default()
    };
    taken.update(write.tx()).await?;
    count(&write, row.round_id, -1).await?;
    let act = Act::by(
        member.id,
        Kind::ApplicationTakenBack,
        Subject::Round(row.round_id),
    )
    .with("application", id.0)
    .with("plan", row.plan_id.0);
    write.record(act).await?;
    Ok(())
}

/// Begins an applicant's act on an application of theirs. It and its round are held until it ends.
pub(super) async fn begin_on_own(
    forum: &Forum,
    member: &Member,
    id: ApplicationId,
) -> Result<(Write, applications::Model), FundError> {
    let write = forum.act(member).await?;
    let (_, row) = hold_application(&write, id).await?;
    if row.applicant_id == member.id {
        Ok((write, row))
    } else {
        Err(FundError::NotFound)
    }
}

/// An application that this write will change, with its round: rounds before applications, as everybody holds them.
pub(super) async fn hold_application(
    write: &Write,
    id: ApplicationId,
) -> Result<(rounds::Model, applications::Model), FundError> {
    let found = applications::Entity::find_by_id(id).one(write.tx()).await?;
    let round = found.ok_or(FundError::NotFound)?.round_id;
    let round = hold(write, round).await?.ok_or(FundError::NotFound)?;
    let row = applications::Entity::find_by_id(id).one(write.tx()).await?;
    Ok((round, row.ok_or(FundError::NotFound)?))
}
