//! Numbers as one text: a line for each figure, then the table of the months. For whoever sees the
//! numbers of two plans side by side and writes the ones that shall hold.
//!
//! ```text
//! currency: USD
//! unit: wash
//! price: 3.20
//! return: equity
//! terms: 12% of the company
//!
//! side,kind,label,life_months,month 1,month 2
//! revenue,sales,washes,,1200.00,1850.00
//! ```
//!
//! Amounts are in major units. What is written reads back as exactly the same numbers.

use super::{CheckedNumbers, Numbers, csv, figures, table::TableError};
use crate::money::Currency;
use std::fmt::Write;

/// Writes numbers.
#[must_use]
pub fn to_text(numbers: &CheckedNumbers) -> String {
    let currency = ("currency", numbers.currency().code().to_owned());
    let mut text = String::new();
    for (name, value) in [currency].into_iter().chain(figures::written(numbers)) {
        writeln!(text, "{name}: {value}").expect("a string takes everything");
    }
    if !numbers.months().is_empty() {
        text.push('\n');
        text.push_str(&csv::to_csv(numbers.months(), numbers.currency()));
    }
    text
}

/// Reads numbers; none of an empty text. Whether they keep every limit is still to be checked.
///
/// # Errors
/// What was not understood, as a sentence to show by the field.
pub fn from_text(text: &str) -> Result<Option<Numbers>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let before_table = text.lines().take_while(|line| !begins_table(line));
    let lines = before_table.clone().count();
    let mut figures = named(before_table)?;
    let currency = take_currency(&mut figures)?;
    let told = |mistakes: Vec<figures::Mistake>| {
        let mistakes = mistakes.iter();
        let told: Vec<_> = mistakes
            .map(|mistake| format!("{} {}", figures[mistake.index].0, mistake.message))
            .collect();
        told.join("; ")
    };
    let read = figures::read(&figures, currency).map_err(told)?;
    let table: Vec<&str> = text.lines().skip(lines).collect();
    Ok(Some(Numbers {
        months: csv::from_csv(&table.join("\n"), currency)
            .map_err(|mistakes| table_mistakes(mistakes, lines))?,
        ..read
    }))
}

fn begins_table(line: &str) -> bool {
    line.trim_start().to_ascii_lowercase().starts_with("side")
}

fn table_mistakes(mut mistakes: Vec<TableError>, lines_before: usize) -> String {
    for mistake in &mut mistakes {
        mistake.line += u64::try_from(lines_before).unwrap_or(0);
    }
    let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    mistakes.join("; ")
}

/// The lines before the table, by name.
fn named<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Vec<(&'t str, &'t str)>, String> {
    let is_figure = |name: &str| name == "currency" || figures::NAMES.contains(&name);
    let lines = (1..).zip(lines).filter(|(_, line)| !line.trim().is_empty());
    let named = lines.map(|(number, line)| {
        line.split_once(':')
            .map(|(name, value)| (name.trim(), value.trim()))
            .filter(|(name, _)| is_figure(name))
            .ok_or_else(|| {
                let names = figures::NAMES.join(", ");
                format!("line {number} must begin with one of currency, {names} and a colon")
            })
    });
    named.collect()
}

fn take_currency(figures: &mut Vec<(&str, &str)>) -> Result<Currency, String> {
    let place = figures.iter().position(|(name, _)| *name == "currency");
    let place = place.ok_or("must begin with the currency, such as “currency: USD”")?;
    let (_, code) = figures.remove(place);
    Currency::new(code).map_err(|error| format!("currency “{code}” {error}"))
}

#[cfg(test)]
mod tests {
    use super::super::{Return, ReturnKind, testing};
    use super::*;
    use proptest::prelude::*;

    const LAUNDRY: &str = "\
currency: USD
unit: wash
price: 3.20
unit_cost: 2.08
part: materials: soap = 0.08
part: work: folding = 8 min at 15.00/h
opening_cash: 500.00
ask: 18000.00
return: revenue_share
terms: 5%: until doubled
share: 5%
cap: 2x

side,kind,label,life_months,month 1,month 2
revenue,sales,washes,,1200.00,1850.00
cost,capital,machines,36,3600.00,
";

    #[test]
    fn numbers_are_written_for_people_and_read_back() {
        let numbers = from_text(LAUNDRY).unwrap().unwrap();
        assert_eq!(numbers.price, Some(320));
        assert_eq!(numbers.ask, Some(1_800_000));
        assert_eq!(numbers.months.len(), 2);
        assert_eq!(
            numbers.returns,
            Some(Return {
                share_bp: Some(500),
                cap_hundredths: Some(200),
                ..Return::worded(ReturnKind::RevenueShare, "5%: until doubled")
            })
        );
        assert_eq!(to_text(&numbers.check().unwrap()), LAUNDRY);
    }

    #[test]
    fn nothing_is_no_numbers() {
        assert_eq!(from_text(" \r\n"), Ok(None));
    }

    #[test]
    fn mistakes_are_told_by_line() {
        let wrong = |text: &str| from_text(text).expect_err(text);
        assert_eq!(
            wrong("price: 3"),
            "must begin with the currency, such as “currency: USD”"
        );
        assert_eq!(
            wrong("currency: USD\nmargin: 3"),
            "line 2 must begin with one of currency, unit, price, unit_cost, part, opening_cash, ask, return, terms, \
             share, interest, repay_months, grace_months, cap and a colon"
        );
        assert_eq!(
            wrong("currency: USD\nask: 1\nask: 2"),
            "ask must be said once"
        );
        assert_eq!(
            wrong("currency: USD\nterms: 5%"),
            "terms must be left out while the form of the return is not given"
        );
        assert_eq!(
            wrong("currency: USD\n\nside,kind,label,life_months,month 1\nrevenue,gift,a,,1"),
            "line 4, column “kind” must be one of sales, subscription, fees, grant, advertising, recruitment, other"
        );
        assert!(wrong("currency: USD\nprice: many").starts_with("price must "));
        assert!(wrong("currency: usd").starts_with("currency “usd” is not"));
    }

    proptest! {
        #[test]
        fn numbers_survive_the_text(
            numbers in prop::sample::select(vec!["USD", "JPY", "KWD"]).prop_flat_map(testing::whole),
        ) {
            let checked = numbers.check().unwrap();
            let read = from_text(&to_text(&checked)).unwrap();
            prop_assert_eq!(read.as_ref(), Some(checked.as_numbers()));
        }
    }
}
