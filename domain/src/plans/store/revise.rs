//! Revising a plan.

use super::{
    Cause, Numbered, Saved, append,
    differs::{SayError, say},
    hold_own, prepare_head,
    publish::{check, saved_before, too_complex},
    remove_draft,
};
use crate::{
    accounts::{self, Written, check_text},
    broken::{Broken, acts},
    forks::licence_refusal,
    forum::Forum,
    hash::Hash,
    ids::{DraftId, PlanId, RevisionNumber},
    log::{Act, Kind, Subject},
    once::{self, Claim},
    plans::{Content, Differences, Note, State, Typed, TypedDifference},
    problems::Problems,
    rendering::RenderError,
    tables::{plans, revisions},
    tags::{self, gives},
    viewer::Member,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Why a revision was not saved.
#[derive(Debug, thiserror::Error)]
pub enum ReviseError {
    /// There is no such plan for this member to revise.
    #[error("no such plan")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The plan is withdrawn: it has to be brought back first.
    #[error("this plan is withdrawn: bring it back first")]
    Withdrawn,
    /// The plan has a newer revision than the one that the edit started from.
    #[error("the plan has been changed since: it is at revision {head}")]
    Stale {
        /// The plan's newest revision.
        head: RevisionNumber,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(ReviseError);
gives!(ReviseError);

impl From<RenderError> for ReviseError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

impl From<SayError> for ReviseError {
    fn from(error: SayError) -> Self {
        match error {
            SayError::Invalid(problems) => Self::Invalid(problems),
            SayError::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// An edit of a plan: what it started from, what it says now, and why.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// The revision that the writer had in front of them.
    pub base: i32,
    /// The new content.
    pub typed: Typed,
    /// What was changed and why.
    pub note: String,
    /// How the plan differs from others, in place of what it said before; nothing leaves that as it
    /// is. A part of the edit and no act of its own: both are typed in one form, and a base that is
    /// stale for one is stale for the other.
    pub differs: Option<Vec<TypedDifference>>,
    /// The draft it was written in, which is gone once the edit is saved.
    pub draft: Option<DraftId>,
}

/// Saves a new revision of one's own plan. A save that started from an older revision than the
/// plan's newest is refused, and nothing is lost: the caller still has the edit.
///
/// # Errors
/// When a rule is broken, the plan is not the member's, or the edit is stale.
pub async fn revise(
    forum: &Forum,
    author: &Member,
    id: PlanId,
    edit: &Edit,
    once: Option<&str>,
) -> Result<Saved, ReviseError> {
    let (content, note, differs) = check_edit(edit)?;
    let before = tags_of(forum, id).await?;
    let (content, respelled) = tags::settle(forum.read(), content, &before).await?;
    check_new(forum, author, id, &content).await?;
    let head = prepare_head(forum, id, content).await?;
    let write = forum.act(author).await?;
    tags::share(write.tx()).await?;
    let plan = hold_own(&write, author, id)
        .await?
        .ok_or(ReviseError::NotFound)?;
    let once = once.map(|key| format!("revise {id} {key}"));
    if let Some(key) = &once
        && let Claim::Made(_) = once::claim(write.tx(), author.id, key, write.now()).await?
    {
        return Ok(saved_before(write.tx(), id).await?);
    }
    if plan.state == State::Withdrawn {
        return Err(ReviseError::Withdrawn);
    }
    if plan.head.0 != edit.base {
        return Err(ReviseError::Stale { head: plan.head });
    }
    check_licence(&plan, head.content()).map_err(ReviseError::Invalid)?;
    tags::check_given(write.tx(), head.content().tags(), &plan.tags).await?;
    let numbered = Numbered {
        plan: id,
        number: plan.head.next(),
        author: author.id,
        note: note.as_str(),
        cause: Cause::Written,
    };
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, id.0).await?;
    }
    if let Some(draft) = edit.draft {
        remove_draft(&write, author, draft).await?;
    }
    let hash = head.hash();
    let saved = append(&write, &plan, &numbered, head).await?;
    let mut act = revised(author, &saved, hash);
    if let Some(differs) = differs {
        act = say(&write, forum, id, &differs).await?.told_by(act);
    }
    write.record(act).await?;
    Ok(saved.after(respelled))
}

/// Refuses more links and mentions than a new account may add to what its plan says.
async fn check_new(
    forum: &Forum,
    author: &Member,
    id: PlanId,
    content: &Content,
) -> Result<(), ReviseError> {
    let Some(new) = accounts::newcomer(forum, author.id).await? else {
        return Ok(());
    };
    let before: Option<String> = revisions::Entity::find()
        .select_only()
        .column(revisions::Column::Body)
        .filter(revisions::Column::PlanId.eq(id))
        .order_by_desc(revisions::Column::Number)
        .into_tuple()
        .one(forum.read())
        .await?;
    let before = before.unwrap_or_default();
    let (new, place) = (Some(&new), (Written::Plan, "body"));
    let problems = check_text(forum, new, place, content.body(), &before).await?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(ReviseError::Invalid(problems))
}

/// The tags that a plan has, parted by spaces.
async fn tags_of(forum: &Forum, id: PlanId) -> Result<String, ReviseError> {
    let tags: Option<String> = plans::Entity::find_by_id(id)
        .select_only()
        .column(plans::Column::Tags)
        .into_tuple()
        .one(forum.read())
        .await?;
    Ok(tags.unwrap_or_default())
}

/// That a plan got a new revision of its author's.
pub(crate) fn revised(author: &Member, saved: &Saved, hash: Hash) -> Act {
    Act::by(author.id, Kind::PlanRevised, Subject::Plan(saved.id))
        .with("revision", saved.revision.0)
        .with("content", hash)
}

/// A copy, be it a fork or brought from another forum, carries on the licence that it was made under.
pub(super) fn check_licence(plan: &plans::Model, content: &Content) -> Result<(), Problems> {
    let is_copy = plan.forked_from_plan.is_some() || plan.origin.is_some();
    let refusal = is_copy
        .then(|| licence_refusal(plan.licence, content.licence()))
        .flatten();
    refusal.map_or(Ok(()), |why| Err(Problems::one("licence", why)))
}

fn check_edit(edit: &Edit) -> Result<(Content, Note, Option<Differences>), ReviseError> {
    let content = Content::check(&edit.typed);
    let checked = check(content, edit.differs.as_deref().unwrap_or_default());
    let note = edit.note.parse::<Note>();
    match (checked, note) {
        (Ok((content, differs)), Ok(note)) => {
            Ok((content, note, edit.differs.is_some().then_some(differs)))
        }
        (checked, note) => {
            let mut problems = checked.err().unwrap_or_default();
            problems.take("note", note);
            Err(ReviseError::Invalid(problems))
        }
    }
}
