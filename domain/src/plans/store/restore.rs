//! Bringing an old revision back as a new one.

use super::{
    Cause, Numbered, Revision, Saved, append, hold_own, prepare_head,
    publish::too_complex,
    revise::{check_licence, revised},
};
use crate::{
    accounts,
    broken::{Broken, acts},
    forum::{Forum, Write},
    ids::{PlanId, RevisionNumber},
    plans::{Content, Note, State},
    problems::Problems,
    rendering::RenderError,
    tables::{plans, revisions},
    tags::{self, gives},
    viewer::Member,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Why an old revision was not brought back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is no such revision of a plan of this member's.
    #[error("no such revision")]
    NotFound,
    /// The revision's text was erased.
    #[error("this revision was erased")]
    Erased,
    /// The plan says just that already.
    #[error("this revision says what the plan says now")]
    Unchanged,
    /// The revision breaks a rule that came after it.
    #[error("{0}")]
    Invalid(Problems),
    /// The plan is withdrawn: it has to be brought back first.
    #[error("this plan is withdrawn: bring it back first")]
    Withdrawn,
    /// The plan has a newer revision than the one that was looked at.
    #[error("the plan has been changed since: it is at revision {head}")]
    Stale {
        /// The plan's newest revision.
        head: RevisionNumber,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the founder's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(RestoreError);
gives!(RestoreError);

impl From<RenderError> for RestoreError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// Makes a new revision of one's own plan that says what an old one said. A second restoring of the
/// same revision from the same base is the first one.
///
/// # Errors
/// When there is nothing to bring back, or the plan was changed since `base`.
pub async fn restore(
    forum: &Forum,
    author: &Member,
    id: PlanId,
    number: RevisionNumber,
    base: RevisionNumber,
) -> Result<Saved, RestoreError> {
    let old = stored(forum, author, id, number).await?;
    let content = Content::check(&old.typed()).map_err(RestoreError::Invalid)?;
    let new = prepare_head(forum, id, content).await?;
    let write = forum.act(author).await?;
    tags::share(write.tx()).await?;
    let plan = hold_own(&write, author, id)
        .await?
        .ok_or(RestoreError::NotFound)?;
    if plan.state == State::Withdrawn {
        return Err(RestoreError::Withdrawn);
    }
    let head = head_of(&write, &plan).await?;
    if plan.head != base {
        if plan.head == base.next() && head.restored_from == Some(number) {
            return Ok(Saved {
                id,
                slug: plan.slug,
                revision: plan.head,
                respelled: Vec::new(),
            });
        }
        return Err(RestoreError::Stale { head: plan.head });
    }
    if Revision::from_row(head, old.author)?.typed() == new.content().typed() {
        return Err(RestoreError::Unchanged);
    }
    check_licence(&plan, new.content()).map_err(RestoreError::Invalid)?;
    tags::check_given(write.tx(), new.content().tags(), &plan.tags).await?;
    let note = Note::restored(number);
    let numbered = Numbered {
        plan: id,
        number: plan.head.next(),
        author: author.id,
        note: note.as_str(),
        cause: Cause::Restored(number),
    };
    let hash = new.hash();
    let saved = append(&write, &plan, &numbered, new).await?;
    write.record(revised(author, &saved, hash)).await?;
    Ok(saved)
}

async fn stored(
    forum: &Forum,
    author: &Member,
    id: PlanId,
    number: RevisionNumber,
) -> Result<Revision, RestoreError> {
    plans::Entity::find_by_id(id)
        .filter(plans::Column::AuthorId.eq(author.id))
        .one(forum.read())
        .await?
        .ok_or(RestoreError::NotFound)?;
    let row = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(id))
        .filter(revisions::Column::Number.eq(number))
        .one(forum.read())
        .await?
        .ok_or(RestoreError::NotFound)?;
    if row.erased_at.is_some() {
        return Err(RestoreError::Erased);
    }
    let byline = accounts::byline(forum, row.author_id).await?;
    Ok(Revision::from_row(row, byline)?)
}

async fn head_of(write: &Write, plan: &plans::Model) -> Result<revisions::Model, Broken> {
    revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan.id))
        .filter(revisions::Column::Number.eq(plan.head))
        .one(write.tx())
        .await?
        .ok_or_else(|| Broken::internal("a plan's head is not among its revisions"))
}
