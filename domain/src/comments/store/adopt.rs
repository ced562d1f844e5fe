//! A founder takes over the numbers of a reader's comment.

use super::{judge::set_favorite, stored_forecast};
use crate::{
    accounts,
    broken::{Broken, acts},
    comments::State,
    forum::Forum,
    ids::{CommentId, RevisionNumber},
    plans::{self, Cause, Content, Note, Numbered, Saved, Typed},
    problems::Problems,
    rendering::RenderError,
    tables::{comments, plans as plan_rows},
    tags::{self, gives},
    viewer::Member,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Why a comment's numbers were not taken over.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// There is no such comment with numbers on a plan of this member's.
    #[error("no such comment")]
    NotFound,
    /// It led to a revision already.
    #[error("these numbers were taken over before, as revision {0}")]
    Adopted(RevisionNumber),
    /// The plan counts otherwise by now than when the comment was written.
    #[error("the plan's numbers have been changed since revision {0}, of which this comment is")]
    Stale(RevisionNumber),
    /// The plan breaks a rule that came after its newest revision.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the founder's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(AdoptError);
gives!(AdoptError);

impl From<RenderError> for AdoptError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(plans::too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// Makes a new revision of one's own plan with the numbers of a comment, credits its writer in the note, and lifts the
/// comment up as what led to it: all in one step.
///
/// # Errors
/// When there is nothing to take over, or the plan's numbers were changed since the comment was written.
pub async fn adopt(forum: &Forum, founder: &Member, id: CommentId) -> Result<Saved, AdoptError> {
    let (row, plan, says) = adoptable(forum.read(), founder, id).await?;
    let forecast = stored_forecast(&row)?.ok_or(AdoptError::NotFound)?;
    let seen = plan.head;
    let typed = Typed {
        numbers: Some(forecast.numbers),
        ..says
    };
    let content = Content::check(&typed).map_err(AdoptError::Invalid)?;
    let head = plans::prepare_head(forum, plan.id, content).await?;
    let writer = accounts::byline(forum, row.author_id).await?;
    let note = match &writer.person {
        Some(person) => Note::numbers_by(&format!("@{}", person.handle)),
        None => Note::numbers_by("a former member"),
    };
    let write = forum.act(founder).await?;
    tags::share(write.tx()).await?;
    plans::hold_own(&write, founder, plan.id)
        .await?
        .ok_or(AdoptError::NotFound)?;
    let (row, plan, _) = adoptable(write.tx(), founder, id).await?;
    if plan.head != seen {
        return Err(AdoptError::Stale(row.revision));
    }
    tags::check_given(write.tx(), head.content().tags(), &plan.tags).await?;
    let numbered = Numbered {
        plan: plan.id,
        number: plan.head.next(),
        author: founder.id,
        note: note.as_str(),
        cause: Cause::Written,
    };
    let hash = head.hash();
    let saved = plans::append(&write, &plan, &numbered, head).await?;
    let lifted = comments::ActiveModel {
        favorite_by: Set(Some(founder.id)),
        favorite_at: Set(Some(write.now())),
        favorite_revision: Set(Some(saved.revision)),
        ..Default::default()
    };
    if !set_favorite(&write, id, lifted).await? {
        return Err(AdoptError::NotFound);
    }
    let act = plans::revised(founder, &saved, hash).with("numbers_of", id.0);
    write.record(act).await?;
    Ok(saved)
}

/// The comment, the plan and what that says, when the comment's numbers can be taken over as things stand.
async fn adoptable(
    db: &impl ConnectionTrait,
    founder: &Member,
    id: CommentId,
) -> Result<(comments::Model, plan_rows::Model, Typed), AdoptError> {
    let row = comments::Entity::find_by_id(id)
        .filter(comments::Column::State.eq(State::Shown))
        .filter(comments::Column::Forecast.is_not_null())
        // Of another plan's numbers, which was merged into this one, there is nothing to take over here.
        .filter(comments::Column::FromPlan.is_null())
        .one(db)
        .await?
        .ok_or(AdoptError::NotFound)?;
    let plan = plan_rows::Entity::find_by_id(row.plan_id)
        .filter(plan_rows::Column::AuthorId.eq(founder.id))
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .one(db)
        .await?
        .ok_or(AdoptError::NotFound)?;
    if let Some(revision) = row.favorite_revision {
        return Err(AdoptError::Adopted(revision));
    }
    let then = plans::typed_in(db, plan.id, row.revision).await?;
    let now = plans::typed_in(db, plan.id, plan.head).await?;
    let (Some(then), Some(now)) = (then, now) else {
        return Err(AdoptError::NotFound);
    };
    if now.numbers != then.numbers {
        return Err(AdoptError::Stale(row.revision));
    }
    Ok((row, plan, now))
}
