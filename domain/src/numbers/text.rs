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

use super::{CheckedNumbers, Numbers, Return, csv};
use crate::money::{Currency, Money};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The names of the figures, in the order in which they are written.
const FIGURES: [&str; 7] = [
    "currency",
    "unit",
    "price",
    "unit_cost",
    "ask",
    "return",
    "terms",
];

/// Writes numbers.
#[must_use]
pub fn to_text(numbers: &CheckedNumbers) -> String {
    let plain = |money: Option<Money>| money.map(Money::plain);
    let returns = numbers.returns();
    let terms = returns.map(|returns| returns.terms.clone());
    let values = [
        Some(numbers.currency().code().to_owned()),
        numbers.unit().map(str::to_owned),
        plain(numbers.price()),
        plain(numbers.unit_cost()),
        plain(numbers.ask()),
        returns.map(|returns| returns.kind.to_string()),
        terms.filter(|terms| !terms.is_empty()),
    ];
    let mut text = String::new();
    for (name, value) in FIGURES.into_iter().zip(values) {
        if let Some(value) = value {
            writeln!(text, "{name}: {value}").expect("a string takes everything");
        }
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
    let figures = Figures::read(before_table)?;
    let currency = figures.currency()?;
    let table: Vec<&str> = text.lines().skip(lines).collect();
    Ok(Some(Numbers {
        currency: currency.code().to_owned(),
        unit: figures.get("unit").map(str::to_owned),
        price: figures.amount("price", currency)?,
        unit_cost: figures.amount("unit_cost", currency)?,
        ask: figures.amount("ask", currency)?,
        returns: figures.returns()?,
        months: csv::from_csv(&table.join("\n"), currency)
            .map_err(|mistakes| table_mistakes(mistakes, lines))?,
    }))
}

fn begins_table(line: &str) -> bool {
    line.trim_start().to_ascii_lowercase().starts_with("side")
}

fn table_mistakes(mut mistakes: Vec<csv::TableError>, lines_before: usize) -> String {
    for mistake in &mut mistakes {
        mistake.line += u64::try_from(lines_before).unwrap_or(0);
    }
    let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    mistakes.join("; ")
}

/// The lines before the table, by name.
struct Figures<'t>(BTreeMap<&'t str, &'t str>);

impl<'t> Figures<'t> {
    fn read(lines: impl Iterator<Item = &'t str>) -> Result<Self, String> {
        let mut figures = BTreeMap::new();
        for (number, line) in (1..).zip(lines) {
            if line.trim().is_empty() {
                continue;
            }
            let (name, value) = line
                .split_once(':')
                .map(|(name, value)| (name.trim(), value.trim()))
                .filter(|(name, _)| FIGURES.contains(name))
                .ok_or_else(|| {
                    let names = FIGURES.join(", ");
                    format!("line {number} must begin with one of {names} and a colon")
                })?;
            if !value.is_empty() && figures.insert(name, value).is_some() {
                return Err(format!("line {number} says the {name} a second time"));
            }
        }
        Ok(Self(figures))
    }

    fn get(&self, name: &str) -> Option<&'t str> {
        self.0.get(name).copied()
    }

    fn currency(&self) -> Result<Currency, String> {
        let code = self
            .get("currency")
            .ok_or("must begin with the currency, such as “currency: USD”")?;
        Currency::new(code).map_err(|error| format!("currency “{code}” {error}"))
    }

    fn amount(&self, name: &str, currency: Currency) -> Result<Option<i64>, String> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let money = Money::parse(text, currency).map_err(|error| format!("{name} {error}"))?;
        Ok(Some(money.minor))
    }

    fn returns(&self) -> Result<Option<Return>, String> {
        let terms = self.get("terms").unwrap_or_default().to_owned();
        match self.get("return") {
            Some(kind) => {
                let kind = kind.parse().map_err(|error| format!("return {error}"))?;
                Ok(Some(Return { kind, terms }))
            }
            None if terms.is_empty() => Ok(None),
            None => Err("return must be given when there are terms".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ReturnKind, testing};
    use super::*;
    use proptest::prelude::*;

    const LAUNDRY: &str = "\
currency: USD
unit: wash
price: 3.20
unit_cost: 2.08
ask: 18000.00
return: revenue_share
terms: 5%: until doubled

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
                kind: ReturnKind::RevenueShare,
                terms: "5%: until doubled".to_owned()
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
            "line 2 must begin with one of currency, unit, price, unit_cost, ask, return, terms and a colon"
        );
        assert_eq!(
            wrong("currency: USD\nask: 1\nask: 2"),
            "line 3 says the ask a second time"
        );
        assert_eq!(
            wrong("currency: USD\nterms: 5%"),
            "return must be given when there are terms"
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
            months in testing::months(),
            code in prop::sample::select(vec!["USD", "JPY", "KWD"]),
            price in prop::option::of(0..=super::super::MAX_AMOUNT),
            unit in prop::option::of("[a-z:,]{1,20}"),
        ) {
            let mut numbers = testing::numbers(code, months);
            (numbers.price, numbers.unit) = (price, unit);
            let checked = numbers.check().unwrap();
            let read = from_text(&to_text(&checked)).unwrap();
            prop_assert_eq!(read.as_ref(), Some(checked.as_numbers()));
        }
    }
}
