//! Lists of suggestions, newest first.

use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{PlanId, RevisionNumber, SuggestionId},
    plans::{self, MOST_PER_PAGE, Page, Plan},
    suggestions::State,
    tables::{plans as plan_rows, suggestions},
    viewer::{Person, Viewer},
};
use sea_orm::{
    ColumnTrait, Condition, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::Query,
};
use std::collections::HashMap;

/// A suggestion without what it would make of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its number.
    pub id: SuggestionId,
    /// The plan.
    pub plan: PlanId,
    /// Who made it.
    pub author: Byline,
    /// The plan's revision that it started from.
    pub base: RevisionNumber,
    /// The fork that it came from, at which revision.
    pub fork: Option<(PlanId, RevisionNumber)>,
    /// What it changes and why; empty once it was erased.
    pub note: String,
    /// How far it is.
    pub state: State,
    /// How many parts it has …
    pub parts: i32,
    /// … how many of them were accepted …
    pub accepted: i32,
    /// … and how many declined.
    pub declined: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When something was last decided about it.
    pub changed_at: Timestamp,
}

/// What lists read of a row: all but the texts.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "suggestions::Entity")]
pub(super) struct Row {
    pub id: SuggestionId,
    pub plan_id: PlanId,
    pub author_id: crate::ids::AccountId,
    pub base: RevisionNumber,
    pub fork_id: Option<PlanId>,
    pub fork_revision: Option<RevisionNumber>,
    pub note: String,
    pub state: State,
    pub parts: i32,
    pub accepted: i32,
    pub declined: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

impl Suggestion {
    pub(super) fn from_row(row: Row, author: Byline) -> Self {
        Self {
            id: row.id,
            plan: row.plan_id,
            author,
            base: row.base,
            fork: row.fork_id.zip(row.fork_revision),
            note: row.note,
            state: row.state,
            parts: row.parts,
            accepted: row.accepted,
            declined: row.declined,
            created_at: row.created_at,
            changed_at: row.changed_at,
        }
    }
}

/// A plan's suggestions, those that wait or all; empty for whoever may not read the plan.
///
/// # Errors
/// When the database fails.
pub async fn of_plan(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    only_open: bool,
    below: Option<SuggestionId>,
    limit: u64,
) -> Result<Page<Suggestion, SuggestionId>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    let mut query = suggestions::Entity::find().filter(suggestions::Column::PlanId.eq(plan.id));
    if only_open {
        query = query.filter(suggestions::Column::State.eq(State::Open));
    }
    page(forum, query, below, limit).await
}

/// A suggestion with the plan that it was made to.
#[derive(Clone, Debug, PartialEq)]
pub struct OnPlan {
    /// The suggestion.
    pub suggestion: Suggestion,
    /// The plan.
    pub plan: Plan,
}

/// The suggestions that wait for this person to decide.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(
    forum: &Forum,
    person: &Person,
    below: Option<SuggestionId>,
    limit: u64,
) -> Result<Page<OnPlan, SuggestionId>, Broken> {
    let own = Query::select()
        .column(plan_rows::Column::Id)
        .from(plan_rows::Entity)
        .cond_where(
            Condition::all()
                .add(plan_rows::Column::AuthorId.eq(person.id))
                .add(plan_rows::Column::Suggestions.gt(0))
                .add(plan_rows::Column::State.eq(plans::State::Published)),
        )
        .to_owned();
    let query = suggestions::Entity::find()
        .filter(suggestions::Column::State.eq(State::Open))
        .filter(suggestions::Column::PlanId.in_subquery(own));
    on_plans(forum, page(forum, query, below, limit).await?).await
}

/// The suggestions that this person has made, as far as the plans are to be seen.
///
/// # Errors
/// When the database fails.
pub async fn made_by(
    forum: &Forum,
    person: &Person,
    below: Option<SuggestionId>,
    limit: u64,
) -> Result<Page<OnPlan, SuggestionId>, Broken> {
    let query = suggestions::Entity::find().filter(suggestions::Column::AuthorId.eq(person.id));
    on_plans(forum, page(forum, query, below, limit).await?).await
}

async fn page(
    forum: &Forum,
    query: Select<suggestions::Entity>,
    below: Option<SuggestionId>,
    limit: u64,
) -> Result<Page<Suggestion, SuggestionId>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut rows: Vec<Row> = query
        .apply_if(below, |query, below| {
            query.filter(suggestions::Column::Id.lt(below))
        })
        .order_by_desc(suggestions::Column::Id)
        .limit(limit + 1)
        .into_partial_model()
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let authors = accounts::bylines(forum, rows.iter().map(|row| row.author_id)).await?;
    let items = rows
        .into_iter()
        .map(|row| {
            let author = authors.of(row.author_id);
            Suggestion::from_row(row, author)
        })
        .collect();
    Ok(Page { items, next })
}

/// With their plans; those are left out that everybody may not see.
async fn on_plans(
    forum: &Forum,
    page: Page<Suggestion, SuggestionId>,
) -> Result<Page<OnPlan, SuggestionId>, Broken> {
    let rows = plan_rows::Entity::find()
        .filter(plan_rows::Column::Id.is_in(page.items.iter().map(|item| item.plan)))
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .all(forum.read())
        .await?;
    let found = plans::with_authors(forum, &Viewer::Anonymous, rows).await?;
    let found: HashMap<PlanId, Plan> = found.into_iter().map(|plan| (plan.id, plan)).collect();
    let items = page.items.into_iter().filter_map(|suggestion| {
        let plan = found.get(&suggestion.plan)?.clone();
        Some(OnPlan { suggestion, plan })
    });
    Ok(Page {
        items: items.collect(),
        next: page.next,
    })
}
