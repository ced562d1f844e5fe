//! Bringing a plan from another forum, with its revisions and all credit.

mod check;
mod file;
mod write;

use super::{ForkError, NewFork, fork};
use crate::{
    accounts::{self, Posting, Written, check_text, count_posting},
    broken::{Broken, acts},
    clock::Timestamp,
    forks::Reason,
    forum::Forum,
    hash::Hash,
    ids::{PlanId, RevisionNumber},
    limits::{self, Rate, limited},
    once,
    plans::{self, Prepared, Saved, State},
    problems::Problems,
    rendering::{self, Place, RenderError},
    tables::{plans as plan_rows, revisions},
    viewer::Member,
};
use check::{Brought, BroughtRevision};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;
/// The most revisions that a file may hold.
pub const MOST_REVISIONS: usize = 1_000;

/// How often one member may bring a plan: a founder moves here with a few, nobody with a forum.
const IMPORTS: Rate = Rate::new(10, 10 * Timestamp::MINUTE);

/// A plan's downloaded JSON, and why it is brought here.
#[derive(Clone, Debug, Default)]
pub struct NewImport {
    /// The file.
    pub file: Vec<u8>,
    /// Why, as for a fork.
    pub reason: String,
}

/// Why a plan was not brought.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something about `file` or `reason` breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The member brings plans too often.
    #[error("brought plans too often; again in {retry_after} seconds")]
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

acts!(ImportError);
limited!(ImportError);

impl ImportError {
    fn file(why: impl Into<String>) -> Self {
        Self::Invalid(Problems::one("file", why))
    }
}

/// Makes a plan of this member's from the JSON that another forum gave of one: all revisions that
/// still have their content, in order, numbered anew from 1. Nothing is taken of a file in which
/// anything is wrong. The same `once` key by the same member is the same plan.
///
/// A file that this very forum gave becomes a fork of its plan, at the revision that the file ends
/// with. No plan can become its own ancestor by that: a fork is always a new plan, made from one
/// that was there before it, and what a plan was made from never changes.
///
/// # Errors
/// What is wrong with the file or the reason, or when the member may not act.
pub async fn import(
    forum: &Forum,
    author: &Member,
    new: NewImport,
    once: Option<&str>,
) -> Result<Saved, ImportError> {
    let once_here = once.map(|key| format!("import {key}"));
    if let Some(key) = &once_here
        && let Some(id) = once::made(forum.read(), author.id, key).await?
    {
        return Ok(plans::saved_before(forum.read(), PlanId(id)).await?);
    }
    limits::take(forum, &format!("import:account:{}", author.id), IMPORTS).await?;
    let (brought, reason) = check(new).await?;
    if let Some((parent, revision)) = ours(forum, &brought).await? {
        let as_fork = NewFork {
            revision: Some(revision),
            reason,
            ..NewFork::default()
        };
        return Ok(fork(forum, author, parent, &as_fork, once).await?);
    }
    let is_new = admit(forum, author, &brought).await?;
    let prepared = prepare(forum, &brought).await?;
    write::write(forum, (author, is_new), brought, prepared, once_here).await
}

/// Refuses what is too much for a new account; whether it is one.
async fn admit(forum: &Forum, author: &Member, brought: &Brought) -> Result<bool, ImportError> {
    let new = accounts::newcomer(forum, author.id).await?;
    let (new, place) = (new.as_ref(), (Written::Plan, "file"));
    let body = brought.last().content.body();
    let problems = check_text(forum, new, place, body, "").await?;
    if !problems.is_empty() {
        return Err(ImportError::Invalid(problems));
    }
    let counted = count_posting(forum, author.id, new, Posting::Plan).await?;
    counted.map_err(|wait| ImportError::file(wait.words))?;
    Ok(new.is_some())
}

/// Reads and checks all of it, on a thread that may take its time.
async fn check(new: NewImport) -> Result<(Brought, String), ImportError> {
    let checked = tokio::task::spawn_blocking(move || {
        let mut problems = Problems::default();
        let reason = problems.take("reason", new.reason.parse::<Reason>());
        let file = file::read(&new.file)
            .map_err(|why| Problems::one("file", why))
            .and_then(|file| check::check(file, reason.as_ref().map_or("", Reason::as_str)));
        match (reason, file) {
            (Some(_), Ok(brought)) => Ok((brought, new.reason)),
            (_, file) => {
                problems.0.extend(file.err().unwrap_or_default().0);
                Err(problems)
            }
        }
    });
    checked.await?.map_err(ImportError::Invalid)
}

/// The plan of this forum that the file is of, and the revision that it ends with; nothing when it
/// is another forum's, or the plan was withdrawn: then it is brought back as a copy, which its
/// licence allows for good.
async fn ours(
    forum: &Forum,
    brought: &Brought,
) -> Result<Option<(PlanId, RevisionNumber)>, ImportError> {
    let Some(id) = check::plan_at(&forum.policy().public_url, &brought.origin.address) else {
        return Ok(None);
    };
    let Some(plan) = plan_rows::Entity::find_by_id(id).one(forum.read()).await? else {
        let why = format!("says that it is of plan {id} of this forum, which has no such plan");
        return Err(ImportError::file(why));
    };
    if plan.state == State::Withdrawn {
        return Ok(None);
    }
    let last = brought.last();
    let number = RevisionNumber(last.number);
    let row = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(id))
        .filter(revisions::Column::Number.eq(number))
        .filter(revisions::Column::ErasedAt.is_null())
        .one(forum.read())
        .await?;
    match row {
        Some(row) if Hash::from_bytes(&row.content_hash)? == last.hash => Ok(Some((id, number))),
        _ => Err(ImportError::file(format!(
            "says that it is of plan {id} of this forum, of which revision {number} says something else here"
        ))),
    }
}

impl From<ForkError> for ImportError {
    fn from(error: ForkError) -> Self {
        match error {
            ForkError::NotFound | ForkError::NoRevision => {
                Self::file("is of a plan of this forum that was withdrawn just now")
            }
            ForkError::Invalid(problems) => Self::Invalid(problems),
            ForkError::Limited { retry_after } => Self::Limited { retry_after },
            ForkError::Wait(wait) => Self::file(wait.words),
            ForkError::Suspended => Self::Suspended,
            ForkError::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// Renders every revision, one after another: whoever gives up waiting stops it in between.
async fn prepare(forum: &Forum, brought: &Brought) -> Result<Vec<Prepared>, ImportError> {
    let mut prepared = Vec::with_capacity(brought.revisions.len());
    for BroughtRevision {
        number, content, ..
    } in &brought.revisions
    {
        let rendered = match rendering::render(forum, Place::BodyFromElsewhere, content.body())
            .await
        {
            Ok(rendered) => rendered,
            Err(RenderError::Broken(broken)) => return Err(broken.into()),
            Err(RenderError::TooComplex(_)) => {
                return Err(ImportError::file(format!(
                    "holds a revision {number} that cannot be shown: its tables or footnotes grow far \
                     beyond its own length"
                )));
            }
        };
        let salt = forum.entropy().bytes();
        prepared.push(Prepared::new(&rendered, content, salt)?);
    }
    Ok(prepared)
}
