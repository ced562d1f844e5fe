use crate::{broken::Broken, forum::Forum};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select, TryGetableMany, sea_query::Value,
};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// What a query says of the rows of these numbers: nothing of none, without asking.
pub(crate) async fn numbered<E, K, T>(
    forum: &Forum,
    query: Select<E>,
    number: E::Column,
    numbers: &HashSet<K>,
) -> Result<Vec<T>, Broken>
where
    E: EntityTrait,
    K: Copy + Into<Value>,
    T: TryGetableMany + Send + Sync,
{
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let query = query.filter(number.is_in(numbers.iter().copied()));
    Ok(query.into_tuple().all(forum.read()).await?)
}

/// One column of the rows of these numbers, by number.
pub(crate) async fn column_of<E, K, T>(
    forum: &Forum,
    query: Select<E>,
    (number, column): (E::Column, E::Column),
    numbers: &HashSet<K>,
) -> Result<HashMap<K, T>, Broken>
where
    E: EntityTrait,
    K: Copy + Eq + Hash + Into<Value> + Send + Sync,
    T: Send + Sync,
    (K, T): TryGetableMany,
{
    let query = query.select_only().columns([number, column]);
    let pairs: Vec<(K, T)> = numbered(forum, query, number, numbers).await?;
    Ok(pairs.into_iter().collect())
}
