use csv::Writer;
use similar::{Algorithm, DiffTag};

use super::super::Month;
use super::{COLUMNS, defuse, month_title};
use crate::money::{Currency, Money};

/// Writes the months as a table, with one row for a line that recurs.
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "memory takes every record: it does not panic"
)]
pub fn to_csv(months: &[Month], currency: Currency) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let titles = (1..=months.len()).map(month_title);
    let header = COLUMNS.iter().map(ToString::to_string).chain(titles);
    let rows = rows(months.iter().map(revenue_lines).collect())
        .into_iter()
        .chain(rows(months.iter().map(cost_lines).collect()));
    let written = writer.write_record(header).and_then(|()| {
        rows.into_iter()
            .try_for_each(|row| writer.write_record(row.cells(currency)))
    });
    written.expect("memory takes every record, and all have the header's length");
    let bytes = writer.into_inner().expect("memory can be flushed");
    String::from_utf8(bytes).expect("only text was written")
}

/// What makes a line the same line in another month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct LineKey<'a> {
    side: &'static str,
    kind: &'static str,
    label: &'a str,
    life_months: Option<u32>,
}

struct Row<'a> {
    key: LineKey<'a>,
    /// One per month.
    amounts: Vec<Option<i64>>,
}

impl Row<'_> {
    fn cells(self, currency: Currency) -> impl Iterator<Item = String> {
        let life = self.key.life_months.map(|life| life.to_string());
        let amounts = self.amounts.into_iter().map(move |amount| {
            amount.map_or_else(String::new, |minor| Money::new(minor, currency).plain())
        });
        [
            self.key.side.to_owned(),
            self.key.kind.to_owned(),
            defuse(self.key.label),
            life.unwrap_or_default(),
        ]
        .into_iter()
        .chain(amounts)
    }
}

fn revenue_lines(month: &Month) -> Vec<(LineKey<'_>, i64)> {
    month
        .revenue
        .iter()
        .map(|line| {
            let key = LineKey {
                side: "revenue",
                kind: line.kind.word(),
                label: &line.label,
                life_months: None,
            };
            (key, line.amount)
        })
        .collect()
}

fn cost_lines(month: &Month) -> Vec<(LineKey<'_>, i64)> {
    month
        .costs
        .iter()
        .map(|line| {
            let key = LineKey {
                side: "cost",
                kind: line.kind.word(),
                label: &line.label,
                life_months: line.life_months,
            };
            (key, line.amount)
        })
        .collect()
}

/// The fewest rows in which every month's lines stand in that month's order, found by merging month after month.
fn rows(months: Vec<Vec<(LineKey<'_>, i64)>>) -> Vec<Row<'_>> {
    let count = months.len();
    months
        .into_iter()
        .enumerate()
        .fold(Vec::new(), |rows, (month, lines)| {
            merge(rows, month, &lines, count)
        })
}

fn merge<'a>(
    rows: Vec<Row<'a>>,
    month: usize,
    lines: &[(LineKey<'a>, i64)],
    count: usize,
) -> Vec<Row<'a>> {
    let old: Vec<LineKey> = rows.iter().map(|row| row.key).collect();
    let new: Vec<LineKey> = lines.iter().map(|line| line.0).collect();
    let mut rows = rows.into_iter();
    let mut merged = Vec::with_capacity(old.len() + new.len());
    for operation in similar::capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, of_rows, of_lines) = operation.as_tag_tuple();
        let mut known: Vec<Row> = rows.by_ref().take(of_rows.len()).collect();
        let lines = &lines[of_lines];
        if tag == DiffTag::Equal {
            for (row, line) in known.iter_mut().zip(lines) {
                row.amounts[month] = Some(line.1);
            }
            merged.append(&mut known);
            continue;
        }
        merged.append(&mut known);
        merged.extend(lines.iter().map(|&(key, amount)| {
            let mut amounts = vec![None; count];
            amounts[month] = Some(amount);
            Row { key, amounts }
        }));
    }
    merged
}
