//! What a plan says of the one that it was made from.

use super::read::WITHHELD_TITLE;
use crate::{
    accounts::{Byline, Bylines},
    broken::Broken,
    forum::Forum,
    ids::{AccountId, MeasureId, PlanId, RevisionNumber},
    plans::{Distance, State, slug},
    tables::plans,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// What a plan was made from, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The parent.
    pub from: PlanId,
    /// What its credit names.
    pub parent: Parent,
    /// The parent's revision that was copied.
    pub revision: RevisionNumber,
    /// Why.
    pub reason: String,
    /// Whether a moderator found that it was made from the parent, and gave that reason; otherwise its
    /// author made it as a fork.
    pub linked: bool,
    /// What its author meant to do otherwise.
    pub differs: Option<String>,
    /// The parent's revision up to which its changes were taken over, or left.
    pub pulled: RevisionNumber,
    /// How far it has moved from that revision.
    pub distance: Distance,
}

/// A plan that another was made from, as far as everybody may know of it whatever became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// Its number.
    pub id: PlanId,
    /// The readable end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Who posted it.
    pub author: Byline,
    /// Its newest revision.
    pub head: RevisionNumber,
    /// Whether it was withdrawn, so that its address shows a tombstone.
    pub withdrawn: bool,
}

impl Fork {
    /// How many revisions of the parent, which is still to be seen, are new to the fork.
    #[must_use]
    pub fn newer(&self) -> i32 {
        if self.parent.withdrawn {
            0
        } else {
            self.parent.head.0 - self.pulled.0
        }
    }

    pub(super) fn from_row(
        row: &plans::Model,
        parents: &Parents,
        authors: &Bylines,
    ) -> Option<Self> {
        let from = row.forked_from_plan?;
        Some(Self {
            from,
            parent: parents.of(from, authors)?,
            revision: row.forked_from_revision?,
            reason: row.fork_reason.clone().unwrap_or_default(),
            linked: row.linked.is_some(),
            differs: row.fork_differs.clone(),
            pulled: row.pulled_revision?,
            distance: Distance {
                words: row.moved_words,
                numbers: row.moved_numbers,
                untouched: row.untouched,
            },
        })
    }
}

/// The parents of several plans, without their authors' names.
#[derive(Default)]
pub(super) struct Parents(HashMap<PlanId, Row>);

struct Row {
    slug: String,
    title: String,
    head: RevisionNumber,
    state: State,
    withheld: Option<MeasureId>,
    author: AccountId,
}

type Found = (
    PlanId,
    String,
    String,
    RevisionNumber,
    State,
    Option<MeasureId>,
    AccountId,
);

/// The parents of these plans, in one query however many; in none when no plan is a fork.
pub(super) async fn parents(forum: &Forum, rows: &[plans::Model]) -> Result<Parents, Broken> {
    let mut ids: Vec<PlanId> = rows.iter().filter_map(|row| row.forked_from_plan).collect();
    if ids.is_empty() {
        return Ok(Parents::default());
    }
    ids.sort_unstable();
    ids.dedup();
    let found: Vec<Found> = plans::Entity::find()
        .select_only()
        .columns([
            plans::Column::Id,
            plans::Column::Slug,
            plans::Column::Title,
            plans::Column::Head,
            plans::Column::State,
            plans::Column::Withheld,
            plans::Column::AuthorId,
        ])
        .filter(plans::Column::Id.is_in(ids))
        .into_tuple()
        .all(forum.read())
        .await?;
    let row = |(id, slug, title, head, state, withheld, author): Found| {
        let row = Row {
            slug,
            title,
            head,
            state,
            withheld,
            author,
        };
        (id, row)
    };
    Ok(Parents(found.into_iter().map(row).collect()))
}

impl Parents {
    pub(super) fn authors(&self) -> impl Iterator<Item = AccountId> {
        self.0.values().map(|row| row.author)
    }

    fn of(&self, id: PlanId, authors: &Bylines) -> Option<Parent> {
        let row = self.0.get(&id)?;
        // What is withheld is not named by its forks either.
        let (slug, title) = match row.withheld {
            None => (row.slug.clone(), row.title.clone()),
            Some(_) => (slug(WITHHELD_TITLE), WITHHELD_TITLE.to_owned()),
        };
        Some(Parent {
            id,
            slug,
            title,
            author: authors.of(row.author),
            head: row.head,
            withdrawn: row.state == State::Withdrawn,
        })
    }
}
