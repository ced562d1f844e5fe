//! Taking over what a fork's parent has changed since.

use crate::{
    broken::{Broken, acts},
    forks::may_flow,
    forum::{Forum, Write},
    ids::{PlanId, RevisionNumber},
    log::{Act, Kind, Subject},
    merge::{self, ApplyError, Choice, Part, PartKey},
    once::{self, Claim},
    plans::{
        self, Cause, Content, Distance, Head, Licence, Numbered, Plan, RevisionSummary, Saved,
        State, Typed, too_complex,
    },
    problems::Problems,
    rendering::RenderError,
    tables::plans as plan_rows,
    tags::{self, gives},
    viewer::{Member, Viewer},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// How many of the parent's newer revisions are told.
const MOST_NEWER: u64 = 50;

/// What a fork's parent has changed since the fork last took it over.
#[derive(Clone, Debug, PartialEq)]
pub struct Upstream {
    /// The parent.
    pub parent: Plan,
    /// The parent's revision up to which everything was taken over, or left.
    pub pulled: RevisionNumber,
    /// The parent's newer revisions, the newest first; of very many the newest.
    pub newer: Vec<RevisionSummary>,
    /// What they changed, part by part. Empty when none of it concerns the fork any more.
    pub parts: Vec<Part>,
    /// Why nothing of it may be taken over, if that is so.
    pub refusal: Option<String>,
}

/// What the parent of a fork has changed since. Nothing of a plan that is no fork, of a parent that
/// is not to be read by this viewer, and when a text that is needed was erased.
///
/// # Errors
/// When the database fails.
pub async fn upstream(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
) -> Result<Option<Upstream>, Broken> {
    let Some(fork) = plan.fork.as_ref().filter(|_| plan.readable_by(viewer)) else {
        return Ok(None);
    };
    let parent = plans::find(forum, viewer, fork.from).await?;
    let Some(parent) = parent.filter(|parent| parent.readable_by(viewer)) else {
        return Ok(None);
    };
    let newer = plans::history(forum, viewer, &parent, None, MOST_NEWER).await?;
    let newer = newer
        .items
        .into_iter()
        .filter(|revision| revision.number > fork.pulled)
        .collect();
    let states = tokio::try_join!(
        plans::typed_in(forum.read(), parent.id, fork.pulled),
        plans::typed_in(forum.read(), plan.id, plan.head),
        plans::typed_in(forum.read(), parent.id, parent.head),
    )?;
    let (Some(base), Some(ours), Some(theirs)) = states else {
        return Ok(None);
    };
    let refusal = refusal(parent.licence, plan.licence);
    let parts = tokio::task::spawn_blocking(move || merge::parts(&base, &ours, &theirs))
        .await?
        .map_err(|error| Broken::internal(error.to_string()))?;
    Ok(Some(Upstream {
        pulled: fork.pulled,
        parent,
        newer,
        parts: parts.into_iter().filter(Part::is_open).collect(),
        refusal,
    }))
}

fn refusal(from: Licence, into: Licence) -> Option<String> {
    (!may_flow(from, into)).then(|| {
        format!(
            "The parent is now under {}, which asks more of copies than this fork’s {} does: nothing of \
             its newer text may be taken over.",
            from.name(),
            into.name()
        )
    })
}

/// What is taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pull {
    /// The fork's revision that was looked at while choosing …
    pub seen: i32,
    /// … and the parent's.
    pub upstream: i32,
    /// The parts that are taken over, each in its way. All others are left, and are not offered
    /// again until the parent changes them once more.
    pub choices: Vec<(PartKey, Choice)>,
}

/// Why nothing was taken over.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// There is no such fork of this member's, or its parent is not to be read.
    #[error("no such fork")]
    NotFound,
    /// The parent has nothing newer.
    #[error("there is nothing newer to take over")]
    Nothing,
    /// Something chosen breaks a rule; of the part `section:risks` the field has that name.
    #[error("{0}")]
    Invalid(Problems),
    /// The fork is withdrawn: it has to be brought back first.
    #[error("this plan is withdrawn: bring it back first")]
    Withdrawn,
    /// The fork or its parent has a newer revision than the one that was looked at.
    #[error("the plan or its parent has been changed since")]
    Stale,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the founder's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(PullError);
gives!(PullError);

/// Takes over the chosen parts of what the parent has changed, as one new revision of the fork; with
/// nothing chosen, notes that it was left. Answers where the fork stands. The same `once` key by the
/// same member is the same pull.
///
/// # Errors
/// When there is nothing to take over, a choice does not fit, or one of the plans was changed since.
pub async fn pull(
    forum: &Forum,
    founder: &Member,
    fork: PlanId,
    typed: &Pull,
    once: Option<&str>,
) -> Result<Saved, PullError> {
    let once = once.map(|key| format!("pull {fork} {key}"));
    if let Some(key) = &once
        && once::made(forum.read(), founder.id, key).await?.is_some()
    {
        return Ok(plans::saved_before(forum.read(), fork).await?);
    }
    let pulling = Pulling::read(forum, founder, fork, typed).await?;
    let head = pulling.merged(forum, typed).await?;
    let write = forum.act(founder).await?;
    tags::share(write.tx()).await?;
    if let Some(key) = &once
        && let Claim::Made(_) = once::claim(write.tx(), founder.id, key, write.now()).await?
    {
        return Ok(plans::saved_before(write.tx(), fork).await?);
    }
    let (plan, parent) = pulling.held(&write, founder, typed).await?;
    if let Some(head) = &head {
        tags::check_given(write.tx(), head.content().tags(), &plan.tags).await?;
    }
    let content = head.as_ref().map(Head::hash);
    let (saved, distance) = match head {
        Some(head) => (pulling.append(&write, founder, &plan, head).await?, None),
        None => (
            plans::saved_before(write.tx(), fork).await?,
            Some(pulling.left().await?),
        ),
    };
    note_pulled(&write, fork, parent.head, distance).await?;
    if let Some(key) = &once {
        once::keep(write.tx(), founder.id, key, fork.0).await?;
    }
    let act = Act::by(founder.id, Kind::PlanPulled, Subject::Plan(fork))
        .with("from", parent.id.0)
        .with("from_revision", parent.head.0);
    let act = match content {
        Some(content) => act
            .with("revision", saved.revision.0)
            .with("content", content),
        None => act,
    };
    write.record(act).await?;
    Ok(saved)
}

/// A pull under way: the two plans as they were looked at, and the texts.
struct Pulling {
    plan: plan_rows::Model,
    parent: plan_rows::Model,
    base: Typed,
    ours: Typed,
    theirs: Typed,
}

impl Pulling {
    async fn read(
        forum: &Forum,
        founder: &Member,
        fork: PlanId,
        typed: &Pull,
    ) -> Result<Self, PullError> {
        let plan = plan_rows::Entity::find_by_id(fork)
            .filter(plan_rows::Column::AuthorId.eq(founder.id))
            .one(forum.read())
            .await?
            .ok_or(PullError::NotFound)?;
        let (Some(from), Some(pulled)) = (plan.forked_from_plan, plan.pulled_revision) else {
            return Err(PullError::NotFound);
        };
        let parent = plan_rows::Entity::find_by_id(from)
            .filter(plan_rows::Column::State.eq(State::Published))
            .one(forum.read())
            .await?
            .ok_or(PullError::NotFound)?;
        if let Some(why) = refusal(parent.licence, plan.licence) {
            return Err(PullError::Invalid(Problems::one("parts", why)));
        }
        if plan.head.0 != typed.seen || parent.head.0 != typed.upstream {
            return Err(PullError::Stale);
        }
        if parent.head <= pulled {
            return Err(PullError::Nothing);
        }
        let states = tokio::try_join!(
            plans::typed_in(forum.read(), parent.id, pulled),
            plans::typed_in(forum.read(), plan.id, plan.head),
            plans::typed_in(forum.read(), parent.id, parent.head),
        )?;
        let (Some(base), Some(ours), Some(theirs)) = states else {
            return Err(PullError::NotFound);
        };
        Ok(Self {
            plan,
            parent,
            base,
            ours,
            theirs,
        })
    }

    /// What the fork says with the chosen parts, ready to be stored; nothing when that is what it
    /// says already.
    async fn merged(&self, forum: &Forum, typed: &Pull) -> Result<Option<Head>, PullError> {
        let (base, ours, theirs) = (self.base.clone(), self.ours.clone(), self.theirs.clone());
        let choices = typed.choices.clone();
        let applied =
            tokio::task::spawn_blocking(move || merge::apply(&base, &ours, &theirs, &choices));
        let result = applied.await?.map_err(|error| not_applied(&error))?;
        if result == self.ours {
            return Ok(None);
        }
        let content = Content::check(&result).map_err(PullError::Invalid)?;
        // From now on it is measured from what the parent says now.
        let base = Some(self.theirs.clone());
        match plans::prepare_head_from(forum, base, content).await {
            Ok(head) => Ok(Some(head)),
            Err(RenderError::TooComplex(_)) => Err(PullError::Invalid(too_complex())),
            Err(RenderError::Broken(broken)) => Err(broken.into()),
        }
    }

    /// Both plans, held in the order of their numbers, which is that of the tree, and still as they
    /// were looked at.
    async fn held(
        &self,
        write: &Write,
        founder: &Member,
        typed: &Pull,
    ) -> Result<(plan_rows::Model, plan_rows::Model), PullError> {
        let parent = plans::hold(write, self.parent.id)
            .await?
            .filter(|parent| parent.state == State::Published)
            .ok_or(PullError::NotFound)?;
        let plan = plans::hold_own(write, founder, self.plan.id)
            .await?
            .ok_or(PullError::NotFound)?;
        if plan.state == State::Withdrawn {
            return Err(PullError::Withdrawn);
        }
        if plan.head.0 != typed.seen || parent.head.0 != typed.upstream {
            return Err(PullError::Stale);
        }
        Ok((plan, parent))
    }

    async fn append(
        &self,
        write: &Write,
        founder: &Member,
        plan: &plan_rows::Model,
        head: Head,
    ) -> Result<Saved, Broken> {
        let note = format!("Taken over from the parent’s revision {}", self.parent.head);
        let numbered = Numbered {
            plan: plan.id,
            number: plan.head.next(),
            author: founder.id,
            note: &note,
            cause: Cause::Pulled(self.parent.head),
        };
        plans::append(write, plan, &numbered, head).await
    }

    /// How far the fork is from the parent when nothing of it is taken over.
    async fn left(&self) -> Result<Distance, PullError> {
        let (theirs, ours) = (self.theirs.clone(), self.ours.clone());
        tokio::task::spawn_blocking(move || Distance::between(&theirs, &ours))
            .await?
            .map_err(|_| PullError::Invalid(too_complex()))
    }
}

fn not_applied(error: &ApplyError) -> PullError {
    let field = error
        .part()
        .map_or_else(|| "parts".to_owned(), ToString::to_string);
    PullError::Invalid(Problems::one(field, error.to_string()))
}

async fn note_pulled(
    write: &Write,
    fork: PlanId,
    pulled: RevisionNumber,
    distance: Option<Distance>,
) -> Result<(), Broken> {
    let mut noted = plan_rows::ActiveModel {
        id: Set(fork),
        pulled_revision: Set(Some(pulled)),
        ..Default::default()
    };
    if let Some(distance) = distance {
        noted.moved_words = Set(distance.words);
        noted.moved_numbers = Set(distance.numbers);
        noted.untouched = Set(distance.untouched);
    }
    noted.update(write.tx()).await?;
    Ok(())
}
