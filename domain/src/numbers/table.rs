//! The months as rows of cells, as a table shows them: what the server reads a text into, and what the grid in the
//! browser has to begin with. Both understand it by this one code.

mod split;
mod worked;

use std::fmt;
use std::str::FromStr;

pub use split::{joined, split};
pub use worked::{CellMistake, Worked, worked};

use super::check::{amount_problem, life_problem};
use super::{Cost, CostKind, MAX_LABEL, MAX_MONTHS, Month, Revenue, RevenueKind};
use crate::checked::{self, Lines};
use crate::money::{Currency, Money};

/// The columns before the months.
pub const COLUMNS: [&str; 4] = ["side", "kind", "label", "life_months"];
/// So many mistakes are told at once; a table in another form altogether has one per cell.
pub(super) const MAX_ERRORS: usize = 20;

/// A row's cells and the line that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 1 for the first line of the text.
    pub line: u64,
    /// What is in it, from the side on.
    pub cells: Vec<String>,
}

/// A cell or row that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// 1 for the first line of the text.
    pub line: u64,
    /// The column from 0, unless the whole row is meant.
    pub column: Option<usize>,
    /// What is wrong, in words that follow the place.
    pub message: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column “{}”", column_title(column))?;
        }
        write!(f, " {}", self.message)
    }
}

/// What a column is called.
#[must_use]
pub fn column_title(column: usize) -> String {
    match COLUMNS.get(column) {
        Some(title) => (*title).to_owned(),
        None => format!("month {}", column + 1 - COLUMNS.len()),
    }
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// Cells up to the last that is not blank.
    fn filled(&self) -> usize {
        (0..self.cells.len())
            .rfind(|&column| !self.cell(column).is_empty())
            .map_or(0, |last| last + 1)
    }

    fn is_header(&self) -> bool {
        self.cell(0).eq_ignore_ascii_case(COLUMNS[0])
    }
}

/// Reads months from the rows of a table. No rows are no months; the header may be left out.
///
/// # Errors
/// The first few [`TableError`]s, in the order of the rows.
pub fn months_of(rows: &[Row], currency: Currency) -> Result<Vec<Month>, Vec<TableError>> {
    read(rows, currency, |label| {
        checked::text(label, Lines::One, 1, MAX_LABEL)
    })
}

/// As [`months_of`], with labels checked so. What it takes to write a label in its one form (the tables of Unicode)
/// is more than all the rest, and does not go to the browser.
fn read(
    rows: &[Row],
    currency: Currency,
    check_label: CheckLabel,
) -> Result<Vec<Month>, Vec<TableError>> {
    let header = rows.first().filter(|row| row.is_header());
    let mut table = Table {
        months: vec![Month::default(); month_count(header, rows)],
        currency,
        check_label,
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
        table.error(rows.first(), None, message);
    }
    if table.errors.is_empty() {
        for row in rows.iter().skip(usize::from(header.is_some())) {
            table.read(row);
        }
    }
    table.errors.truncate(MAX_ERRORS);
    if table.errors.is_empty() {
        Ok(table.months)
    } else {
        Err(table.errors)
    }
}

/// As many as the header has; without one, as the widest row.
fn month_count(header: Option<&Row>, rows: &[Row]) -> usize {
    let width = match header {
        Some(header) => header.filled(),
        None => rows.iter().map(Row::filled).max().unwrap_or(0),
    };
    width.saturating_sub(COLUMNS.len())
}

type CheckLabel = fn(&str) -> Result<String, String>;

struct Table {
    months: Vec<Month>,
    currency: Currency,
    check_label: CheckLabel,
    errors: Vec<TableError>,
}

impl Table {
    fn check_header(&mut self, header: &Row) {
        let known = (0..COLUMNS.len())
            .all(|column| header.cell(column).eq_ignore_ascii_case(COLUMNS[column]));
        if !known {
            let columns = COLUMNS.join(", ");
            let message = format!("must name the columns: {columns} and then the months");
            self.error(Some(header), None, message);
        }
    }

    fn read(&mut self, row: &Row) {
        if let Some(message) = self.row_problem(row) {
            self.error(Some(row), None, message);
            return;
        }
        let errors_before = self.errors.len();
        let label = self.label(row);
        let amounts = self.amounts(row);
        match row.cell(0).to_ascii_lowercase().as_str() {
            "revenue" => self.read_revenue(row, &label, &amounts),
            "cost" | "costs" => self.read_cost(row, &label, &amounts),
            _ => self.error(Some(row), Some(0), "must be revenue or cost"),
        }
        let is_understood = self.errors.len() == errors_before;
        if is_understood && amounts.is_empty() {
            let message = "has an amount in no month; write 0 in one of them to keep it";
            self.error(Some(row), None, message);
        }
    }

    fn row_problem(&self, row: &Row) -> Option<String> {
        if row.cells.iter().any(|cell| cell.contains(['\n', '\r'])) {
            return Some("opens a quotation mark and does not close it".to_owned());
        }
        let (width, expected) = (row.filled(), self.months.len() + COLUMNS.len());
        (width > expected).then(|| {
            format!(
                "has {width} cells where the first line has {expected}; \
                 put quotation marks around an amount with commas, or leave the commas out"
            )
        })
    }

    fn label(&mut self, row: &Row) -> String {
        let label = restore(row.cell(2));
        (self.check_label)(label).unwrap_or_else(|message| {
            self.error(Some(row), Some(2), message);
            String::new()
        })
    }

    /// The month's index and the amount of each cell that is not blank.
    fn amounts(&mut self, row: &Row) -> Vec<(usize, i64)> {
        let mut amounts = Vec::new();
        for month in 0..self.months.len() {
            let column = COLUMNS.len() + month;
            let text = row.cell(column);
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
                Err(message) => self.error(Some(row), Some(column), message),
            }
        }
        amounts
    }

    fn read_revenue(&mut self, row: &Row, label: &str, amounts: &[(usize, i64)]) {
        if !row.cell(3).is_empty() {
            let message = "must be blank for all but capital costs";
            self.error(Some(row), Some(3), message);
        }
        let Some(kind) = self.kind(row, RevenueKind::ALL) else {
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

    fn read_cost(&mut self, row: &Row, label: &str, amounts: &[(usize, i64)]) {
        let Some(kind) = self.kind(row, CostKind::ALL) else {
            return;
        };
        let life_months = match life(row.cell(3), kind) {
            Ok(life) => life,
            Err(message) => return self.error(Some(row), Some(3), message),
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

    fn kind<K: FromStr + fmt::Display>(&mut self, row: &Row, all: &[K]) -> Option<K> {
        let kind = row.cell(1).to_ascii_lowercase().parse().ok();
        if kind.is_none() {
            let words: Vec<String> = all.iter().map(ToString::to_string).collect();
            let message = format!("must be one of {}", words.join(", "));
            self.error(Some(row), Some(1), message);
        }
        kind
    }

    fn error(&mut self, row: Option<&Row>, column: Option<usize>, message: impl Into<String>) {
        self.errors.push(TableError {
            line: row.map_or(1, |row| row.line),
            column,
            message: message.into(),
        });
    }
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

/// Keeps a spreadsheet from running a label as a formula; [`restore`] takes the apostrophe off again.
#[cfg(feature = "store")]
pub(crate) fn defuse(label: &str) -> String {
    if looks_like_formula(label) {
        format!("'{label}")
    } else {
        label.to_owned()
    }
}

pub(super) fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(label) if looks_like_formula(label) => label,
        _ => cell,
    }
}

fn looks_like_formula(label: &str) -> bool {
    label
        .trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@'])
}
