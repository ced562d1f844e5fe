//! A plan's newest revision: making it ready, and putting it in the place of the one before.

use super::{
    Numbered, Prepared, Saved, prepare, publish::figures_column, read::typed_in, retag,
    revision_row, tagging::meant,
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{PlanId, RevisionNumber},
    plans::{Content, Distance, Typed, hot, slug},
    rendering::RenderError,
    tables::{plans, revisions},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect};

/// A content about to become a plan's newest revision: everything that takes long has been done.
pub(crate) struct Head {
    content: Content,
    prepared: Prepared,
    /// How far a fork is then from the revision it is measured from.
    distance: Option<Distance>,
}

impl Head {
    /// What it says.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// The content's hash, for the log.
    pub(crate) fn hash(&self) -> Hash {
        self.prepared.hash()
    }
}

/// Makes a content ready to become this plan's newest revision.
pub(crate) async fn prepare_head(
    forum: &Forum,
    plan: PlanId,
    content: Content,
) -> Result<Head, RenderError> {
    let base = base_of(forum.read(), plan).await?;
    prepare_head_from(forum, base, content).await
}

/// As [`prepare_head`], of a fork that is measured from this content.
pub(crate) async fn prepare_head_from(
    forum: &Forum,
    base: Option<Typed>,
    content: Content,
) -> Result<Head, RenderError> {
    let prepared = prepare(forum, &content).await?;
    let distance = match base {
        Some(base) => Some(measure(base, content.typed()).await?),
        None => None,
    };
    Ok(Head {
        content,
        prepared,
        distance,
    })
}

async fn measure(from: Typed, to: Typed) -> Result<Distance, RenderError> {
    let measured = tokio::task::spawn_blocking(move || Distance::between(&from, &to));
    measured.await?.map_err(RenderError::TooComplex)
}

/// What a fork is measured from and merged over: the parent's revision of which it has taken over,
/// or left, everything. Nothing for a plan that is no fork, and when that text was erased.
async fn base_of(db: &impl ConnectionTrait, fork: PlanId) -> Result<Option<Typed>, Broken> {
    let measured_from: Option<(Option<PlanId>, Option<RevisionNumber>)> =
        plans::Entity::find_by_id(fork)
            .select_only()
            .columns([plans::Column::ForkedFromPlan, plans::Column::PulledRevision])
            .into_tuple()
            .one(db)
            .await?;
    let Some((Some(parent), Some(number))) = measured_from else {
        return Ok(None);
    };
    typed_in(db, parent, number).await
}

/// Makes a new head of a plan that this transaction holds. What is recorded of it is the caller's.
pub(crate) async fn append(
    write: &Write,
    plan: &plans::Model,
    numbered: &Numbered<'_>,
    head: Head,
) -> Result<Saved, Broken> {
    let Head {
        content,
        prepared,
        distance,
    } = head;
    insert_revision(write, numbered, &content, prepared).await?;
    let (tags, respelled) = meant(write.tx(), &content).await?;
    retag(write.tx(), plan.id, &plan.tags, &tags).await?;
    let saved = Saved {
        id: plan.id,
        slug: slug(content.title()),
        revision: numbered.number,
        respelled,
    };
    show(write, plan, &saved, (&content, tags), distance).await?;
    Ok(saved)
}

pub(crate) async fn insert_revision(
    write: &Write,
    numbered: &Numbered<'_>,
    content: &Content,
    prepared: Prepared,
) -> Result<(), Broken> {
    let row = revision_row(numbered, content, prepared, write.now());
    revisions::Entity::insert(row)
        .exec_without_returning(write.tx())
        .await?;
    Ok(())
}

/// Brings what lists show of the plan in step with its new head.
async fn show(
    write: &Write,
    plan: &plans::Model,
    saved: &Saved,
    (content, tags): (&Content, String),
    distance: Option<Distance>,
) -> Result<(), Broken> {
    let mut shown = plans::ActiveModel {
        id: Set(plan.id),
        slug: Set(saved.slug.clone()),
        title: Set(content.title().into()),
        pitch: Set(content.pitch().into()),
        stage: Set(content.stage()),
        licence: Set(content.licence()),
        tags: Set(tags),
        head: Set(saved.revision),
        changed_at: Set(write.now()),
        // Whoever made it a moderator's says so after that.
        edited: Set(None),
        figures: Set(figures_column(content)?),
        ..Default::default()
    };
    if let Some(distance) = distance {
        shown.moved_words = Set(distance.words);
        shown.moved_numbers = Set(distance.numbers);
        shown.untouched = Set(distance.untouched);
        shown.hot = Set(hot_of(plan, plan.votes, distance.untouched));
    }
    shown.update(write.tx()).await?;
    Ok(())
}

/// A plan's place among the hot. A fork in which nothing was changed yet has the last one.
pub(crate) fn hot_of(plan: &plans::Model, votes: i64, untouched: bool) -> i64 {
    if untouched {
        return 0;
    }
    hot(votes, plan.created_at)
}
