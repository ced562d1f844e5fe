use csv::{ReaderBuilder, StringRecord};

use super::super::Month;
use super::super::table::{Row, TableError, months_of};
use crate::money::Currency;

/// Reads months from a table. Empty text is no months; the header may be left out.
///
/// # Errors
/// The first few [`TableError`]s, in the order of the text.
pub fn from_csv(text: &str, currency: Currency) -> Result<Vec<Month>, Vec<TableError>> {
    months_of(&rows(text), currency)
}

/// All rows with something in them.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let text = text.trim_start_matches('\u{feff}');
    // A reader counts no blank lines and half of the ends that a browser sends: an empty cell and plain ends
    // keep the line numbers right.
    let lines = text.lines().map(|line| match line.trim() {
        "" => "\"\"",
        _ => line,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes())
        .into_records()
        // Reading fails on broken UTF-8, on uneven rows and by the source; none of these can be here.
        .filter_map(Result::ok)
        .filter(|record| record.iter().any(|cell| !cell.trim().is_empty()))
        .map(|record| row(&record))
        .collect()
}

/// Whichever comes first: neither a heading nor a side has any of them inside.
fn delimiter(text: &str) -> u8 {
    let is_delimiter = |byte: &u8| matches!(byte, b',' | b';' | b'\t');
    text.bytes().find(is_delimiter).unwrap_or(b',')
}

fn row(record: &StringRecord) -> Row {
    Row {
        line: record.position().map_or(1, csv::Position::line),
        cells: record.iter().map(str::to_owned).collect(),
    }
}
