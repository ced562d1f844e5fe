//! Reading a whole table without holding it in memory.

use crate::{broken::Broken, forum::Forum};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
};

const BATCH: u64 = 1_000;

/// A table read by its key, a batch at a time. What is added at its end meanwhile is read too.
pub(super) struct Walk<'f, E: EntityTrait, R> {
    forum: &'f Forum,
    select: Select<E>,
    column: E::Column,
    key: fn(&R) -> i64,
    after: i64,
}

impl<'f, E: EntityTrait, R: FromQueryResult> Walk<'f, E, R> {
    /// From the first row on. `key` is what `column` holds of a row.
    pub(super) fn over(
        forum: &'f Forum,
        select: Select<E>,
        column: E::Column,
        key: fn(&R) -> i64,
    ) -> Self {
        Self {
            forum,
            select,
            column,
            key,
            after: 0,
        }
    }

    /// The next rows; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<R>>, Broken> {
        let rows: Vec<R> = self
            .select
            .clone()
            .filter(self.column.gt(self.after))
            .order_by_asc(self.column)
            .limit(BATCH)
            .into_model()
            .all(self.forum.read())
            .await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.after = (self.key)(last);
        Ok(Some(rows))
    }
}
