//! Money as whole minor units of a currency: never a float, never an unchecked sum.

mod currency;
mod parse;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use currency::{Currency, UnknownCurrency};
pub use parse::AmountError;

/// An amount of one currency, in its minor units: 320 US cents are $3.20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units, negative for what is owed or lost.
    pub minor: i64,
    /// What the minor units are units of.
    pub currency: Currency,
}

/// Why two amounts could not be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit 64 bits.
    #[error("the amounts are too large to be added up")]
    Overflow,
    /// There is no exchange rate here, on purpose.
    #[error("{0} and {1} cannot be added up")]
    DifferentCurrencies(Currency, Currency),
}

impl Money {
    /// So many minor units of a currency.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The sum, if both are of one currency and it fits.
    ///
    /// # Errors
    /// [`MoneyError`] says which of the two failed.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference, if both are of one currency and it fits.
    ///
    /// # Errors
    /// [`MoneyError`] says which of the two failed.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    fn combine(
        self,
        other: Self,
        operation: fn(i64, i64) -> Option<i64>,
    ) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::DifferentCurrencies(
                self.currency,
                other.currency,
            ));
        }
        operation(self.minor, other.minor)
            .map(|minor| Self::new(minor, self.currency))
            .ok_or(MoneyError::Overflow)
    }

    /// Reads what a person types, such as `3.20`, `$1,200` or `1 200.50`: a point before the decimals; commas,
    /// spaces or apostrophes between thousands.
    ///
    /// # Errors
    /// [`AmountError`], in words that tell how to write it, when the text could mean two amounts or none.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        parse::minor_units(text, currency).map(|minor| Self::new(minor, currency))
    }

    /// The number alone in major units with all its decimals and no separators: `1200.50`. What
    /// [`parse`](Self::parse) reads back exactly, for forms and tables.
    #[must_use]
    pub fn plain(self) -> String {
        let (whole, fraction) = self.split();
        let sign = if self.minor < 0 { "-" } else { "" };
        match self.currency.exponent() {
            0 => format!("{sign}{whole}"),
            digits => format!("{sign}{whole}.{fraction:0digits$}"),
        }
    }

    /// The number alone with thousands separators, and decimals only if asked for: `1,200.50`. For the cells
    /// of a table whose caption names the currency. Without decimals it is rounded half away from zero.
    #[must_use]
    pub fn grouped(self, decimals: bool) -> String {
        let (mut whole, fraction) = self.split();
        let digits = self.currency.exponent();
        let half = 5 * 10_u64.pow(u32::try_from(digits).unwrap_or(0)) / 10;
        let rounds_up = !decimals && digits > 0 && fraction >= half;
        whole += u64::from(rounds_up);
        let shows_zero = whole == 0 && (!decimals || fraction == 0);
        let sign = if self.minor < 0 && !shows_zero {
            "−"
        } else {
            ""
        };
        let whole = group_thousands(whole);
        if decimals && digits > 0 {
            format!("{sign}{whole}.{fraction:0digits$}")
        } else {
            format!("{sign}{whole}")
        }
    }

    /// Short for the axis of a chart: `6k`, `−1.5k`, `2M`. Rounded half away from zero to a tenth of the step.
    #[must_use]
    pub fn compact(self) -> String {
        const STEPS: [(u64, &str); 5] = [
            (1_000_000_000_000, "T"),
            (1_000_000_000, "B"),
            (1_000_000, "M"),
            (1_000, "k"),
            (1, ""),
        ];
        let unit = u128::from(self.currency.minor_per_major());
        let minor = u128::from(self.minor.unsigned_abs());
        // A tenth below a step already rounds to it: 999,960 is 1M, not 1000k.
        let (step, suffix) = STEPS
            .into_iter()
            .find(|&(step, _)| {
                minor * 20 >= unit * (u128::from(step) * 20 - u128::from(step) / 1000)
            })
            .unwrap_or((1, ""));
        let scale = unit * u128::from(step);
        let tenths = (minor * 20 + scale) / (scale * 2);
        let sign = if self.minor < 0 && tenths > 0 {
            "−"
        } else {
            ""
        };
        let (whole, tenth) = (tenths / 10, tenths % 10);
        if tenth == 0 {
            format!("{sign}{whole}{suffix}")
        } else {
            format!("{sign}{whole}.{tenth}{suffix}")
        }
    }

    /// Whole major units and the minor units left over, without the sign.
    fn split(self) -> (u64, u64) {
        let unit = self.currency.minor_per_major();
        let minor = self.minor.unsigned_abs();
        (minor / unit, minor % unit)
    }
}

/// For people: `$18,000`, `$3.20`, `CHF 1,200.50`, `−€7`. Decimals only where there are some.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, fraction) = self.split();
        let sign = if self.minor < 0 { "−" } else { "" };
        let unsigned = self.grouped(fraction != 0);
        let number = unsigned.trim_start_matches('−');
        match self.currency.symbol() {
            Some(symbol) => write!(f, "{sign}{symbol}{number}"),
            None => write!(f, "{sign}{} {number}", self.currency),
        }
    }
}

fn group_thousands(whole: u64) -> String {
    let digits = whole.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::new(code).unwrap()
    }

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, currency(code))
    }

    #[test]
    fn shows_people_the_sign_they_know() {
        let shown: Vec<String> = [
            money(1_800_000, "USD"),
            money(320, "USD"),
            money(-700, "EUR"),
            money(99, "GBP"),
            money(1_200_300, "JPY"),
            money(120_050, "CHF"),
            money(-1_234_567, "KWD"),
            money(0, "USD"),
            money(i64::MIN, "JPY"),
        ]
        .iter()
        .map(ToString::to_string)
        .collect();
        assert_eq!(
            shown,
            [
                "$18,000",
                "$3.20",
                "−€7",
                "£0.99",
                "¥1,200,300",
                "CHF 1,200.50",
                "−KWD 1,234.567",
                "$0",
                "−¥9,223,372,036,854,775,808",
            ]
        );
    }

    #[test]
    fn shortens_for_an_axis() {
        for (minor, expected) in [
            (600_000, "6k"),
            (-300_000, "−3k"),
            (150_000, "1.5k"),
            (0, "0"),
            (50, "0.5"),
            (-2, "0"),
            (99_996_000, "1M"),
            (99_994, "999.9"),
            (99_996, "1k"),
            (250_000_000, "2.5M"),
            (100_000_000_000, "1B"),
        ] {
            assert_eq!(money(minor, "USD").compact(), expected, "{minor}");
        }
    }

    #[test]
    fn rounds_only_when_asked() {
        assert_eq!(money(120_050, "USD").grouped(true), "1,200.50");
        assert_eq!(money(120_050, "USD").grouped(false), "1,201");
        assert_eq!(money(-149, "USD").grouped(false), "−1");
        assert_eq!(money(-49, "USD").grouped(false), "0");
        assert_eq!(money(1_999, "JPY").grouped(true), "1,999");
        assert_eq!(money(1_999, "JPY").grouped(false), "1,999");
    }

    #[test]
    fn sums_refuse_overflow_and_mixed_currencies() {
        let one = money(1, "USD");
        assert_eq!(one.checked_add(one), Ok(money(2, "USD")));
        assert_eq!(
            money(i64::MAX, "USD").checked_add(one),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            money(i64::MIN, "USD").checked_sub(one),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            one.checked_add(money(1, "EUR")),
            Err(MoneyError::DifferentCurrencies(
                currency("USD"),
                currency("EUR")
            ))
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(minor in any::<i64>(), code in prop::sample::select(vec!["USD", "JPY", "KWD", "CHF"])) {
            let amount = money(minor, code);
            prop_assert_eq!(Money::parse(&amount.plain(), amount.currency), Ok(amount));
            prop_assert_eq!(Money::parse(&amount.to_string(), amount.currency), Ok(amount));
            prop_assert_eq!(Money::parse(&amount.grouped(true), amount.currency), Ok(amount));
            prop_assert!(!amount.compact().is_empty());
        }
    }
}
