//! Publishing a plan and revising it.

use super::{
    Figures, Numbered, Prepared, hold_own, join_tags, prepare, remove_draft, retag, revision_row,
    tagging::count_plans,
};
use crate::{
    broken::{Broken, acts},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{AccountId, DraftId, PlanId, RevisionNumber},
    log::{Act, Kind, Subject},
    once::{self, Claim},
    plans::{Content, Note, State, Typed, hot, slug},
    problems::Problems,
    rendering::RenderError,
    tables::{plans, revisions},
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, EntityTrait};

/// What an act on a plan made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The plan.
    pub id: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// Its newest revision.
    pub revision: RevisionNumber,
}

/// Why a plan was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

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

acts!(PublishError, ReviseError);

impl From<RenderError> for PublishError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

impl From<RenderError> for ReviseError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

pub(super) fn too_complex() -> Problems {
    Problems::one(
        "body",
        "cannot be shown: its tables or footnotes grow far beyond its own length",
    )
}

/// Publishes a plan. The same `once` key by the same member is the same plan.
///
/// # Errors
/// When a rule is broken or the member may not act.
pub async fn publish(
    forum: &Forum,
    author: &Member,
    typed: &Typed,
    once: Option<&str>,
) -> Result<Saved, PublishError> {
    publish_draft(forum, author, typed, None, once).await
}

/// As [`publish`], and the draft that it was written in is gone in the same moment.
///
/// # Errors
/// When a rule is broken or the member may not act.
pub async fn publish_draft(
    forum: &Forum,
    author: &Member,
    typed: &Typed,
    draft: Option<DraftId>,
    once: Option<&str>,
) -> Result<Saved, PublishError> {
    let content = Content::check(typed).map_err(PublishError::Invalid)?;
    let prepared = prepare(forum, &content).await?;
    let write = forum.act(author).await?;
    let once = once.map(|key| format!("publish {key}"));
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), author.id, key, write.now()).await?
    {
        return Ok(saved_before(write.tx(), PlanId(id)).await?);
    }
    let plan = plan_row(author.id, &content, write.now())?
        .insert(write.tx())
        .await?;
    let saved = Saved {
        id: plan.id,
        slug: plan.slug,
        revision: RevisionNumber::FIRST,
    };
    let (hash, note) = (prepared.hash, Note::first());
    let numbered = Numbered {
        plan: saved.id,
        number: saved.revision,
        author: author.id,
        note: note.as_str(),
        restored_from: None,
    };
    insert_revision(&write, &numbered, &content, prepared).await?;
    retag(write.tx(), saved.id, "", &join_tags(&content)).await?;
    count_plans(write.tx(), author.id, 1).await?;
    if let Some(draft) = draft {
        remove_draft(&write, author, draft).await?;
    }
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, saved.id.0).await?;
    }
    let act = Act::by(author.id, Kind::PlanPublished, Subject::Plan(saved.id))
        .with("revision", saved.revision.0)
        .with("content", hash);
    write.record(act).await?;
    Ok(saved)
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
    let (content, note) = check_edit(edit)?;
    let prepared = prepare(forum, &content).await?;
    let write = forum.act(author).await?;
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
    let numbered = Numbered {
        plan: id,
        number: plan.head.next(),
        author: author.id,
        note: note.as_str(),
        restored_from: None,
    };
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, id.0).await?;
    }
    if let Some(draft) = edit.draft {
        remove_draft(&write, author, draft).await?;
    }
    Ok(append_revision(write, plan, &numbered, &content, prepared).await?)
}

fn check_edit(edit: &Edit) -> Result<(Content, Note), ReviseError> {
    let content = Content::check(&edit.typed);
    let note = edit.note.parse::<Note>();
    match (content, note) {
        (Ok(content), Ok(note)) => Ok((content, note)),
        (content, note) => {
            let mut problems = content.err().unwrap_or_default();
            problems.take("note", note);
            Err(ReviseError::Invalid(problems))
        }
    }
}

/// Makes a new head of a plan that this transaction holds, and records it.
pub(super) async fn append_revision(
    write: Write,
    plan: plans::Model,
    numbered: &Numbered<'_>,
    content: &Content,
    prepared: Prepared,
) -> Result<Saved, Broken> {
    let hash = prepared.hash;
    insert_revision(&write, numbered, content, prepared).await?;
    retag(write.tx(), plan.id, &plan.tags, &join_tags(content)).await?;
    let saved = Saved {
        id: plan.id,
        slug: slug(content.title()),
        revision: numbered.number,
    };
    show_head(&write, plan, numbered.number, content).await?;
    let act = Act::by(numbered.author, Kind::PlanRevised, Subject::Plan(saved.id))
        .with("revision", saved.revision.0)
        .with("content", hash);
    write.record(act).await?;
    Ok(saved)
}

/// A plan that has just been published, as its row.
pub(crate) fn plan_row(
    author: AccountId,
    content: &Content,
    now: Timestamp,
) -> Result<plans::ActiveModel, Broken> {
    Ok(plans::ActiveModel {
        author_id: Set(author),
        slug: Set(slug(content.title())),
        title: Set(content.title().into()),
        pitch: Set(content.pitch().into()),
        stage: Set(content.stage()),
        licence: Set(content.licence()),
        tags: Set(join_tags(content)),
        state: Set(State::Published),
        head: Set(RevisionNumber::FIRST),
        created_at: Set(now),
        changed_at: Set(now),
        hot: Set(hot(0, now)),
        figures: Set(figures_column(content)?),
        ..Default::default()
    })
}

async fn insert_revision(
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
async fn show_head(
    write: &Write,
    plan: plans::Model,
    head: RevisionNumber,
    content: &Content,
) -> Result<(), Broken> {
    let shown = plans::ActiveModel {
        id: Set(plan.id),
        slug: Set(slug(content.title())),
        title: Set(content.title().into()),
        pitch: Set(content.pitch().into()),
        stage: Set(content.stage()),
        licence: Set(content.licence()),
        tags: Set(join_tags(content)),
        head: Set(head),
        changed_at: Set(write.now()),
        figures: Set(figures_column(content)?),
        ..Default::default()
    };
    shown.update(write.tx()).await?;
    Ok(())
}

fn figures_column(content: &Content) -> Result<Option<String>, Broken> {
    Ok(Figures::of(content)
        .map(|figures| serde_json::to_string(&figures))
        .transpose()?)
}

async fn saved_before(tx: &DatabaseTransaction, id: PlanId) -> Result<Saved, Broken> {
    let plan = plans::Entity::find_by_id(id)
        .one(tx)
        .await?
        .ok_or_else(|| Broken::internal("an idempotency key names no plan"))?;
    Ok(Saved {
        id,
        slug: plan.slug,
        revision: plan.head,
    })
}
