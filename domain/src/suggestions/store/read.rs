//! A suggestion as it is read and decided.

use super::list::{Row, Suggestion};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{DecisionId, RevisionNumber, SuggestionId},
    merge::{self, Part, PartKey},
    plans::{self, Plan, Typed},
    suggestions::State,
    tables::{decisions, revisions, suggestion_parts, suggestions},
    viewer::Viewer,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, HashMap};

/// A suggestion with its parts, seen from what the plan says now.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The plan.
    pub plan: Plan,
    /// The suggestion.
    pub suggestion: Suggestion,
    /// Its parts, in their order. None once it was erased.
    pub parts: Vec<OpenedPart>,
}

/// A part of a suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPart {
    /// Its number in the suggestion, from 1.
    pub number: i32,
    /// What it changes, and what would come of it now.
    pub part: Part,
    /// What was decided.
    pub decided: Option<Decided>,
}

/// What a founder said to a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Whether it was accepted.
    pub accepted: bool,
    /// Why; a declined part always has a reason, as long as its writer is here.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Byline,
    /// When.
    pub at: Timestamp,
    /// The revision that came of it.
    pub revision: Option<RevisionNumber>,
}

/// The suggestion of this number, if this viewer may read the plan that it was made to.
///
/// # Errors
/// When the database fails.
pub async fn open(
    forum: &Forum,
    viewer: &Viewer,
    id: SuggestionId,
) -> Result<Option<Opened>, Broken> {
    let Some(row) = suggestions::Entity::find_by_id(id)
        .one(forum.read())
        .await?
    else {
        return Ok(None);
    };
    let Some(plan) = plans::find(forum, viewer, row.plan_id).await? else {
        return Ok(None);
    };
    if !plan.readable_by(viewer) {
        return Ok(None);
    }
    let author = accounts::byline(forum, row.author_id).await?;
    let parts = if row.state == State::Erased {
        Vec::new()
    } else {
        opened_parts(forum, &plan, &row).await?
    };
    Ok(Some(Opened {
        plan,
        suggestion: Suggestion::from_row(summary(&row), author),
        parts,
    }))
}

fn summary(row: &suggestions::Model) -> Row {
    Row {
        id: row.id,
        plan_id: row.plan_id,
        author_id: row.author_id,
        base: row.base,
        fork_id: row.fork_id,
        fork_revision: row.fork_revision,
        note: row.note.clone(),
        state: row.state,
        parts: row.parts,
        accepted: row.accepted,
        declined: row.declined,
        created_at: row.created_at,
        changed_at: row.changed_at,
    }
}

async fn opened_parts(
    forum: &Forum,
    plan: &Plan,
    row: &suggestions::Model,
) -> Result<Vec<OpenedPart>, Broken> {
    let numbered = numbered_parts(forum.read(), row.id).await?;
    let said = said(forum, row.id).await?;
    let states = States::read(forum.read(), row, plan.head).await?;
    let mut parts = states.parts().await?;
    let opened = numbered.into_iter().filter_map(|numbered| {
        let decided =
            numbered
                .decision_id
                .zip(numbered.accepted)
                .and_then(|(decision, accepted)| {
                    said.get(&decision)
                        .map(|said| said.of(numbered.number, accepted))
                });
        let part = parts.remove(&numbered.part)?;
        Some(OpenedPart {
            number: numbered.number,
            part,
            decided,
        })
    });
    Ok(opened.collect())
}

/// A suggestion's parts as they were numbered.
pub(super) async fn numbered_parts(
    db: &impl ConnectionTrait,
    id: SuggestionId,
) -> Result<Vec<suggestion_parts::Model>, Broken> {
    Ok(suggestion_parts::Entity::find()
        .filter(suggestion_parts::Column::SuggestionId.eq(id))
        .order_by_asc(suggestion_parts::Column::Number)
        .all(db)
        .await?)
}

/// The three states that a merge looks at.
#[derive(Clone)]
pub(super) struct States {
    pub base: Typed,
    pub ours: Typed,
    pub theirs: Typed,
}

impl States {
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        row: &suggestions::Model,
        head: RevisionNumber,
    ) -> Result<Self, Broken> {
        let found = revisions::Entity::find()
            .filter(revisions::Column::PlanId.eq(row.plan_id))
            .filter(revisions::Column::Number.is_in([row.base, head]))
            .all(db)
            .await?;
        let of = |number: RevisionNumber| {
            let found = found.iter().find(|revision| revision.number == number);
            let found = found.ok_or_else(|| Broken::internal("a plan lacks a revision"))?;
            plans::stored_typed(found.clone())
        };
        let ours = of(head)?;
        Ok(Self {
            base: of(row.base)?,
            theirs: Typed {
                title: row.title.clone(),
                pitch: row.pitch.clone(),
                body: row.body.clone(),
                tags: row.tags.split_whitespace().map(str::to_owned).collect(),
                stage: ours.stage.clone(),
                licence: ours.licence.clone(),
                numbers: row
                    .numbers
                    .as_deref()
                    .map(serde_json::from_str)
                    .transpose()?,
            },
            ours,
        })
    }

    /// What theirs changed, by name.
    async fn parts(self) -> Result<HashMap<String, Part>, Broken> {
        let parts =
            tokio::task::spawn_blocking(move || merge::parts(&self.base, &self.ours, &self.theirs));
        let parts = parts
            .await?
            .map_err(|error| Broken::internal(error.to_string()))?;
        let named = parts.into_iter().map(|part| (part.key.to_string(), part));
        Ok(named.collect())
    }
}

/// A decision with its reasons.
struct SaidOnce {
    by: Byline,
    at: Timestamp,
    revision: Option<RevisionNumber>,
    reasons: BTreeMap<i32, String>,
}

impl SaidOnce {
    fn of(&self, number: i32, accepted: bool) -> Decided {
        Decided {
            accepted,
            reason: self.reasons.get(&number).cloned(),
            by: self.by.clone(),
            at: self.at,
            revision: self.revision.filter(|_| accepted),
        }
    }
}

async fn said(forum: &Forum, id: SuggestionId) -> Result<HashMap<DecisionId, SaidOnce>, Broken> {
    let rows = decisions::Entity::find()
        .filter(decisions::Column::SuggestionId.eq(id))
        .all(forum.read())
        .await?;
    let people = accounts::bylines(forum, rows.iter().map(|row| row.author_id)).await?;
    rows.into_iter()
        .map(|row| {
            let reasons = match row.erased_at {
                Some(_) => BTreeMap::new(),
                None => serde_json::from_str(&row.reasons)?,
            };
            let said = SaidOnce {
                by: people.of(row.author_id),
                at: row.created_at,
                revision: row.revision,
                reasons,
            };
            Ok((row.id, said))
        })
        .collect()
}

/// What the plan would be with all of a suggestion: what it becomes when it is forked instead.
///
/// # Errors
/// When the database fails.
pub async fn as_plan(
    forum: &Forum,
    viewer: &Viewer,
    id: SuggestionId,
) -> Result<Option<(Plan, RevisionNumber, Typed)>, Broken> {
    let Some(row) = suggestions::Entity::find_by_id(id)
        .filter(suggestions::Column::State.ne(State::Erased))
        .one(forum.read())
        .await?
    else {
        return Ok(None);
    };
    let plan = plans::find(forum, viewer, row.plan_id).await?;
    let Some(plan) = plan.filter(|plan| plan.readable_by(viewer)) else {
        return Ok(None);
    };
    let states = States::read(forum.read(), &row, row.base).await?;
    Ok(Some((plan, row.base, states.theirs)))
}

/// The name of a stored part.
pub(super) fn stored_key(part: &str) -> Result<PartKey, Broken> {
    part.parse()
        .map_err(|error: merge::NotAPart| Broken::internal(error.to_string()))
}
