//! Changing what a plan is called and under which tags it stands: a new revision of its author's plan, which says
//! that a moderator made it and why.

use super::{
    Decision, ModerateError, refused,
    target::{Stored, Target},
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{MeasureId, PlanId, RevisionNumber},
    log::Act,
    moderation::{Deed, Refusal, Thing},
    plans::{self, Cause, Content, Head, Numbered, Typed},
    problems::Problems,
    rendering::RenderError,
    tables::{measures, plans as plan_rows},
    tags,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// A revision that is ready to be saved, and the one that it was made from.
pub(super) struct Edit {
    base: RevisionNumber,
    head: Head,
}

/// What a moderator typed over the title and the tags of a plan.
pub(super) async fn prepare(
    forum: &Forum,
    thing: Thing,
    typed: &Decision,
) -> Result<Edit, ModerateError> {
    let Thing::Plan(plan) = thing else {
        return Err(refused(Refusal::Unfit));
    };
    let (row, newest) = newest(forum, plan).await?;
    if typed.base != row.head.0 {
        return Err(refused(Refusal::Changed));
    }
    let title = typed.title.as_deref().unwrap_or(&newest.title).trim();
    let tags = typed.tags.as_ref().unwrap_or(&newest.tags);
    if title == newest.title && *tags == newest.tags {
        return Err(invalid("title", "and tags are what they were"));
    }
    let edited = Typed {
        title: title.into(),
        tags: tags.clone(),
        ..newest
    };
    let content = Content::check(&edited).map_err(ModerateError::Invalid)?;
    let (content, _) = tags::settle(forum.read(), content, &row.tags).await?;
    ready(forum, &row, content).await
}

/// What undoes the edit of a measure: the title and the tags from before. Nothing when the measure is no edit, or
/// the plan has been changed since.
pub(super) async fn prepare_undo(
    forum: &Forum,
    measure: &measures::Model,
) -> Result<Option<Edit>, ModerateError> {
    let (Deed::Edited, Thing::Plan(plan)) =
        (measure.deed, Thing::of(measure.kind, measure.subject))
    else {
        return Ok(None);
    };
    let (row, newest) = newest(forum, plan).await?;
    if row.edited != Some(measure.id) || row.head == RevisionNumber::FIRST {
        return Ok(None);
    }
    let before = RevisionNumber(row.head.0 - 1);
    let Some(before) = plans::typed_in(forum.read(), plan, before).await? else {
        return Ok(None);
    };
    let edited = Typed {
        title: before.title,
        tags: before.tags,
        ..newest
    };
    let content = Content::check(&edited).map_err(ModerateError::Invalid)?;
    ready(forum, &row, content).await.map(Some)
}

async fn newest(forum: &Forum, plan: PlanId) -> Result<(plan_rows::Model, Typed), ModerateError> {
    let row = plan_rows::Entity::find_by_id(plan)
        .one(forum.read())
        .await?
        .ok_or(ModerateError::NotFound)?;
    let typed = plans::typed_in(forum.read(), plan, row.head).await?;
    let typed = typed.ok_or_else(|| refused(Refusal::Gone))?;
    Ok((row, typed))
}

async fn ready(
    forum: &Forum,
    row: &plan_rows::Model,
    content: Content,
) -> Result<Edit, ModerateError> {
    let head = plans::prepare_head(forum, row.id, content).await;
    let head = head.map_err(|error| match error {
        RenderError::TooComplex(_) => invalid("title", "makes the plan too complex to be shown"),
        RenderError::Broken(broken) => ModerateError::Broken(broken),
    })?;
    Ok(Edit {
        base: row.head,
        head,
    })
}

fn invalid(field: &'static str, words: &str) -> ModerateError {
    ModerateError::Invalid(Problems::one(field, words))
}

/// A revision that a measure made.
pub(super) struct Saved {
    revision: RevisionNumber,
    content: Hash,
}

impl Saved {
    /// Names it in an entry of the log.
    pub(super) fn told_in(&self, act: Act) -> Act {
        act.with("revision", self.revision.0)
            .with("content", self.content)
    }
}

impl Edit {
    /// Whether the plan, which this write holds, still is as it was when this was made ready.
    pub(super) fn check_base(&self, target: &Target) -> Result<(), ModerateError> {
        match &target.stored {
            Stored::Plan(row) if row.head == self.base => Ok(()),
            _ => Err(refused(Refusal::Changed)),
        }
    }

    /// As that, and all its tags may be given to plans.
    pub(super) async fn check(&self, write: &Write, target: &Target) -> Result<(), ModerateError> {
        self.check_base(target)?;
        if let Stored::Plan(row) = &target.stored {
            tags::check_given(write.tx(), self.head.content().tags(), &row.tags).await?;
        }
        Ok(())
    }

    /// Makes it the plan's newest revision, by a measure that stands as long as it is the newest.
    pub(super) async fn save(
        self,
        write: &Write,
        target: &Target,
        measure: MeasureId,
    ) -> Result<Saved, Broken> {
        let saved = self.give_back(write, target, measure).await?;
        if let Thing::Plan(plan) = target.thing {
            let marked = plan_rows::ActiveModel {
                id: Set(plan),
                edited: Set(Some(measure)),
                ..Default::default()
            };
            marked.update(write.tx()).await?;
        }
        Ok(saved)
    }

    /// Makes it the plan's newest revision, by a measure that undoes another.
    pub(super) async fn give_back(
        self,
        write: &Write,
        target: &Target,
        measure: MeasureId,
    ) -> Result<Saved, Broken> {
        let Stored::Plan(row) = &target.stored else {
            return Err(Broken::internal("only plans are edited"));
        };
        let numbered = Numbered {
            plan: row.id,
            number: self.base.next(),
            // It stays the author's: whose edit it was is looked up by the measure, so that it can be erased.
            author: row.author_id,
            note: "Changed by a moderator",
            cause: Cause::Moderated(measure),
        };
        let content = self.head.hash();
        let saved = plans::append(write, row, &numbered, self.head).await?;
        Ok(Saved {
            revision: saved.revision,
            content,
        })
    }
}
