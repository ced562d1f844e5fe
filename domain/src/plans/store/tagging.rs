//! The counters that a plan moves as it comes, changes and goes.

use super::join_tags;
use crate::{
    broken::Broken,
    ids::{AccountId, PlanId},
    plans::{Content, Tag},
    tables::{accounts, plan_tags, tags},
    tags::{Meanings, Respelled, share},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use std::collections::BTreeSet;

/// The tags that a content's words mean, parted by spaces, and those of the words that are no names.
pub(super) async fn meant(
    tx: &DatabaseTransaction,
    content: &Content,
) -> Result<(String, Vec<Respelled>), Broken> {
    share(tx).await?;
    let words = content.tags();
    let meanings = Meanings::of(tx, words.iter().map(Tag::as_str)).await?;
    let tags = meanings.tags(&join_tags(content));
    Ok((tags, meanings.respelled(words)?))
}

/// Moves a plan from one set of tags to another, and the tags' counts with it. Always in the order
/// of the alphabet, so that two plans with the same tags never wait for each other in a circle.
pub(super) async fn retag(
    tx: &DatabaseTransaction,
    plan: PlanId,
    before: &str,
    after: &str,
) -> Result<(), Broken> {
    share(tx).await?;
    let before: BTreeSet<&str> = before.split_whitespace().collect();
    let after: BTreeSet<&str> = after.split_whitespace().collect();
    for tag in before.symmetric_difference(&after) {
        if after.contains(tag) {
            add(tx, plan, tag).await?;
        } else {
            remove(tx, plan, tag).await?;
        }
    }
    Ok(())
}

async fn add(tx: &DatabaseTransaction, plan: PlanId, tag: &str) -> Result<(), Broken> {
    let counted = tags::ActiveModel {
        tag: Set(tag.to_owned()),
        plans: Set(1),
        ..Default::default()
    };
    let one_more = OnConflict::column(tags::Column::Tag)
        .value(
            tags::Column::Plans,
            Expr::col((tags::Entity, tags::Column::Plans)).add(1),
        )
        .to_owned();
    tags::Entity::insert(counted)
        .on_conflict(one_more)
        .exec_without_returning(tx)
        .await?;
    let row = plan_tags::ActiveModel {
        tag: Set(tag.to_owned()),
        plan_id: Set(plan),
    };
    plan_tags::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn remove(tx: &DatabaseTransaction, plan: PlanId, tag: &str) -> Result<(), Broken> {
    tags::Entity::update_many()
        .col_expr(tags::Column::Plans, Expr::col(tags::Column::Plans).sub(1))
        .filter(tags::Column::Tag.eq(tag))
        .exec(tx)
        .await?;
    plan_tags::Entity::delete_by_id((tag.to_owned(), plan))
        .exec(tx)
        .await?;
    Ok(())
}

/// So many more published plans of this author; fewer when negative.
pub(super) async fn count_plans(
    tx: &DatabaseTransaction,
    author: AccountId,
    more: i64,
) -> Result<(), Broken> {
    accounts::Entity::update_many()
        .col_expr(
            accounts::Column::Plans,
            Expr::col(accounts::Column::Plans).add(more),
        )
        .filter(accounts::Column::Id.eq(author))
        .exec(tx)
        .await?;
    Ok(())
}
