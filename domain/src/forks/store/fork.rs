//! Making a plan from another's revision.

use crate::{
    accounts::{self, Posting, count_posting},
    broken::{Broken, acts},
    clock::Timestamp,
    forks::{Differs, Reason},
    forum::{Forum, Write},
    ids::{PlanId, RevisionNumber},
    limits::{self, Rate, Wait, limited},
    log::{Act, Kind, Subject},
    moderation::{self, Thing},
    once::{self, Claim},
    plans::{self, Cause, Content, Distance, Numbered, Saved, Stage, State, Typed, too_complex},
    problems::Problems,
    rendering::RenderError,
    tables::{plans as plan_rows, revisions},
    tags,
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::Expr,
};

/// How often one member may fork: trying out a few variants passes, copying a forum does not.
const FORKS: Rate = Rate::new(20, 3 * Timestamp::MINUTE);

/// What a fork is to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewFork {
    /// The parent's revision to copy; its newest without one.
    pub revision: Option<RevisionNumber>,
    /// Why: another city, a cheaper machine.
    pub reason: String,
    /// What will be done otherwise; may be empty.
    pub differs: String,
    /// Its title; the parent's without one.
    pub title: String,
    /// What it says in place of what the revision says: the text of a suggestion that was declined.
    pub instead: Option<Typed>,
}

/// Why a plan was not forked.
#[derive(Debug, thiserror::Error)]
pub enum ForkError {
    /// There is no such plan to be seen.
    #[error("no such plan")]
    NotFound,
    /// The plan has no such revision, or its text was erased.
    #[error("this plan has no such revision")]
    NoRevision,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The member forks too often.
    #[error("forked too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account is new and has posted enough for now.
    #[error(transparent)]
    Wait(Wait),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(ForkError);
limited!(ForkError);

impl From<RenderError> for ForkError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// Forks a published plan at one of its revisions; one's own may be forked too, to try a variant.
/// The fork is the member's from its first moment. It begins as a sketch that says what its parent
/// said, without tags that were retired since. The same `once` key by the same member is the same fork.
///
/// # Errors
/// When there is no such plan or revision, a rule is broken, or the member may not act.
pub async fn fork(
    forum: &Forum,
    author: &Member,
    parent: PlanId,
    typed: &NewFork,
    once: Option<&str>,
) -> Result<Saved, ForkError> {
    let once = once.map(|key| format!("fork {key}"));
    if let Some(key) = &once
        && let Some(id) = once::made(forum.read(), author.id, key).await?
    {
        return Ok(plans::saved_before(forum.read(), PlanId(id)).await?);
    }
    let copy = copy(forum, parent, typed).await?;
    let prepared = plans::prepare(forum, &copy.content).await?;
    let new = accounts::newcomer(forum, author.id).await?;
    let counted = count_posting(forum, author.id, new.as_ref(), Posting::Plan).await?;
    counted.map_err(ForkError::Wait)?;
    limits::take(forum, &format!("fork:account:{}", author.id), FORKS).await?;
    let write = forum.act(author).await?;
    tags::share(write.tx()).await?;
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), author.id, key, write.now()).await?
    {
        return Ok(plans::saved_before(write.tx(), PlanId(id)).await?);
    }
    let above = hold_parent(&write, parent).await?;
    let row = row(&write, author, &above, &copy)?;
    let saved = plans::found(&write, author.id, row, &copy.content).await?;
    set_lineage(&write, &above, saved.id).await?;
    let hash = prepared.hash();
    let numbered = Numbered {
        plan: saved.id,
        number: saved.revision,
        author: author.id,
        note: copy.reason.as_str(),
        cause: Cause::Written,
    };
    plans::insert_revision(&write, &numbered, &copy.content, prepared).await?;
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, saved.id.0).await?;
    }
    let act = Act::by(author.id, Kind::PlanForked, Subject::Plan(saved.id))
        .with("from", above.id.0)
        .with("from_revision", copy.revision.0)
        .with("revision", saved.revision.0)
        .with("content", hash);
    let act = match new {
        Some(_) => moderation::of_newcomer(forum, &write, Thing::Plan(saved.id), act).await?,
        None => act,
    };
    write.record(act).await?;
    Ok(saved)
}

/// What a fork begins with.
struct Copy {
    revision: RevisionNumber,
    reason: Reason,
    differs: Differs,
    content: Content,
    distance: Distance,
}

async fn copy(forum: &Forum, parent: PlanId, typed: &NewFork) -> Result<Copy, ForkError> {
    let plan = plan_rows::Entity::find_by_id(parent)
        .filter(plan_rows::Column::State.eq(State::Published))
        .one(forum.read())
        .await?
        .ok_or(ForkError::NotFound)?;
    let revision = typed.revision.unwrap_or(plan.head);
    let row = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(parent))
        .filter(revisions::Column::Number.eq(revision))
        .filter(revisions::Column::ErasedAt.is_null())
        .one(forum.read())
        .await?
        .ok_or(ForkError::NoRevision)?;
    let old = plans::stored_typed(row)?;
    let new = as_forked(&old, typed);
    let (reason, differs, content) = check(typed, &new).map_err(ForkError::Invalid)?;
    let content = tags::carried(forum.read(), content).await?;
    Ok(Copy {
        distance: measured(old, new).await?,
        revision,
        reason,
        differs,
        content,
    })
}

/// Tells everything that is wrong at once.
fn check(typed: &NewFork, says: &Typed) -> Result<(Reason, Differs, Content), Problems> {
    let mut problems = Problems::default();
    let reason = problems.take("reason", typed.reason.parse::<Reason>());
    let differs = problems.take("differs", typed.differs.parse::<Differs>());
    match (reason, differs, Content::check(says)) {
        (Some(reason), Some(differs), Ok(content)) => Ok((reason, differs, content)),
        (.., content) => {
            problems.0.extend(content.err().unwrap_or_default().0);
            Err(problems)
        }
    }
}

/// What the fork says first: what the revision says, under the same licence, as a sketch.
fn as_forked(old: &Typed, typed: &NewFork) -> Typed {
    let mut new = typed.instead.clone().unwrap_or_else(|| old.clone());
    if !typed.title.trim().is_empty() {
        new.title.clone_from(&typed.title);
    }
    new.stage = Stage::Sketch.to_string();
    new.licence.clone_from(&old.licence);
    new
}

async fn measured(old: Typed, new: Typed) -> Result<Distance, ForkError> {
    let measured = tokio::task::spawn_blocking(move || Distance::between(&old, &new));
    measured
        .await?
        .map_err(|_| ForkError::Invalid(too_complex()))
}

/// Counts a fork of a plan that is still to be seen, and holds the plan until this write ends: it
/// cannot be withdrawn in between.
async fn hold_parent(write: &Write, parent: PlanId) -> Result<plan_rows::Model, ForkError> {
    let plan = plans::hold(write, parent)
        .await?
        .filter(|plan| plan.state == State::Published)
        .ok_or(ForkError::NotFound)?;
    count_forks(write, parent, 1).await?;
    Ok(plan)
}

/// So many more forks of this plan are to be seen; fewer when negative.
pub(crate) async fn count_forks(write: &Write, parent: PlanId, more: i64) -> Result<(), Broken> {
    plan_rows::Entity::update_many()
        .col_expr(
            plan_rows::Column::Forks,
            Expr::col(plan_rows::Column::Forks).add(more),
        )
        .filter(plan_rows::Column::Id.eq(parent))
        .exec(write.tx())
        .await?;
    Ok(())
}

fn row(
    write: &Write,
    author: &Member,
    above: &plan_rows::Model,
    copy: &Copy,
) -> Result<plan_rows::ActiveModel, Broken> {
    let mut row = plans::plan_row(author.id, &copy.content, write.now())?;
    if copy.distance.untouched {
        row.hot = Set(0);
    }
    Ok(plan_rows::ActiveModel {
        fork_reason: Set(Some(copy.reason.as_str().into())),
        fork_differs: Set(copy.differs.as_str().map(Into::into)),
        forked_from_plan: Set(Some(above.id)),
        forked_from_revision: Set(Some(copy.revision)),
        pulled_revision: Set(Some(copy.revision)),
        family: Set(Some(above.family.unwrap_or(above.id))),
        generation: Set(above.generation + 1),
        moved_words: Set(copy.distance.words),
        moved_numbers: Set(copy.distance.numbers),
        untouched: Set(copy.distance.untouched),
        ..row
    })
}

/// The way to a fork names its own number, which is known once it has one.
async fn set_lineage(write: &Write, above: &plan_rows::Model, fork: PlanId) -> Result<(), Broken> {
    let placed = plan_rows::ActiveModel {
        id: Set(fork),
        lineage: Set(above.lineage.then(fork)),
        ..Default::default()
    };
    placed.update(write.tx()).await?;
    Ok(())
}
