//! The same lines across months, one row for each: how a table shows them.

use similar::{Algorithm, DiffTag};

use super::{Cost, Month, Revenue};

/// What makes a line the same line in another month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<'a> {
    /// The word of its [`RevenueKind`](super::RevenueKind) or [`CostKind`](super::CostKind).
    pub kind: &'static str,
    /// The founder's word for it.
    pub label: &'a str,
    /// Of a capital cost.
    pub life_months: Option<u32>,
}

/// One line over all months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// What recurs.
    pub line: Line<'a>,
    /// Minor units, one per month; none where the month does not have the line.
    pub amounts: Vec<Option<i64>>,
}

/// The revenue of all months, row by row.
#[must_use]
pub fn revenue_rows(months: &[Month]) -> Vec<Row<'_>> {
    let lines: Vec<_> = months.iter().map(revenue_lines).collect();
    rows(&lines)
}

/// The costs of all months, row by row.
#[must_use]
pub fn cost_rows(months: &[Month]) -> Vec<Row<'_>> {
    let lines: Vec<_> = months.iter().map(cost_lines).collect();
    rows(&lines)
}

impl Revenue {
    /// What makes it the same line in another month.
    #[must_use]
    pub fn line(&self) -> Line<'_> {
        Line {
            kind: self.kind.as_str(),
            label: &self.label,
            life_months: None,
        }
    }
}

impl Cost {
    /// What makes it the same line in another month.
    #[must_use]
    pub fn line(&self) -> Line<'_> {
        Line {
            kind: self.kind.as_str(),
            label: &self.label,
            life_months: self.life_months,
        }
    }
}

fn revenue_lines(month: &Month) -> Vec<(Line<'_>, i64)> {
    let lines = month.revenue.iter();
    lines
        .map(|revenue| (revenue.line(), revenue.amount))
        .collect()
}

fn cost_lines(month: &Month) -> Vec<(Line<'_>, i64)> {
    let lines = month.costs.iter();
    lines.map(|cost| (cost.line(), cost.amount)).collect()
}

/// As few rows as keep every month's lines in that month's order, found by merging month after month.
fn rows<'a>(months: &[Vec<(Line<'a>, i64)>]) -> Vec<Row<'a>> {
    let count = months.len();
    months
        .iter()
        .enumerate()
        .fold(Vec::new(), |rows, (month, lines)| {
            merge(rows, month, lines, count)
        })
}

fn merge<'a>(
    rows: Vec<Row<'a>>,
    month: usize,
    lines: &[(Line<'a>, i64)],
    count: usize,
) -> Vec<Row<'a>> {
    let old: Vec<Line> = rows.iter().map(|row| row.line).collect();
    let new: Vec<Line> = lines.iter().map(|line| line.0).collect();
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
        }
        merged.append(&mut known);
        if tag != DiffTag::Equal {
            merged.extend(lines.iter().map(|&(line, amount)| {
                let mut amounts = vec![None; count];
                amounts[month] = Some(amount);
                Row { line, amounts }
            }));
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn a_line_that_recurs_is_one_row() {
        let mut numbers = testing::simple(&[(1, 5), (2, 5), (3, 6)]);
        numbers.months[1].costs.clear();
        let rows = cost_rows(&numbers.months);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].amounts, [Some(5), None, Some(6)]);
    }

    #[test]
    fn two_of_a_name_in_one_month_stay_two() {
        let mut numbers = testing::simple(&[(1, 5)]);
        let twin = numbers.months[0].revenue[0].clone();
        numbers.months[0].revenue.push(twin);
        assert_eq!(revenue_rows(&numbers.months).len(), 2);
    }
}
