//! All numbers as one table: a row for each figure, then the table of the months.
//!
//! ```csv
//! figure,currency,USD
//! figure,price,3.20
//! figure,part,materials: soap = 0.42
//! side,kind,label,life_months,month 1
//! revenue,sales,washes,,1200.00
//! ```
//!
//! What is written of checked numbers reads back as exactly the same numbers.

use csv::Writer;

use super::super::table::{Row, TableError, defuse, months_of, restore};
use super::super::{CheckedNumbers, Numbers, figures};
use super::{read, to_csv};
use crate::money::Currency;

/// What a row of a figure begins with.
const FIGURE: &str = "figure";

/// Writes all of them.
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "memory takes every record: it does not panic"
)]
pub fn to_whole(numbers: &CheckedNumbers) -> String {
    let currency = ("currency", numbers.currency().code().to_owned());
    let mut writer = Writer::from_writer(Vec::new());
    for (name, value) in [currency].into_iter().chain(figures::written(numbers)) {
        writer
            .write_record([FIGURE, name, &defuse(&value)])
            .expect("memory takes every record");
    }
    let text = writer.into_inner().expect("memory takes every record");
    let mut text = String::from_utf8(text).expect("made of strings");
    if !numbers.months().is_empty() {
        text.push_str(&to_csv(numbers.months(), numbers.currency()));
    }
    text
}

/// Whether a table has the figures as well as the months.
#[must_use]
pub fn is_whole(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.trim_start_matches('"')
        .get(..FIGURE.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(FIGURE))
}

/// Reads all of them. Whether they keep every limit is still to be checked.
///
/// # Errors
/// The first few [`TableError`]s, in the order of the text.
pub fn from_whole(text: &str) -> Result<Numbers, Vec<TableError>> {
    let all = read::rows(text);
    let is_figure = |row: &&Row| row.cell(0).eq_ignore_ascii_case(FIGURE);
    let mut rows: Vec<&Row> = all.iter().take_while(is_figure).collect();
    let table = &all[rows.len()..];
    let currency = take_currency(&mut rows)?;
    let given: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row.cell(1), restore(row.cell(2))))
        .collect();
    let told = |mistake: figures::Mistake| {
        let row = rows[mistake.index];
        let message = format!("has a {} that {}", row.cell(1), mistake.message);
        error(row, message)
    };
    let read = figures::read(&given, currency)
        .map_err(|mistakes| mistakes.into_iter().map(told).collect::<Vec<_>>())?;
    Ok(Numbers {
        months: months_of(table, currency)?,
        ..read
    })
}

fn take_currency(rows: &mut Vec<&Row>) -> Result<Currency, Vec<TableError>> {
    let Some(place) = rows.iter().position(|row| row.cell(1) == "currency") else {
        let message = "must be followed by the currency, such as “figure,currency,USD”".to_owned();
        return Err(rows
            .iter()
            .take(1)
            .map(|row| error(row, message.clone()))
            .collect());
    };
    let row = rows.remove(place);
    Currency::new(row.cell(2))
        .map_err(|wrong| vec![error(row, format!("has a currency that {wrong}"))])
}

fn error(row: &Row, message: String) -> TableError {
    TableError {
        line: row.line,
        column: None,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::*;
    use proptest::prelude::*;

    const LAUNDRY: &str = "\
figure,currency,USD
figure,unit,wash
figure,price,3.20
figure,part,\"materials: soap, green = 0.42\"
figure,opening_cash,500.00
figure,return,loan
figure,terms,'=5% a year
figure,interest,5%
side,kind,label,life_months,month 1
revenue,sales,washes,,1200.00
";

    #[test]
    fn all_numbers_are_one_table() {
        assert!(is_whole(LAUNDRY) && !is_whole("side,kind,label") && !is_whole("é"));
        let numbers = from_whole(LAUNDRY).unwrap();
        assert_eq!(numbers.worksheet[0].label, "soap, green");
        assert_eq!(numbers.returns.as_ref().unwrap().terms, "=5% a year");
        assert_eq!(to_whole(&numbers.check().unwrap()), LAUNDRY);
    }

    #[test]
    fn a_spreadsheet_may_fill_up_the_rows() {
        let filled = "FIGURE;currency;USD;;\nfigure;price;3.20;;\nside;kind;label;life_months;month 1\n\
            revenue;sales;washes;;7\n";
        assert!(is_whole(filled));
        let numbers = from_whole(filled).unwrap();
        assert_eq!((numbers.price, numbers.months.len()), (Some(320), 1));
    }

    #[test]
    fn mistakes_are_told_by_line() {
        let wrong = |text: &str| {
            let errors = from_whole(text).expect_err(text);
            errors.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            wrong("figure,price,3\n"),
            ["line 1 must be followed by the currency, such as “figure,currency,USD”"]
        );
        assert_eq!(
            wrong("figure,currency,USD\n\nfigure,price,12OO\nfigure,part,soap\n"),
            [
                "line 3 has a price that must be written in digits, such as 1,200.50",
                "line 4 has a part that must be written as “materials: soap = 0.42”",
            ]
        );
        assert_eq!(
            wrong("figure,currency,USD\nside,kind,label,life_months,month 1\nrevenue,sales,a,,x\n"),
            ["line 3, column “month 1” must be written in digits, such as 1,200.50"]
        );
    }

    proptest! {
        #[test]
        fn numbers_survive_the_table(
            numbers in prop::sample::select(vec!["USD", "JPY", "KWD"]).prop_flat_map(testing::whole),
        ) {
            let checked = numbers.check().unwrap();
            let text = to_whole(&checked);
            prop_assert!(is_whole(&text));
            prop_assert_eq!(from_whole(&text), Ok(checked.into_numbers()));
        }
    }
}
