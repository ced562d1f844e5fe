use csv::Writer;

use super::super::Month;
use super::super::rows::{Row, cost_rows, revenue_rows};
use super::super::table::{COLUMNS, column_title, defuse};
use crate::money::{Currency, Money};

/// Writes the months as a table, with one row for a line that recurs.
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "memory takes every record: it does not panic"
)]
pub fn to_csv(months: &[Month], currency: Currency) -> String {
    let header = (0..COLUMNS.len() + months.len()).map(column_title);
    let revenue = revenue_rows(months);
    let costs = cost_rows(months);
    let revenue = revenue.iter().map(|row| ("revenue", row));
    let costs = costs.iter().map(|row| ("cost", row));

    let mut writer = Writer::from_writer(Vec::new());
    let written = writer.write_record(header).and_then(|()| {
        revenue
            .chain(costs)
            .try_for_each(|(side, row)| writer.write_record(cells(side, row, currency)))
    });
    written.expect("memory takes every record, and all have the header's length");
    let bytes = writer.into_inner().expect("memory can be flushed");
    String::from_utf8(bytes).expect("only text was written")
}

fn cells(side: &str, row: &Row<'_>, currency: Currency) -> impl Iterator<Item = String> {
    let life = row.line.life_months.map(|life| life.to_string());
    let first = [
        side.to_owned(),
        row.line.kind.to_owned(),
        defuse(row.line.label),
        life.unwrap_or_default(),
    ];
    let amounts = row.amounts.iter().map(move |amount| {
        amount.map_or_else(String::new, |minor| Money::new(minor, currency).plain())
    });
    first.into_iter().chain(amounts)
}
