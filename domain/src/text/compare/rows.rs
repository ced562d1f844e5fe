//! Rows of tables, cell by cell.

use super::words::Text;
use super::{Cell, Change, Status, align, pieces};

/// A column of a table: where it stands in the old and in the new one.
#[derive(Clone, Copy)]
pub(super) struct Column {
    old: Option<usize>,
    new: Option<usize>,
}

/// Compares a row with what it was, in the columns of its table.
pub(super) fn compare(old: Option<&[Text]>, new: Option<&[Text]>, columns: &[Column]) -> Vec<Cell> {
    let cell = |column: &Column| {
        let before = column.old.and_then(|at| old?.get(at));
        let now = column.new.and_then(|at| new?.get(at));
        match (before, now) {
            (Some(before), Some(now)) => both(before, now),
            (Some(before), None) => Cell {
                status: Status::Removed,
                pieces: pieces::whole(before, Change::Deleted),
            },
            (None, Some(now)) => Cell {
                status: Status::Added,
                pieces: pieces::whole(now, Change::Inserted),
            },
            (None, None) => Cell {
                status: Status::Same,
                pieces: Vec::new(),
            },
        }
    };
    columns.iter().map(cell).collect()
}

fn both(old: &Text, new: &Text) -> Cell {
    let pieces = pieces::compare(old, new);
    let same = pieces::are_same(&pieces);
    Cell {
        status: if same { Status::Same } else { Status::Changed },
        pieces,
    }
}

/// Matches columns by their names; between them, renamed ones by their order.
pub(super) fn columns(old: &[u32], new: &[u32]) -> Vec<Column> {
    let mut columns = Vec::with_capacity(old.len().max(new.len()));
    let (mut old_at, mut new_at) = (0, 0);
    for (old_next, new_next) in align::matches(old, new)
        .into_iter()
        .chain([(old.len(), new.len())])
    {
        let between = (old_next - old_at).max(new_next - new_at);
        columns.extend((0..between).map(|at| Column {
            old: Some(old_at + at).filter(|at| *at < old_next),
            new: Some(new_at + at).filter(|at| *at < new_next),
        }));
        if old_next < old.len() && new_next < new.len() {
            columns.push(Column {
                old: Some(old_next),
                new: Some(new_next),
            });
        }
        (old_at, new_at) = (old_next + 1, new_next + 1);
    }
    columns
}
