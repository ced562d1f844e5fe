//! Putting what was brought into the tables: one transaction, one entry.

use super::{
    ImportError,
    check::{Brought, BroughtRevision},
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{PlanId, RevisionNumber},
    log::{Act, Kind, Subject},
    moderation::{self, Thing},
    once::{self, Claim},
    plans::{self, Cause, Numbered, Prepared, Saved},
    tables::{plans as plan_rows, revisions},
    tags,
    viewer::Member,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// How many revisions are put into one statement.
const BATCH: usize = 50;

pub(super) async fn write(
    forum: &Forum,
    (author, is_new): (&Member, bool),
    brought: Brought,
    prepared: Vec<Prepared>,
    once: Option<String>,
) -> Result<Saved, ImportError> {
    let write = forum.act(author).await?;
    tags::share(write.tx()).await?;
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), author.id, key, write.now()).await?
    {
        return Ok(plans::saved_before(write.tx(), PlanId(id)).await?);
    }
    let head = &brought.last().content;
    let row = plan_rows::ActiveModel {
        head: Set(number_of(brought.revisions.len() - 1)),
        origin: Set(Some(serde_json::to_string(&brought.origin)?)),
        ..plans::plan_row(author.id, head, write.now())?
    };
    let saved = plans::found(&write, author.id, row, head).await?;
    let hashes: Vec<Hash> = prepared.iter().map(Prepared::hash).collect();
    let rows = rows(&write, author, &saved, &brought.revisions, prepared)?;
    for batch in rows.chunks(BATCH) {
        revisions::Entity::insert_many(batch.to_vec())
            .exec_without_returning(write.tx())
            .await?;
    }
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, saved.id.0).await?;
    }
    let contents: Vec<serde_json::Value> = hashes.into_iter().map(Into::into).collect();
    let act = Act::by(author.id, Kind::PlanImported, Subject::Plan(saved.id))
        .with("revision", saved.revision.0)
        .with("contents", contents);
    let act = if is_new {
        moderation::of_newcomer(forum, &write, Thing::Plan(saved.id), act).await?
    } else {
        act
    };
    write.record(act).await?;
    Ok(saved)
}

/// The number of the revision at this place, from 0.
fn number_of(place: usize) -> RevisionNumber {
    RevisionNumber(i32::try_from(place + 1).unwrap_or(i32::MAX))
}

fn rows(
    write: &Write,
    author: &Member,
    saved: &Saved,
    brought: &[BroughtRevision],
    prepared: Vec<Prepared>,
) -> Result<Vec<revisions::ActiveModel>, Broken> {
    let row = |(place, (revision, prepared)): (usize, (&BroughtRevision, Prepared))| {
        let numbered = Numbered {
            plan: saved.id,
            number: number_of(place),
            author: author.id,
            note: revision.note.as_str(),
            cause: revision
                .restored_from
                .map_or(Cause::Written, Cause::Restored),
        };
        let row = plans::revision_row(&numbered, &revision.content, prepared, write.now());
        Ok(revisions::ActiveModel {
            origin: Set(Some(serde_json::to_string(&revision.origin)?)),
            ..row
        })
    };
    brought.iter().zip(prepared).enumerate().map(row).collect()
}
