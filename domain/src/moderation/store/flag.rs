//! Reporting a thing to the moderators.

use super::{
    decide::{Measure, act_of, take},
    target::{Target, author},
};
use crate::{
    accounts::{self, Byline, Role},
    broken::{Broken, acts},
    clock::Timestamp,
    comments,
    forum::{Forum, Write},
    funding,
    ids::{AccountId, CaseId},
    limits::{self, Rate, limited},
    listings,
    moderation::{CaseState, Complaint, Deed, Thing, ThingKind, Words, trust},
    plans,
    problems::Problems,
    tables::{cases, flags},
    viewer::{Member, Viewer},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter,
    QuerySelect, Statement, sea_query::OnConflict,
};
use std::collections::HashMap;

/// How often one member may flag: a bad day passes, a campaign does not.
const FLAGS: Rate = Rate::new(10, 6 * Timestamp::MINUTE);

/// What a reader types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFlag {
    /// One of the complaints.
    pub reason: String,
    /// More about it; something has to be said where the reason is something else.
    pub words: String,
}

/// What became of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flagged {
    /// Whether the thing is held now until a moderator has looked.
    pub held: bool,
}

/// Why a thing was not flagged.
#[derive(Debug, thiserror::Error)]
pub enum FlagError {
    /// There is no such thing to be seen.
    #[error("no such thing")]
    NotFound,
    /// It is the member's own.
    #[error("it is your own: you can change it or take it back yourself")]
    Own,
    /// The member has flagged it, and no moderator has looked yet.
    #[error("you have reported it already; a moderator will look")]
    Already,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The member flags too often.
    #[error("reported too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(FlagError);
limited!(FlagError);

/// Reports a thing, once for each member and case. It weighs as much as the member was right before; when
/// what was flagged weighs enough together, a plan or a comment is held until a moderator has looked.
/// Who flagged what is no public act: only moderators learn it.
///
/// # Errors
/// When it is not to be seen, the member's own, or flagged by them already.
pub async fn flag(
    forum: &Forum,
    member: &Member,
    thing: Thing,
    typed: &NewFlag,
) -> Result<Flagged, FlagError> {
    let (complaint, words) = check(typed).map_err(FlagError::Invalid)?;
    limits::take(forum, &format!("flag:account:{}", member.id), FLAGS).await?;
    let author = author(forum, thing).await?.ok_or(FlagError::NotFound)?;
    let write = forum.act_about(member, author).await?;
    let target = Target::held(&write, thing).await?;
    let target = target.filter(Target::is_shown).ok_or(FlagError::NotFound)?;
    if target.account == member.id {
        return Err(FlagError::Own);
    }
    let weights = weights(write.tx(), &[member.id]).await?;
    let weight = weights.values().sum();
    let (case, total) = add_to_case(&write, &target, weight).await?;
    if !keep(&write, case, member, (complaint, &words), weight).await? {
        return Err(FlagError::Already);
    }
    let is_enough = total >= forum.policy().hold_at && thing.kind() != ThingKind::Account;
    // Nobody has an admin's words taken away by flags.
    if !is_enough || target.role == Role::Admin {
        write.commit().await?;
        return Ok(Flagged { held: false });
    }
    let reason = "Held by the forum until a moderator has looked: several readers reported it.";
    let measure = Measure {
        deed: Deed::Held,
        by: None,
        reason,
        until: None,
        other: None,
    };
    let taken = take(forum, &write, &target, &measure).await?;
    write.record(act_of(&target, &measure, &taken)).await?;
    Ok(Flagged { held: true })
}

fn check(typed: &NewFlag) -> Result<(Complaint, Words), Problems> {
    let mut problems = Problems::default();
    let reason = problems.take("reason", typed.reason.parse::<Complaint>());
    let least = match reason {
        Some(Complaint::Other) => 3,
        _ => 0,
    };
    let words = problems.take("words", Words::check(&typed.words, least));
    match (reason, words) {
        (Some(reason), Some(words)) => Ok((reason, words)),
        _ => Err(problems),
    }
}

/// How much the flags of these people weigh: what became of the cases in which they flagged something.
pub(super) async fn weights(
    db: &impl ConnectionTrait,
    people: &[AccountId],
) -> Result<HashMap<AccountId, i64>, Broken> {
    let case = flags::Entity::belongs_to(cases::Entity)
        .from(flags::Column::CaseId)
        .to(cases::Column::Id);
    let counted: Vec<(AccountId, CaseState, i64)> = flags::Entity::find()
        .select_only()
        .column(flags::Column::AccountId)
        .column(cases::Column::State)
        .column_as(flags::Column::Id.count(), "count")
        .join(JoinType::InnerJoin, case.into())
        .filter(flags::Column::AccountId.is_in(people.iter().copied()))
        .filter(cases::Column::State.ne(CaseState::Open))
        .group_by(flags::Column::AccountId)
        .group_by(cases::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut outcomes: HashMap<AccountId, (i64, i64)> = HashMap::new();
    for (id, state, count) in counted {
        let (right, wrong) = outcomes.entry(id).or_default();
        *(if state == CaseState::Upheld {
            right
        } else {
            wrong
        }) += count;
    }
    let weight = |id: &AccountId| {
        let (right, wrong) = outcomes.get(id).copied().unwrap_or_default();
        (*id, trust(right, wrong))
    };
    Ok(people.iter().map(weight).collect())
}

/// Adds so much to the thing's open case, which is opened when there is none. One statement, so that no
/// other opens a second one.
pub(super) async fn add_to_case(
    write: &Write,
    target: &Target,
    weight: i64,
) -> Result<(CaseId, i64), Broken> {
    let sql = "INSERT INTO cases (kind, subject, account_id, state, weight, flags, opened_at) \
        VALUES ($1, $2, $3, 'open', $4, $5, $6) \
        ON CONFLICT (kind, subject) WHERE state = 'open' \
        DO UPDATE SET weight = cases.weight + $4, flags = cases.flags + $5 RETURNING id, weight";
    let values = [
        target.thing.kind().as_str().into(),
        target.thing.number().into(),
        target.account.0.into(),
        weight.into(),
        i64::from(weight > 0).into(),
        write.now().into(),
    ];
    let backend = write.tx().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let row = write.tx().query_one_raw(statement).await?;
    let row = row.ok_or_else(|| Broken::internal("a case was neither found nor opened"))?;
    Ok((CaseId(row.try_get("", "id")?), row.try_get("", "weight")?))
}

/// Keeps the flag; whether it is the member's first in this case.
async fn keep(
    write: &Write,
    case: CaseId,
    member: &Member,
    (reason, words): (Complaint, &Words),
    weight: i64,
) -> Result<bool, Broken> {
    let row = flags::ActiveModel {
        case_id: Set(case),
        account_id: Set(member.id),
        reason: Set(reason),
        words: Set(words.as_str().into()),
        weight: Set(weight),
        created_at: Set(write.now()),
        ..Default::default()
    };
    let columns = [flags::Column::CaseId, flags::Column::AccountId];
    let added = flags::Entity::insert(row)
        .try_insert()
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .exec_without_returning(write.tx())
        .await?;
    Ok(added > 0)
}

/// A thing that a member may report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaggable {
    /// The thing.
    pub thing: Thing,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub author: Byline,
    /// Whether the member has reported it, and no moderator has decided yet.
    pub has_flagged: bool,
}

/// A thing of somebody else's that this member sees.
///
/// # Errors
/// When the database fails.
pub async fn flaggable(
    forum: &Forum,
    member: &Member,
    thing: Thing,
) -> Result<Option<Flaggable>, Broken> {
    let viewer = Viewer::Member(member.clone());
    let (name, author) = match thing {
        Thing::Plan(id) => match plans::published(forum, &viewer, &[id]).await?.pop() {
            Some(plan) => (plan.title, plan.author),
            None => return Ok(None),
        },
        Thing::Comment(id) => match comments::subthread(forum, &viewer, id).await? {
            Some(found) if found.comment().state == comments::State::Shown => {
                let author = found.comment().author.clone();
                (format!("A comment on {}", found.plan.title), author)
            }
            _ => return Ok(None),
        },
        Thing::Listing(id) => match listings::find(forum, &viewer, id).await? {
            Some(opened) if opened.listing.state == listings::State::Published => {
                (opened.listing.title, opened.listing.maker)
            }
            _ => return Ok(None),
        },
        Thing::Round(id) => match funding::find(forum, &viewer, id, None).await? {
            Some(opened) if opened.round.state == funding::State::Published => {
                (opened.round.title, opened.round.funder)
            }
            _ => return Ok(None),
        },
        Thing::Account(id) => {
            let byline = accounts::byline(forum, id).await?;
            if byline.person.is_none() {
                return Ok(None);
            }
            (byline.name().to_owned(), byline)
        }
    };
    if author.id == member.id {
        return Ok(None);
    }
    Ok(Some(Flaggable {
        thing,
        name,
        author,
        has_flagged: has_flagged(forum, member, thing).await?,
    }))
}

async fn has_flagged(forum: &Forum, member: &Member, thing: Thing) -> Result<bool, Broken> {
    let open: Option<CaseId> = cases::Entity::find()
        .select_only()
        .column(cases::Column::Id)
        .filter(cases::Column::Kind.eq(thing.kind()))
        .filter(cases::Column::Subject.eq(thing.number()))
        .filter(cases::Column::State.eq(CaseState::Open))
        .into_tuple()
        .one(forum.read())
        .await?;
    let Some(case) = open else {
        return Ok(false);
    };
    let mine = flags::Entity::find()
        .filter(flags::Column::CaseId.eq(case))
        .filter(flags::Column::AccountId.eq(member.id))
        .one(forum.read())
        .await?;
    Ok(mine.is_some())
}
