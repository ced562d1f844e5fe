//! The log as people read it: sentences for every act, what is left out, and what it is narrowed to.

mod filtering;
mod hiding;
mod sentences;

use crate::harness::Fresh;
use domain::{
    Viewer,
    log::{self, Filter, FilterError, Told, TypedFilter},
};

/// The whole log, as somebody sees it, the oldest first.
pub async fn all(fresh: &Fresh, viewer: &Viewer) -> Vec<Told> {
    let filter = Filter::default();
    let page = log::told(&fresh.forum, viewer, &filter, None, 100).await;
    let mut items = page.expect("the log is read").items;
    items.reverse();
    items
}

/// A sentence with its reason, as one line.
pub fn line(told: &Told) -> String {
    match &told.why {
        Some(why) => format!("{}: {why}", told.text()),
        None => told.text(),
    }
}

/// The lines of the whole log, the oldest first.
pub async fn lines(fresh: &Fresh, viewer: &Viewer) -> Vec<String> {
    all(fresh, viewer).await.iter().map(line).collect()
}

/// What was typed, understood.
pub async fn filter(fresh: &Fresh, typed: &TypedFilter) -> Filter {
    Filter::read(&fresh.forum, typed)
        .await
        .expect("it makes sense")
}

/// What is wrong with what was typed.
pub async fn wrong(fresh: &Fresh, typed: &TypedFilter) -> Vec<String> {
    match Filter::read(&fresh.forum, typed).await {
        Err(FilterError::Invalid(problems)) => problems
            .0
            .iter()
            .map(|problem| problem.field.to_string())
            .collect(),
        other => panic!("{other:?}"),
    }
}
