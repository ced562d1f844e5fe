//! Finding entries, the newest first, each way by an index that has them in this order.

use super::{
    super::{Entry, store::entry},
    filter::{Actor, Filter},
};
use crate::{broken::Broken, cursor::Cursor, forum::Forum, ids::Seq, tables::log};
use sea_orm::{EntityTrait, FromQueryResult, Statement, Value};

const COLUMNS: &str = "seq, \"at\", actor, act, subject, detail, prev_hash, hash";
const ORDER: &str = "ORDER BY \"at\" DESC, seq DESC";

/// The entry at this place.
pub(super) async fn one(forum: &Forum, seq: Seq) -> Result<Option<Entry>, Broken> {
    let row = log::Entity::find_by_id(seq).one(forum.read()).await?;
    row.map(entry).transpose()
}

/// So many of the entries that fit, after this place.
pub(super) async fn newest(
    forum: &Forum,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Vec<Entry>, Broken> {
    let mut query = Query::default();
    let Some(sql) = query.sql(filter, after, limit) else {
        return Ok(Vec::new());
    };
    let backend = forum.read().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, query.values);
    let rows = log::Model::find_by_statement(statement)
        .all(forum.read())
        .await?;
    rows.into_iter().map(entry).collect()
}

/// A query in the making.
#[derive(Default)]
struct Query {
    values: Vec<Value>,
}

impl Query {
    /// The query's text; nothing when no entry can fit.
    fn sql(&mut self, filter: &Filter, after: Option<Cursor>, limit: u64) -> Option<String> {
        let mut conditions = self.conditions(filter, after);
        let Some(kinds) = &filter.kinds else {
            return Some(select(&conditions, limit));
        };
        if kinds.is_empty() {
            return None;
        }
        let acts = kinds.iter().map(|kind| self.bound(kind.as_str()));
        if filter.actor.is_some() {
            // One person's acts are few enough to be looked through.
            let acts: Vec<_> = acts.collect();
            conditions.push(format!("act IN ({})", acts.join(", ")));
            return Some(select(&conditions, limit));
        }
        // Each kind by itself, and then those that come first: asked for all kinds at once, a database reads
        // every entry of theirs to sort them, or every entry there is to find a rare one.
        let each = acts.enumerate().map(|(number, act)| {
            let mut of_kind = vec![format!("act = {act}")];
            of_kind.extend(conditions.iter().cloned());
            format!(
                "SELECT {COLUMNS} FROM ({}) of_{number}",
                select(&of_kind, limit)
            )
        });
        let each: Vec<_> = each.collect();
        let union = each.join(" UNION ALL ");
        Some(format!(
            "SELECT {COLUMNS} FROM ({union}) found {ORDER} LIMIT {limit}"
        ))
    }

    fn conditions(&mut self, filter: &Filter, after: Option<Cursor>) -> Vec<String> {
        let mut conditions = Vec::new();
        match filter.actor {
            Some(Actor::Operator) => conditions.push("actor IS NULL".to_owned()),
            Some(Actor::Person(id)) => conditions.push(format!("actor = {}", self.bound(id.0))),
            None => {}
        }
        if let Some(since) = filter.since {
            conditions.push(format!("\"at\" >= {}", self.bound(since.0)));
        }
        if let Some(before) = filter.before {
            conditions.push(format!("\"at\" < {}", self.bound(before.0)));
        }
        if let Some(Cursor { value, id }) = after {
            let (at, seq) = (self.bound(value), self.bound(id));
            conditions.push(format!("(\"at\", seq) < ({at}, {seq})"));
        }
        conditions
    }

    /// A value's place in the query.
    fn bound(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

fn select(conditions: &[String], limit: u64) -> String {
    let such = match conditions {
        [] => String::new(),
        conditions => format!("WHERE {} ", conditions.join(" AND ")),
    };
    format!("SELECT {COLUMNS} FROM log {such}{ORDER} LIMIT {limit}")
}
