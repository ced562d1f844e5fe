//! What a table comes to while it is still being typed.

use serde::Serialize;

use super::super::{
    MAX_LABEL, MAX_LINES, Month,
    rules::{Results, results_of},
};
use super::{Row, TableError, joined, read};
use crate::money::{Currency, Money};

/// The table of an editor, worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Worked {
    /// The table as a text, as it is stored and sent.
    pub text: String,
    /// What is wrong in it.
    pub mistakes: Vec<CellMistake>,
    /// What it comes to, in a sentence or two.
    pub words: String,
}

/// What is wrong with a cell, or a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellMistake {
    /// From 0, the heading included.
    pub row: u64,
    /// From 0; none where the whole row is meant.
    pub column: Option<usize>,
    /// What is wrong, in words.
    pub message: String,
}

/// Works a table out, heading and all, with what was typed as currency and as cash at the start. Rows without a word in
/// them are nothing.
#[must_use]
pub fn worked(currency: &str, opening_cash: &str, cells: &[Vec<String>]) -> Worked {
    let text = joined(cells);
    let Ok(currency) = Currency::new(currency.trim()) else {
        return Worked {
            text,
            mistakes: Vec::new(),
            words: "Choose the currency to see what it comes to.".to_owned(),
        };
    };
    let rows: Vec<Row> = (0..)
        .zip(cells)
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(line, cells)| Row {
            line,
            cells: cells.clone(),
        })
        .collect();
    let opening_cash = Money::parse(opening_cash.trim(), currency).map(|money| money.minor);
    let (mistakes, words) = match read(&rows, currency, check_label) {
        Ok(months) if months.iter().any(has_too_many) => (
            Vec::new(),
            format!("At most {MAX_LINES} lines of revenue and of cost fit into a month."),
        ),
        Ok(months) => {
            let results = results_of(&months, opening_cash.unwrap_or(0));
            (Vec::new(), told(&results, currency))
        }
        Err(errors) => {
            let words = match errors.len() {
                1 => "One thing to mend.".to_owned(),
                count => format!("{count} things to mend."),
            };
            (errors.into_iter().map(CellMistake::from).collect(), words)
        }
    };
    Worked {
        text,
        mistakes,
        words,
    }
}

fn has_too_many(month: &Month) -> bool {
    month.revenue.len() > MAX_LINES || month.costs.len() > MAX_LINES
}

/// What can be said of a label without the tables of Unicode.
fn check_label(label: &str) -> Result<String, String> {
    match label.chars().count() {
        0 => Err("must not be empty".to_owned()),
        length if length > MAX_LABEL => Err(format!(
            "is {length} letters long; at most {MAX_LABEL} are allowed"
        )),
        _ => Ok(label.to_owned()),
    }
}

impl From<TableError> for CellMistake {
    fn from(error: TableError) -> Self {
        Self {
            row: error.line,
            column: error.column,
            message: error.message,
        }
    }
}

fn told(results: &Results, currency: Currency) -> String {
    let Some(lowest) = results.lowest_cash else {
        return "No months yet.".to_owned();
    };
    let by = |day: Option<u32>, does: &str, never: &str| match day {
        Some(day) => format!("{does} by day {day}."),
        None => format!("{never} within these months."),
    };
    format!(
        "{} {} Lowest cash {} in month {}.",
        by(
            results.breaks_even_by_day,
            "Breaks even",
            "Does not break even"
        ),
        by(results.profitable_by_day, "Profitable", "Not profitable"),
        Money::new(lowest.amount, currency),
        lowest.month,
    )
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;

    const LAUNDRY: &str = "\
side,kind,label,life_months,month 1,month 2
revenue,sales,\"washes, dry\",,1200,1850
cost,fixed,rent,,1500,400
";

    #[test]
    fn a_table_is_worked_out_while_it_is_typed() {
        let worked = worked("USD", "100", &split(LAUNDRY));
        assert_eq!(worked.text, LAUNDRY);
        assert_eq!(worked.mistakes, []);
        assert_eq!(
            worked.words,
            "Breaks even by day 60. Profitable by day 60. Lowest cash −$200 in month 1."
        );
        let mut never = split(LAUNDRY);
        never[1][4..].fill(String::new());
        never[1][5] = "0".to_owned();
        assert_eq!(
            super::worked("USD", "", &never).words,
            "Does not break even within these months. Not profitable within these months. \
             Lowest cash −$1,900 in month 2."
        );
    }

    #[test]
    fn mistakes_name_their_cells() {
        let mut cells = split(LAUNDRY);
        cells.insert(1, vec![String::new(); 6]);
        cells[2][5] = "-3".to_owned();
        cells[3][1] = "rent".to_owned();
        let worked = worked("USD", "", &cells);
        let places: Vec<_> = worked
            .mistakes
            .iter()
            .map(|it| (it.row, it.column))
            .collect();
        assert_eq!(places, [(2, Some(5)), (3, Some(1))]);
        assert_eq!(worked.mistakes[0].message, "must be zero or more");
        assert_eq!(worked.words, "2 things to mend.");
    }

    #[test]
    fn labels_and_lines_keep_the_limits_of_the_server() {
        let mut labels = split(LAUNDRY);
        (labels[1][2], labels[2][2]) = (" ".to_owned(), "é".repeat(MAX_LABEL + 1));
        let messages = |cells: &[Vec<String>]| {
            let mistakes = worked("USD", "", cells).mistakes;
            mistakes
                .into_iter()
                .map(|it| it.message)
                .collect::<Vec<_>>()
        };
        let rows: Vec<Row> = (0..)
            .zip(&labels)
            .map(|(line, cells)| Row {
                line,
                cells: cells.clone(),
            })
            .collect();
        let of_server = super::super::months_of(&rows, Currency::new("USD").unwrap());
        let of_server: Vec<_> = of_server
            .unwrap_err()
            .into_iter()
            .map(|it| it.message)
            .collect();
        assert_eq!(messages(&labels), of_server);
        let mut many = split(LAUNDRY);
        many.extend(vec![many[2].clone(); MAX_LINES]);
        assert_eq!(
            worked("USD", "", &many).words,
            "At most 40 lines of revenue and of cost fit into a month."
        );
    }

    #[test]
    fn nothing_is_counted_without_a_currency() {
        let worked = worked("", "", &split(LAUNDRY));
        assert_eq!(worked.words, "Choose the currency to see what it comes to.");
        assert_eq!(worked.text, LAUNDRY);
        assert_eq!(super::worked("USD", "", &[]).words, "No months yet.");
    }
}
