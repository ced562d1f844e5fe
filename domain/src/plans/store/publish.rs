//! Publishing a plan.

use super::{
    Cause, Figures, Numbered,
    differs::{SayError, say},
    insert_revision, join_tags, prepare, remove_draft, retag,
    tagging::{count_plans, meant},
};
use crate::{
    accounts::{self, Posting, Written, check_text, count_posting},
    broken::{Broken, acts},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{AccountId, DraftId, PlanId, RevisionNumber},
    limits::Wait,
    log::{Act, Kind, Subject},
    moderation::{self, Thing},
    once::{self, Claim},
    plans::{Content, Differences, Note, State, Typed, TypedDifference, hot, slug},
    problems::Problems,
    rendering::RenderError,
    tables::plans,
    tags::{self, Respelled, gives},
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};

/// What an act on a plan made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The plan.
    pub id: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// Its newest revision.
    pub revision: RevisionNumber,
    /// Words that were given as tags and mean others, which it has in their place.
    pub respelled: Vec<Respelled>,
}

impl Saved {
    /// The same, of which these words were respelled before.
    pub(super) fn after(mut self, respelled: Vec<Respelled>) -> Self {
        self.respelled.extend(respelled);
        self
    }
}

/// Why a plan was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account is new and has posted enough for now.
    #[error(transparent)]
    Wait(Wait),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(PublishError);
gives!(PublishError);

impl From<RenderError> for PublishError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(too_complex()),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

impl From<SayError> for PublishError {
    fn from(error: SayError) -> Self {
        match error {
            SayError::Invalid(problems) => Self::Invalid(problems),
            SayError::Broken(broken) => Self::Broken(broken),
        }
    }
}

pub(crate) fn too_complex() -> Problems {
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
    let new = NewPlan {
        typed: typed.clone(),
        ..NewPlan::default()
    };
    publish_new(forum, author, &new, once).await
}

/// A plan about to be posted, with all that goes with it.
#[derive(Clone, Debug, Default)]
pub struct NewPlan {
    /// What it says.
    pub typed: Typed,
    /// How it differs from others that it is like.
    pub differs: Vec<TypedDifference>,
    /// The draft it was written in, which is gone once the plan is posted.
    pub draft: Option<DraftId>,
}

/// As [`publish`], with how the plan differs from others.
///
/// # Errors
/// When a rule is broken or the member may not act.
pub async fn publish_new(
    forum: &Forum,
    author: &Member,
    new: &NewPlan,
    once: Option<&str>,
) -> Result<Saved, PublishError> {
    let (content, differs) =
        check(Content::check(&new.typed), &new.differs).map_err(PublishError::Invalid)?;
    if let Some(key) = once
        && let Some(saved) = published_before(forum, author, key).await?
    {
        return Ok(saved);
    }
    let (content, respelled) = tags::settle(forum.read(), content, "").await?;
    let is_new = admit(forum, author, &content).await?;
    let prepared = prepare(forum, &content).await?;
    let write = forum.act(author).await?;
    let once = once.map(once_key);
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), author.id, key, write.now()).await?
    {
        return Ok(saved_before(write.tx(), PlanId(id)).await?);
    }
    tags::share(write.tx()).await?;
    tags::check_given(write.tx(), content.tags(), "").await?;
    let row = plan_row(author.id, &content, write.now())?;
    let saved = found(&write, author.id, row, &content).await?;
    let (hash, note) = (prepared.hash(), Note::first());
    let numbered = Numbered {
        plan: saved.id,
        number: saved.revision,
        author: author.id,
        note: note.as_str(),
        cause: Cause::Written,
    };
    insert_revision(&write, &numbered, &content, prepared).await?;
    let said = say(&write, forum, saved.id, &differs).await?;
    if let Some(draft) = new.draft {
        remove_draft(&write, author, draft).await?;
    }
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, saved.id.0).await?;
    }
    let act = Act::by(author.id, Kind::PlanPublished, Subject::Plan(saved.id))
        .with("revision", saved.revision.0)
        .with("content", hash);
    let act = said.told_by(act);
    let act = if is_new {
        moderation::of_newcomer(forum, &write, Thing::Plan(saved.id), act).await?
    } else {
        act
    };
    write.record(act).await?;
    Ok(saved.after(respelled))
}

/// Refuses what is too much for a new account; whether it is one.
async fn admit(forum: &Forum, author: &Member, content: &Content) -> Result<bool, PublishError> {
    let new = accounts::newcomer(forum, author.id).await?;
    let (new, place) = (new.as_ref(), (Written::Plan, "body"));
    let problems = check_text(forum, new, place, content.body(), "").await?;
    if !problems.is_empty() {
        return Err(PublishError::Invalid(problems));
    }
    let counted = count_posting(forum, author.id, new, Posting::Plan).await?;
    counted.map_err(PublishError::Wait)?;
    Ok(new.is_some())
}

/// A key of its own, so that one that has made something else makes a plan all the same.
fn once_key(once: &str) -> String {
    format!("publish {once}")
}

/// The plan that this key has made already, for whoever would ask something first.
///
/// # Errors
/// When the database fails.
pub async fn published_before(
    forum: &Forum,
    author: &Member,
    once: &str,
) -> Result<Option<Saved>, Broken> {
    match once::made(forum.read(), author.id, &once_key(once)).await? {
        // Claimed and not yet made, or named by nothing.
        None | Some(0) => Ok(None),
        Some(id) => saved_before(forum.read(), PlanId(id)).await.map(Some),
    }
}

/// What was typed of a plan and of how it differs from others, with all mistakes told at once.
pub(super) fn check<T>(
    content: Result<T, Problems>,
    differs: &[TypedDifference],
) -> Result<(T, Differences), Problems> {
    match (content, Differences::check(differs)) {
        (Ok(content), Ok(differs)) => Ok((content, differs)),
        (content, differs) => {
            let mut problems = content.err().unwrap_or_default();
            problems.0.extend(differs.err().unwrap_or_default().0);
            Err(problems)
        }
    }
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

/// Puts a new plan into the tables and among what is counted; its revisions are the caller's.
pub(crate) async fn found(
    write: &Write,
    author: AccountId,
    row: plans::ActiveModel,
    content: &Content,
) -> Result<Saved, Broken> {
    let (tags, respelled) = meant(write.tx(), content).await?;
    let row = plans::ActiveModel {
        tags: Set(tags),
        ..row
    };
    let plan = row.insert(write.tx()).await?;
    retag(write.tx(), plan.id, "", &plan.tags).await?;
    count_plans(write.tx(), author, 1).await?;
    Ok(Saved {
        id: plan.id,
        slug: plan.slug,
        revision: plan.head,
        respelled,
    })
}

pub(super) fn figures_column(content: &Content) -> Result<Option<String>, Broken> {
    Ok(Figures::of(content)
        .map(|figures| serde_json::to_string(&figures))
        .transpose()?)
}

/// What an idempotency key made before: the plan as it stands.
pub(crate) async fn saved_before(db: &impl ConnectionTrait, id: PlanId) -> Result<Saved, Broken> {
    let plan = plans::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Broken::internal("an idempotency key names no plan"))?;
    Ok(Saved {
        id,
        slug: plan.slug,
        revision: plan.head,
        respelled: Vec::new(),
    })
}
