//! What a funder does about an application.

use super::{FundError, apply::hold_application, hashes::text_hash};
use crate::{
    accounts,
    broken::Broken,
    forum::{Forum, Write},
    funding::{ApplicationState, PublicReason, Refusal, State, letters},
    ids::ApplicationId,
    log::{Act, Kind, Subject},
    mail, plans,
    problems::Problems,
    tables::{application_rules, applications, plans as plan_rows, rounds},
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

/// What a funder decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decision<'typed> {
    /// Whether the plan is to be funded.
    pub accept: bool,
    /// The rule, counted from 1, for which it is not.
    pub rule: Option<i32>,
    /// Why, or why not.
    pub reason: &'typed str,
}

/// Begins a funder's act on an application to a round of theirs.
pub(super) async fn begin_as_funder(
    forum: &Forum,
    funder: &Member,
    id: ApplicationId,
) -> Result<(Write, rounds::Model, applications::Model), FundError> {
    let write = forum.act(funder).await?;
    let (round, row) = hold_application(&write, id).await?;
    if round.funder_id != funder.id {
        return Err(FundError::NotFound);
    }
    if round.state == State::Withheld {
        return Err(FundError::Refused(Refusal::Withheld));
    }
    if !row.state.is_open() {
        return Err(FundError::Refused(Refusal::Decided));
    }
    Ok((write, round, row))
}

/// Puts an application on the shortlist, or takes it from there. Again, it changes nothing.
///
/// # Errors
/// When it was decided, or is not to a round of the member's.
pub async fn shortlist(
    forum: &Forum,
    funder: &Member,
    id: ApplicationId,
    on: bool,
) -> Result<(), FundError> {
    let (write, round, row) = begin_as_funder(forum, funder, id).await?;
    let (state, kind) = if on {
        (ApplicationState::Shortlisted, Kind::ApplicationShortlisted)
    } else {
        (ApplicationState::Waiting, Kind::ApplicationUnlisted)
    };
    if row.state == state {
        return Ok(());
    }
    let changed = applications::ActiveModel {
        id: Set(id),
        state: Set(state),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    let act = Act::by(funder.id, kind, Subject::Round(round.id))
        .with("application", id.0)
        .with("plan", row.plan_id.0);
    write.record(act).await?;
    Ok(())
}

/// Decides an application, says why, and tells whoever applied. It is not taken back: a plan that was declined
/// may be mended and apply again.
///
/// # Errors
/// When it was decided already, no reason is given, or it is not to a round of the member's.
pub async fn decide(
    forum: &Forum,
    funder: &Member,
    id: ApplicationId,
    decision: &Decision<'_>,
) -> Result<(), FundError> {
    let wrong = |field, words: String| FundError::Invalid(Problems::one(field, words));
    let reason: PublicReason = decision
        .reason
        .parse()
        .map_err(|words| wrong("reason", words))?;
    let (write, round, row) = begin_as_funder(forum, funder, id).await?;
    let rule = decision.rule.filter(|_| !decision.accept);
    if let Some(rule) = rule
        && !has_rule(&write, id, rule).await?
    {
        return Err(wrong("rule", "must be one of the round’s rules".into()));
    }
    let (state, kind) = if decision.accept {
        (ApplicationState::Accepted, Kind::ApplicationAccepted)
    } else {
        (ApplicationState::Declined, Kind::ApplicationDeclined)
    };
    let salt = forum.entropy().bytes::<16>();
    let hash = text_hash(reason.as_str(), &salt)?;
    let decided = applications::ActiveModel {
        id: Set(id),
        state: Set(state),
        decider_id: Set(Some(funder.id)),
        declined_for: Set(rule),
        reason: Set(reason.as_str().into()),
        decided_at: Set(Some(write.now())),
        reason_salt: Set(Some(salt.to_vec())),
        reason_hash: Set(Some(hash.to_vec())),
        ..Default::default()
    };
    decided.update(write.tx()).await?;
    if let Some(to) = accounts::address_for_news(&write, row.applicant_id).await? {
        let news = letters::Decided {
            application: id,
            round: &round.title,
            plan: &title(&write, &row).await?,
            accepted: decision.accept,
            rule,
            reason: reason.as_str(),
        };
        mail::queue(
            write.tx(),
            letters::decided(forum.policy(), to, &news),
            write.now(),
        )
        .await?;
    }
    let mut act = Act::by(funder.id, kind, Subject::Round(round.id))
        .with("application", id.0)
        .with("plan", row.plan_id.0)
        .with("reason", hash);
    if let Some(rule) = rule {
        act = act.with("rule", rule);
    }
    write.record(act).await?;
    Ok(())
}

async fn has_rule(write: &Write, id: ApplicationId, rule: i32) -> Result<bool, Broken> {
    let found = application_rules::Entity::find()
        .filter(application_rules::Column::ApplicationId.eq(id))
        .filter(application_rules::Column::Rule.eq(rule));
    Ok(found.count(write.tx()).await? > 0)
}

/// What the plan of an application is called, as far as everybody may know.
pub(super) async fn title(write: &Write, row: &applications::Model) -> Result<String, Broken> {
    let plan = plan_rows::Entity::find_by_id(row.plan_id)
        .one(write.tx())
        .await?;
    let shown = plan.filter(|plan| plan.state == plans::State::Published);
    Ok(shown.map_or_else(|| format!("number {}", row.plan_id), |plan| plan.title))
}
