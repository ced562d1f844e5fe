//! Deciding a case.

use super::{
    ModerateError,
    apply::{apply, is_so},
    begin, checked, edit, merge, refused,
    said::hash,
    target::{Stored, Target},
};
use crate::{
    accounts::{self, Standing},
    broken::Broken,
    clock::Timestamp,
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, CaseId, MeasureId, PlanId},
    log::{Act, Kind},
    mail,
    moderation::{
        CaseState, Deed, Refusal, Span, Thing,
        letters::{self, News},
    },
    problems::Problems,
    tables::{accounts as account_rows, cases, flags, measures},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};

/// What a moderator types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// What is done: one of [`Deed::about`] the thing.
    pub deed: String,
    /// Why, for everybody to read.
    pub reason: String,
    /// For how many days somebody is suspended; empty for one without an end.
    pub days: String,
    /// What a plan is to be called, where that is what is done; as it is, when nothing is said …
    pub title: Option<String>,
    /// … its tags, all of them, …
    pub tags: Option<Vec<String>>,
    /// … and the revision that the moderator has in front of them.
    pub base: i32,
    /// The number or the address of the plan that another is merged into, where that is what is done.
    pub into: String,
}

/// A measure about to be taken.
pub(super) struct Measure<'m> {
    pub deed: Deed,
    /// The moderator; nobody when the forum does it by itself.
    pub by: Option<&'m Moderator>,
    pub reason: &'m str,
    pub until: Option<Timestamp>,
    /// The plan that a plan is merged into, or taken apart from.
    pub other: Option<PlanId>,
}

/// A measure that has its number.
pub(super) struct Taken {
    pub id: MeasureId,
    pub hash: Hash,
}

/// Decides an open case: does what was chosen about its thing, and closes the case. A thing that is only
/// held stays in the queue. To keep a thing that was held gives it back. Its author is told, and so is
/// everybody who flagged it.
///
/// # Errors
/// When the case has been decided, a rule is against it, or something typed is wrong.
pub async fn decide(
    forum: &Forum,
    moderator: &Moderator,
    case: CaseId,
    typed: &Decision,
) -> Result<MeasureId, ModerateError> {
    let (deed, span) = check(typed).map_err(ModerateError::Invalid)?;
    let reason = checked(&typed.reason)?;
    let (thing, concerned) = known(forum, case).await?;
    let edit = match deed {
        Deed::Edited => Some(edit::prepare(forum, thing, typed).await?),
        _ => None,
    };
    let into = merge::typed(deed, typed)?;
    let (write, role) = begin(forum, moderator, concerned).await?;
    merge::hold(&write, thing, into).await?;
    let (target, case) = open_case(&write, case).await?;
    if case.claimed_by.is_some_and(|by| by != moderator.id) && !is_stale(&case, write.now()) {
        return Err(refused(Refusal::Claimed));
    }
    if let Some(refusal) = target.refusal(moderator, role) {
        return Err(refused(refusal));
    }
    if !Deed::about(target.thing.kind()).contains(&deed) {
        return Err(refused(Refusal::Unfit));
    }
    let held = held_by(&write, &target).await?;
    let deed = match deed {
        // What was held meanwhile is given back.
        Deed::Kept if held.is_some() => Deed::Restored,
        deed => deed,
    };
    if deed != Deed::Kept && target.is_gone() {
        return Err(refused(Refusal::Gone));
    }
    if let Some(edit) = &edit {
        edit.check(&write, &target).await?;
    }
    if let Some(into) = into {
        merge::check(&write, moderator, &target, into).await?;
    }
    let is_again = is_so(&target, deed, write.now());
    // What is held may be hidden for good.
    if is_again && !(deed == Deed::Hidden && held.is_some()) {
        return Err(refused(Refusal::Already));
    }
    let measure = Measure {
        deed,
        by: Some(moderator),
        reason: reason.as_str(),
        until: span.until(write.now()).filter(|_| deed == Deed::Suspended),
        other: into,
    };
    let taken = take(forum, &write, &target, &measure).await?;
    if deed == Deed::Restored
        && let Some(held) = held
    {
        undone(&write, held, taken.id).await?;
    }
    if deed == Deed::Lifted {
        lifted(&write, target.account, taken.id).await?;
    }
    if deed != Deed::Held {
        let outcome = match deed {
            Deed::Kept | Deed::Restored | Deed::Lifted => CaseState::Dismissed,
            _ => CaseState::Upheld,
        };
        close(forum, &write, &target, &case, outcome, &taken).await?;
    }
    let id = taken.id;
    let act = act_of(&target, &measure, &taken);
    let act = match edit {
        Some(edit) => edit.save(&write, &target, id).await?.told_in(act),
        None => act,
    };
    write.record(act).await?;
    Ok(id)
}

fn check(typed: &Decision) -> Result<(Deed, Span), Problems> {
    let mut problems = Problems::default();
    let deed = problems.take("deed", typed.deed.parse::<Deed>());
    let span = problems.take("days", typed.days.parse::<Span>());
    match (deed, span) {
        (Some(deed), Some(span)) => Ok((deed, span)),
        _ => Err(problems),
    }
}

/// What a case is about, and whose that is.
pub(super) async fn known(forum: &Forum, id: CaseId) -> Result<(Thing, AccountId), ModerateError> {
    let row = cases::Entity::find_by_id(id).one(forum.read()).await?;
    let row = row.ok_or(ModerateError::NotFound)?;
    Ok((Thing::of(row.kind, row.subject), row.account_id))
}

/// How long a claim counts: whoever took a case and went away does not keep others from it.
pub(super) const CLAIMED_FOR: i64 = Timestamp::DAY;

pub(super) fn is_stale(case: &cases::Model, now: Timestamp) -> bool {
    case.claimed_at
        .is_none_or(|at| now.since(at) >= CLAIMED_FOR)
}

/// An open case with its thing, both held; the thing first, as whoever flags it does.
pub(super) async fn open_case(
    write: &Write,
    id: CaseId,
) -> Result<(Target, cases::Model), ModerateError> {
    let row = cases::Entity::find_by_id(id).one(write.tx()).await?;
    let row = row.ok_or(ModerateError::NotFound)?;
    let target = Target::held(write, Thing::of(row.kind, row.subject)).await?;
    let target = target.ok_or(ModerateError::NotFound)?;
    let row = cases::Entity::find_by_id(id)
        .lock_exclusive()
        .one(write.tx())
        .await?
        .ok_or(ModerateError::NotFound)?;
    if row.state == CaseState::Open {
        Ok((target, row))
    } else {
        Err(refused(Refusal::Already))
    }
}

/// The measure by which the thing is held, unless it is hidden for good.
async fn held_by(write: &Write, target: &Target) -> Result<Option<MeasureId>, Broken> {
    let Some(id) = target.withheld() else {
        return Ok(None);
    };
    let row = measures::Entity::find_by_id(id).one(write.tx()).await?;
    Ok(row.filter(|row| row.deed == Deed::Held).map(|row| row.id))
}

/// Keeps a measure and does what it says.
pub(super) async fn take(
    forum: &Forum,
    write: &Write,
    target: &Target,
    measure: &Measure<'_>,
) -> Result<Taken, Broken> {
    let salt = forum.entropy().bytes::<16>();
    let hash = hash(measure.reason, &salt)?;
    let row = measures::ActiveModel {
        deed: Set(measure.deed),
        kind: Set(target.thing.kind()),
        subject: Set(target.thing.number()),
        account_id: Set(target.account),
        moderator_id: Set(measure.by.map(|by| by.id)),
        reason: Set(measure.reason.into()),
        until: Set(measure.until),
        other: Set(measure.other),
        created_at: Set(write.now()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        ..Default::default()
    };
    let id = row.insert(write.tx()).await?.id;
    apply(write, target, measure, id).await?;
    tell_author(forum, write, target, measure, id).await?;
    Ok(Taken { id, hash })
}

/// The act that the log tells of a measure.
pub(super) fn act_of(target: &Target, measure: &Measure<'_>, taken: &Taken) -> Act {
    let kind = kind_of(measure.deed);
    let act = match measure.by {
        Some(by) => Act::by(by.id, kind, target.subject()),
        None => Act::by_operator(kind, target.subject()),
    };
    act.with("measure", taken.id.0)
        .with("reason", taken.hash)
        .with("until", measure.until.map(|until| until.0))
        .with("into", measure.other.map(|into| into.0))
}

fn kind_of(deed: Deed) -> Kind {
    match deed {
        Deed::Held => Kind::ModerationHeld,
        Deed::Hidden => Kind::ModerationHidden,
        Deed::Restored => Kind::ModerationRestored,
        Deed::Locked => Kind::ModerationLocked,
        Deed::Unlocked => Kind::ModerationUnlocked,
        Deed::Outdated => Kind::ModerationOutdated,
        Deed::Current => Kind::ModerationCurrent,
        Deed::Edited => Kind::ModerationEdited,
        Deed::Unedited => Kind::ModerationUnedited,
        Deed::LinksCut => Kind::ModerationLinksCut,
        Deed::LinksBack => Kind::ModerationLinksBack,
        Deed::Merged => Kind::ModerationMerged,
        Deed::Parted => Kind::ModerationParted,
        Deed::Warned => Kind::ModerationWarned,
        Deed::Unwarned => Kind::ModerationUnwarned,
        Deed::Suspended => Kind::AccountSuspended,
        Deed::Lifted => Kind::AccountRestored,
        Deed::Appointed => Kind::AccountRole,
        Deed::Kept => Kind::ModerationKept,
    }
}

/// Notes that a measure was undone by another.
pub(super) async fn undone(write: &Write, measure: MeasureId, by: MeasureId) -> Result<(), Broken> {
    measures::Entity::update_many()
        .col_expr(measures::Column::UndoneBy, Expr::val(by.0))
        .filter(measures::Column::Id.eq(measure))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Notes that every suspension of an account that stands was undone by a measure.
async fn lifted(write: &Write, account: AccountId, by: MeasureId) -> Result<(), Broken> {
    measures::Entity::update_many()
        .col_expr(measures::Column::UndoneBy, Expr::val(by.0))
        .filter(measures::Column::AccountId.eq(account))
        .filter(measures::Column::Deed.eq(Deed::Suspended))
        .filter(measures::Column::UndoneBy.is_null())
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Closes a case and tells everybody who flagged it: they were right or wrong from now on.
pub(super) async fn close(
    forum: &Forum,
    write: &Write,
    target: &Target,
    case: &cases::Model,
    outcome: CaseState,
    taken: &Taken,
) -> Result<(), Broken> {
    let closed = cases::ActiveModel {
        id: Set(case.id),
        state: Set(outcome),
        closed_at: Set(Some(write.now())),
        measure_id: Set(Some(taken.id)),
        ..Default::default()
    };
    closed.update(write.tx()).await?;
    let reporters: Vec<AccountId> = flags::Entity::find()
        .select_only()
        .column(flags::Column::AccountId)
        .filter(flags::Column::CaseId.eq(case.id))
        .into_tuple()
        .all(write.tx())
        .await?;
    if reporters.is_empty() {
        return Ok(());
    }
    for letter in letters_to(forum, write, &reporters, target, outcome, taken.id).await? {
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    Ok(())
}

async fn letters_to(
    forum: &Forum,
    write: &Write,
    reporters: &[AccountId],
    target: &Target,
    outcome: CaseState,
    measure: MeasureId,
) -> Result<Vec<mail::Letter>, Broken> {
    let addresses: Vec<Option<String>> = account_rows::Entity::find()
        .select_only()
        .column(account_rows::Column::Email)
        .filter(account_rows::Column::Id.is_in(reporters.iter().copied()))
        .into_tuple()
        .all(write.tx())
        .await?;
    let addresses = addresses.into_iter().flatten();
    let to = addresses.filter_map(|address| address.parse().ok());
    Ok(to
        .map(|to| letters::reported(forum.policy(), to, &target.name, outcome, measure))
        .collect())
}

async fn tell_author(
    forum: &Forum,
    write: &Write,
    target: &Target,
    measure: &Measure<'_>,
    id: MeasureId,
) -> Result<(), Broken> {
    // Whoever applied wants to know; of others nothing has changed.
    let waits = match &target.stored {
        Stored::Account(row) => row.application.is_some() && row.standing == Standing::Suspended,
        _ => false,
    };
    if measure.deed == Deed::Kept && !waits {
        return Ok(());
    }
    let Some(to) = accounts::address_of(write, target.account).await? else {
        return Ok(());
    };
    let news = News {
        deed: measure.deed,
        by: measure.by.map(|by| by.name.as_str()),
        name: &target.name,
        reason: measure.reason,
        until: measure.until,
        measure: id,
    };
    let letter = letters::told(forum.policy(), to, &news);
    mail::queue(write.tx(), letter, write.now()).await
}
