//! Keeping how a plan differs from others. What is said is written over when it changes: it is the
//! plan's own note, not a part of what it says, and stays out of the search index.

use super::Plan;
use crate::{
    broken::{Broken, breaks},
    clock::Timestamp,
    forum::{Forum, Write},
    hash::Hash,
    ids::PlanId,
    log::Act,
    plans::{Differences, State, differs::field},
    problems::Problems,
    tables::{differences, plans},
    viewer::Viewer,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// How a plan differs from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The other.
    pub plan: PlanId,
    /// The other while everybody may see it; of one that was taken back nothing is told.
    pub other: Option<OtherPlan>,
    /// In what it differs.
    pub because: String,
    /// Since when it says so.
    pub said_at: Timestamp,
    /// The salt of its hash.
    pub salt: Vec<u8>,
    /// The hash that the log has of it: of the salt and then `{"because", "plan"}` in canonical JSON.
    pub content_hash: Hash,
}

/// A plan that another differs from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPlan {
    /// The readable end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// How a plan differs from others, for whoever may read the plan, in the order in which it was said.
///
/// # Errors
/// When the database fails.
pub async fn differences(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
) -> Result<Vec<Difference>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let rows = differences::Entity::find()
        .filter(differences::Column::PlanId.eq(plan.id))
        .order_by_asc(differences::Column::Id)
        .all(forum.read())
        .await?;
    let mut others = others(forum, &rows).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Difference {
                plan: row.other_id,
                other: others.remove(&row.other_id),
                because: row.because,
                said_at: row.said_at,
                content_hash: Hash::from_bytes(&row.content_hash)?,
                salt: row.salt,
            })
        })
        .collect()
}

async fn others(
    forum: &Forum,
    rows: &[differences::Model],
) -> Result<HashMap<PlanId, OtherPlan>, Broken> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(PlanId, String, String)> = plans::Entity::find()
        .select_only()
        .columns([plans::Column::Id, plans::Column::Slug, plans::Column::Title])
        .filter(plans::Column::Id.is_in(rows.iter().map(|row| row.other_id)))
        .filter(plans::Column::State.eq(State::Published))
        .into_tuple()
        .all(forum.read())
        .await?;
    let other = |(id, slug, title)| (id, OtherPlan { slug, title });
    Ok(found.into_iter().map(other).collect())
}

/// Why it was not said.
pub(super) enum SayError {
    /// There is no such plan, or it is the plan itself.
    Invalid(Problems),
    /// Not the writer's fault.
    Broken(Broken),
}

breaks!(SayError);

/// What a plan differs in from now on, for the log; nothing when that is what it said before.
pub(super) struct Said(Option<Vec<serde_json::Value>>);

impl Said {
    /// An act that says all of it.
    pub(super) fn told_by(self, act: Act) -> Act {
        match self.0 {
            Some(all) => act.with("differs", all),
            None => act,
        }
    }
}

/// Says all that a plan differs in, in place of what it said before. What is said as it was keeps its
/// time and its hash.
///
/// A plan that was withdrawn may be named all the same: somebody who wrote of it while it was there
/// is not stopped by that, and its title is shown to nobody.
pub(super) async fn say(
    write: &Write,
    forum: &Forum,
    plan: PlanId,
    said: &Differences,
) -> Result<Said, SayError> {
    let mut before: HashMap<PlanId, differences::Model> = differences::Entity::find()
        .filter(differences::Column::PlanId.eq(plan))
        .all(write.tx())
        .await?
        .into_iter()
        .map(|row| (row.other_id, row))
        .collect();
    known(write, plan, said).await?;
    let (mut all, mut changed) = (Vec::new(), false);
    for (other, because) in said.iter() {
        let hash = match before.remove(&other) {
            Some(row) if row.because == because.as_str() => Hash::from_bytes(&row.content_hash)?,
            row => {
                changed = true;
                let text = because.as_str();
                put(write, forum, (plan, other), text, row).await?
            }
        };
        all.push(serde_json::json!({"content": hash.to_hex(), "plan": other}));
    }
    let gone: Vec<PlanId> = before.into_keys().collect();
    if !gone.is_empty() {
        differences::Entity::delete_many()
            .filter(differences::Column::PlanId.eq(plan))
            .filter(differences::Column::OtherId.is_in(gone.iter().copied()))
            .exec(write.tx())
            .await?;
    }
    Ok(Said((changed || !gone.is_empty()).then_some(all)))
}

/// Refuses what differs from itself, and from what never was.
async fn known(write: &Write, plan: PlanId, said: &Differences) -> Result<(), SayError> {
    let named: Vec<PlanId> = said.iter().map(|(other, _)| other).collect();
    if named.is_empty() {
        return Ok(());
    }
    let found: Vec<PlanId> = plans::Entity::find()
        .select_only()
        .column(plans::Column::Id)
        .filter(plans::Column::Id.is_in(named.iter().copied()))
        .into_tuple()
        .all(write.tx())
        .await?;
    let found: HashSet<PlanId> = found.into_iter().collect();
    let mut problems = Problems::default();
    for (index, other) in named.iter().enumerate() {
        if *other == plan {
            problems.add(field(index, "plan"), "is this very plan");
        } else if !found.contains(other) {
            problems.add(field(index, "plan"), "is no plan of this forum");
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(SayError::Invalid(problems))
    }
}

async fn put(
    write: &Write,
    forum: &Forum,
    (plan, other): (PlanId, PlanId),
    because: &str,
    before: Option<differences::Model>,
) -> Result<Hash, Broken> {
    let salt = forum.entropy().bytes::<16>();
    let hash = hash(&salt, other, because)?;
    let row = differences::ActiveModel {
        plan_id: Set(plan),
        other_id: Set(other),
        because: Set(because.into()),
        said_at: Set(write.now()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        ..Default::default()
    };
    match before {
        Some(before) => {
            let over = differences::ActiveModel {
                id: Set(before.id),
                ..row
            };
            over.update(write.tx()).await?;
        }
        None => {
            differences::Entity::insert(row)
                .exec_without_returning(write.tx())
                .await?;
        }
    }
    Ok(hash)
}

fn hash(salt: &[u8], plan: PlanId, because: &str) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Content<'row> {
        plan: PlanId,
        because: &'row str,
    }
    Hash::of_content(salt, &Content { plan, because })
}

/// The hash of what is stored; nothing once it was erased.
pub(crate) fn stored_difference_hash(row: &differences::Model) -> Result<Option<Hash>, Broken> {
    if row.salt.is_empty() {
        return Ok(None);
    }
    hash(&row.salt, row.other_id, &row.because).map(Some)
}
