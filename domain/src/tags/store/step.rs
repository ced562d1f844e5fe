//! Bringing plans in step with what their words mean.

use super::Meanings;
use crate::{
    broken::Broken,
    forum::Write,
    ids::PlanId,
    plans::State,
    tables::{plan_tags, plans, tags},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
    sea_query::{Expr, LockType},
};
use std::fmt::Write as _;

/// How many plans are read at a time.
const BATCH: usize = 500;

/// A plan, with the words of its newest revision.
#[derive(FromQueryResult)]
struct Worded {
    id: PlanId,
    state: State,
    tags: String,
    words: String,
}

/// Gives every plan that has this tag the tags that its words mean now. What is counted of the tags is the
/// caller's.
pub(super) async fn step(write: &Write, tag: &str) -> Result<(), Broken> {
    let meanings = Meanings::all(write.tx()).await?;
    let ids = having(write, tag).await?;
    for some in ids.chunks(BATCH) {
        let changed: Vec<(PlanId, State, String)> = worded(write, some)
            .await?
            .into_iter()
            .filter_map(|plan| {
                let tags = meanings.tags(&plan.words);
                (tags != plan.tags).then_some((plan.id, plan.state, tags))
            })
            .collect();
        if !changed.is_empty() {
            show(write, &changed).await?;
            list(write, &changed).await?;
        }
    }
    Ok(())
}

/// The numbers of the plans that have a tag, in their order: of those that are not to be seen as well.
async fn having(write: &Write, tag: &str) -> Result<Vec<PlanId>, Broken> {
    let listed: Vec<PlanId> = plan_tags::Entity::find()
        .select_only()
        .column(plan_tags::Column::PlanId)
        .filter(plan_tags::Column::Tag.eq(tag))
        .into_tuple()
        .all(write.tx())
        .await?;
    let unseen: Vec<(PlanId, String)> = plans::Entity::find()
        .select_only()
        .columns([plans::Column::Id, plans::Column::Tags])
        .filter(Expr::cust("state <> 'published'"))
        .into_tuple()
        .all(write.tx())
        .await?;
    let unseen = unseen
        .into_iter()
        .filter(|(_, tags)| tags.split_whitespace().any(|one| one == tag))
        .map(|(id, _)| id);
    let mut ids: Vec<PlanId> = listed.into_iter().chain(unseen).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// These plans, held until the write ends, the first first, as everybody holds several.
async fn worded(write: &Write, ids: &[PlanId]) -> Result<Vec<Worded>, Broken> {
    let held = plans::Entity::find()
        .select_only()
        .column(plans::Column::Id)
        .filter(plans::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(plans::Column::Id);
    if write.tx().get_database_backend() == DbBackend::Postgres {
        held.lock(LockType::NoKeyUpdate)
            .into_tuple::<PlanId>()
            .all(write.tx())
            .await?;
    }
    let sql = format!(
        "SELECT p.id, p.state, p.tags, r.tags AS words FROM plans p \
         JOIN revisions r ON r.plan_id = p.id AND r.number = p.head WHERE p.id IN ({}) ORDER BY p.id",
        numbers(ids.iter().copied())
    );
    let statement = Statement::from_string(write.tx().get_database_backend(), sql);
    Ok(Worded::find_by_statement(statement).all(write.tx()).await?)
}

fn numbers(ids: impl Iterator<Item = PlanId>) -> String {
    let ids: Vec<_> = ids.map(|id| id.to_string()).collect();
    ids.join(", ")
}

/// Writes the tags beside the plans.
async fn show(write: &Write, changed: &[(PlanId, State, String)]) -> Result<(), Broken> {
    let mut cases = String::new();
    let mut values: Vec<Value> = Vec::new();
    for (id, _, tags) in changed {
        values.push(tags.as_str().into());
        let _ = write!(cases, " WHEN {id} THEN ${}", values.len());
    }
    let sql = format!(
        "UPDATE plans SET tags = CASE id{cases} END WHERE id IN ({})",
        numbers(changed.iter().map(|(id, ..)| *id))
    );
    let backend = write.tx().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    write.tx().execute_raw(statement).await?;
    Ok(())
}

/// Lists the plans that are to be seen under their tags.
async fn list(write: &Write, changed: &[(PlanId, State, String)]) -> Result<(), Broken> {
    let seen = changed
        .iter()
        .filter(|(_, state, _)| *state == State::Published);
    let rows: Vec<plan_tags::ActiveModel> = seen
        .clone()
        .flat_map(|(id, _, tags)| {
            tags.split_whitespace()
                .map(move |tag| plan_tags::ActiveModel {
                    tag: Set(tag.to_owned()),
                    plan_id: Set(*id),
                })
        })
        .collect();
    plan_tags::Entity::delete_many()
        .filter(plan_tags::Column::PlanId.is_in(seen.map(|(id, ..)| *id)))
        .exec(write.tx())
        .await?;
    if !rows.is_empty() {
        plan_tags::Entity::insert_many(rows)
            .exec_without_returning(write.tx())
            .await?;
    }
    Ok(())
}

/// Counts the published plans of these tags anew.
pub(super) async fn recount(write: &Write, names: &[&str]) -> Result<(), Broken> {
    tags::Entity::update_many()
        .col_expr(
            tags::Column::Plans,
            Expr::cust("(SELECT COUNT(*) FROM plan_tags WHERE plan_tags.tag = tags.tag)"),
        )
        .filter(tags::Column::Tag.is_in(names.iter().copied()))
        .exec(write.tx())
        .await?;
    Ok(())
}
