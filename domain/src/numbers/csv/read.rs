use std::fmt;
use std::str::FromStr;

use csv::{ReaderBuilder, StringRecord};

use super::super::check::{amount_problem, life_problem};
use super::super::{Cost, CostKind, MAX_LABEL, MAX_MONTHS, Month, Revenue, RevenueKind};
use super::{COLUMNS, TableError, month_title, restore};
use crate::checked::{self, Lines};
use crate::money::{Currency, Money};

/// So many mistakes are told at once; a table in another form altogether has one per cell.
pub(super) const MAX_ERRORS: usize = 20;

/// Reads months from a table. Empty text is no months; the header may be left out.
///
/// # Errors
/// The first few [`TableError`]s, in the order of the text.
pub fn from_csv(text: &str, currency: Currency) -> Result<Vec<Month>, Vec<TableError>> {
    months_of(&records(text), currency)
}

/// Reads months from the rows of a table.
pub(super) fn months_of(
    records: &[StringRecord],
    currency: Currency,
) -> Result<Vec<Month>, Vec<TableError>> {
    let header = records.first().filter(|record| is_header(record));
    let mut table = Table {
        months: vec![Month::default(); month_count(header, records)],
        currency,
        errors: Vec::new(),
    };
    if let Some(header) = header {
        table.check_header(header);
    }
    if table.months.len() > MAX_MONTHS {
        let message = format!(
            "has {} months; at most {MAX_MONTHS} are allowed",
            table.months.len()
        );
        table.error(records.first(), None, message);
    }
    if table.errors.is_empty() {
        for record in records.iter().skip(usize::from(header.is_some())) {
            table.read(record);
        }
    }
    table.errors.truncate(MAX_ERRORS);
    if table.errors.is_empty() {
        Ok(table.months)
    } else {
        Err(table.errors)
    }
}

/// All rows with something in them.
pub(super) fn records(text: &str) -> Vec<StringRecord> {
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
        .collect()
}

/// Whichever comes first: neither a heading nor a side has any of them inside.
fn delimiter(text: &str) -> u8 {
    let is_delimiter = |byte: &u8| matches!(byte, b',' | b';' | b'\t');
    text.bytes().find(is_delimiter).unwrap_or(b',')
}

fn is_header(record: &StringRecord) -> bool {
    cell(record, 0).eq_ignore_ascii_case(COLUMNS[0])
}

/// As many as the header has; without one, as the widest row.
fn month_count(header: Option<&StringRecord>, records: &[StringRecord]) -> usize {
    let width = match header {
        Some(header) => filled(header),
        None => records.iter().map(filled).max().unwrap_or(0),
    };
    width.saturating_sub(COLUMNS.len())
}

/// Cells up to the last that is not blank.
fn filled(record: &StringRecord) -> usize {
    (0..record.len())
        .rfind(|&column| !cell(record, column).is_empty())
        .map_or(0, |last| last + 1)
}

pub(super) fn cell(record: &StringRecord, column: usize) -> &str {
    record.get(column).unwrap_or_default().trim()
}

struct Table {
    months: Vec<Month>,
    currency: Currency,
    errors: Vec<TableError>,
}

impl Table {
    fn check_header(&mut self, header: &StringRecord) {
        let known = (0..COLUMNS.len())
            .all(|column| cell(header, column).eq_ignore_ascii_case(COLUMNS[column]));
        if !known {
            let columns = COLUMNS.join(", ");
            let message = format!("must name the columns: {columns} and then the months");
            self.error(Some(header), None, message);
        }
    }

    fn read(&mut self, record: &StringRecord) {
        if let Some(message) = self.row_problem(record) {
            self.error(Some(record), None, message);
            return;
        }
        let errors_before = self.errors.len();
        let label = self.label(record);
        let amounts = self.amounts(record);
        match cell(record, 0).to_ascii_lowercase().as_str() {
            "revenue" => self.read_revenue(record, &label, &amounts),
            "cost" | "costs" => self.read_cost(record, &label, &amounts),
            _ => self.error(Some(record), Some(0), "must be revenue or cost"),
        }
        let is_understood = self.errors.len() == errors_before;
        if is_understood && amounts.is_empty() {
            let message = "has an amount in no month; write 0 in one of them to keep it";
            self.error(Some(record), None, message);
        }
    }

    fn row_problem(&self, record: &StringRecord) -> Option<String> {
        if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
            return Some("opens a quotation mark and does not close it".to_owned());
        }
        let (width, expected) = (filled(record), self.months.len() + COLUMNS.len());
        (width > expected).then(|| {
            format!(
                "has {width} cells where the first line has {expected}; \
                 put quotation marks around an amount with commas, or leave the commas out"
            )
        })
    }

    fn label(&mut self, record: &StringRecord) -> String {
        let label = restore(cell(record, 2));
        checked::text(label, Lines::One, 1, MAX_LABEL).unwrap_or_else(|message| {
            self.error(Some(record), Some(2), message);
            String::new()
        })
    }

    /// The month's index and the amount of each cell that is not blank.
    fn amounts(&mut self, record: &StringRecord) -> Vec<(usize, i64)> {
        let mut amounts = Vec::new();
        for month in 0..self.months.len() {
            let column = COLUMNS.len() + month;
            let text = cell(record, column);
            if text.is_empty() {
                continue;
            }
            let parsed = Money::parse(text, self.currency).map_err(|error| error.to_string());
            let checked = parsed.and_then(|money| match amount_problem(money.minor) {
                Some(message) => Err(message.to_owned()),
                None => Ok(money.minor),
            });
            match checked {
                Ok(minor) => amounts.push((month, minor)),
                Err(message) => self.error(Some(record), Some(column), message),
            }
        }
        amounts
    }

    fn read_revenue(&mut self, record: &StringRecord, label: &str, amounts: &[(usize, i64)]) {
        if !cell(record, 3).is_empty() {
            let message = "must be blank for all but capital costs";
            self.error(Some(record), Some(3), message);
        }
        let Some(kind) = self.kind(record, RevenueKind::ALL) else {
            return;
        };
        for &(month, amount) in amounts {
            self.months[month].revenue.push(Revenue {
                kind,
                label: label.to_owned(),
                amount,
            });
        }
    }

    fn read_cost(&mut self, record: &StringRecord, label: &str, amounts: &[(usize, i64)]) {
        let Some(kind) = self.kind(record, CostKind::ALL) else {
            return;
        };
        let life_months = match life(cell(record, 3), kind) {
            Ok(life) => life,
            Err(message) => return self.error(Some(record), Some(3), message),
        };
        for &(month, amount) in amounts {
            self.months[month].costs.push(Cost {
                kind,
                label: label.to_owned(),
                amount,
                life_months,
            });
        }
    }

    fn kind<K: FromStr + fmt::Display>(&mut self, record: &StringRecord, all: &[K]) -> Option<K> {
        let kind = cell(record, 1).to_ascii_lowercase().parse().ok();
        if kind.is_none() {
            let words: Vec<String> = all.iter().map(ToString::to_string).collect();
            let message = format!("must be one of {}", words.join(", "));
            self.error(Some(record), Some(1), message);
        }
        kind
    }

    fn error(
        &mut self,
        record: Option<&StringRecord>,
        column: Option<usize>,
        message: impl Into<String>,
    ) {
        self.errors.push(TableError {
            line: record.map_or(1, line),
            column: column.map(column_title),
            message: message.into(),
        });
    }
}

pub(super) fn line(record: &StringRecord) -> u64 {
    record.position().map_or(1, csv::Position::line)
}

fn life(text: &str, kind: CostKind) -> Result<Option<u32>, String> {
    let life = match text.parse() {
        Ok(life) => Some(life),
        Err(_) if text.is_empty() => None,
        // Out of every range, so that the one message below tells what is expected.
        Err(_) => Some(0),
    };
    life_problem(kind, life).map_or(Ok(life), Err)
}

fn column_title(column: usize) -> String {
    match COLUMNS.get(column) {
        Some(title) => (*title).to_owned(),
        None => month_title(column + 1 - COLUMNS.len()),
    }
}
