//! The figures of numbers apart from their months, each by name and as people type it: what forms, texts and tables of
//! numbers have in common.

use super::{CheckedNumbers, Numbers, Part, Return, ReturnKind, hundredths, worksheet};
use crate::money::{Currency, Money};

/// The names of all figures but the currency, in the order in which they are written. Only `part`, a line of the
/// worksheet, may be there more than once.
pub const NAMES: [&str; 13] = [
    "unit",
    "price",
    "unit_cost",
    PART,
    "opening_cash",
    "ask",
    "return",
    "terms",
    "share",
    "interest",
    "repay_months",
    "grace_months",
    "cap",
];

const PART: &str = "part";

/// What is wrong with one of the figures that were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which of them, from 0.
    pub index: usize,
    /// What is wrong, in words that follow the figure's name.
    pub message: String,
}

/// Every figure that there is, by name.
#[must_use]
pub fn written(numbers: &CheckedNumbers) -> Vec<(&'static str, String)> {
    let plain = |money: Option<Money>| money.map(Money::plain);
    let currency = numbers.currency();
    let stated = numbers.as_numbers().unit_cost;
    let returns = numbers.returns();
    let percent = |bp: Option<u32>| bp.map(|bp| format!("{}%", hundredths::written(bp)));
    let parts = numbers.worksheet().iter();
    let mut figures = vec![
        ("unit", numbers.unit().map(str::to_owned)),
        ("price", plain(numbers.price())),
        ("unit_cost", plain(stated.map(|minor| numbers.money(minor)))),
    ];
    figures.extend(parts.map(|part| (PART, Some(part.written(currency)))));
    figures.extend([
        ("opening_cash", plain(numbers.opening_cash())),
        ("ask", plain(numbers.ask())),
    ]);
    if let Some(returns) = returns {
        let cap = returns.cap_hundredths;
        figures.extend([
            ("return", Some(returns.kind.to_string())),
            (
                "terms",
                Some(returns.terms.clone()).filter(|terms| !terms.is_empty()),
            ),
            ("share", percent(returns.share_bp)),
            ("interest", percent(returns.interest_bp)),
            (
                "repay_months",
                returns.repay_months.map(|months| months.to_string()),
            ),
            (
                "grace_months",
                returns.grace_months.map(|months| months.to_string()),
            ),
            (
                "cap",
                cap.map(|cap| format!("{}x", hundredths::written(cap))),
            ),
        ]);
    }
    let said = figures.into_iter();
    said.filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// Reads figures by name; blank ones are not given. Whether they keep every limit is still to be checked.
///
/// # Errors
/// Everything that was not understood, in the order given.
pub fn read(given: &[(&str, &str)], currency: Currency) -> Result<Numbers, Vec<Mistake>> {
    let mut reader = Reader {
        given,
        currency,
        mistakes: Vec::new(),
    };
    reader.refuse_strangers();
    let numbers = Numbers {
        currency: currency.code().to_owned(),
        unit: reader.text("unit"),
        price: reader.amount("price"),
        unit_cost: reader.amount("unit_cost"),
        worksheet: reader.worksheet(),
        months: Vec::new(),
        opening_cash: reader.amount("opening_cash"),
        ask: reader.amount("ask"),
        returns: reader.returns(),
    };
    let mut mistakes = reader.mistakes;
    mistakes.sort_by_key(|mistake| mistake.index);
    if mistakes.is_empty() {
        Ok(numbers)
    } else {
        Err(mistakes)
    }
}

struct Reader<'g> {
    given: &'g [(&'g str, &'g str)],
    currency: Currency,
    mistakes: Vec<Mistake>,
}

impl<'g> Reader<'g> {
    fn refuse_strangers(&mut self) {
        for (index, (name, value)) in self.given.iter().enumerate() {
            let is_said_before = self.given[..index]
                .iter()
                .any(|(before, text)| before == name && !text.trim().is_empty());
            if !NAMES.contains(name) {
                self.mistake(index, format!("must be one of {}", NAMES.join(", ")));
            } else if *name != PART && is_said_before && !value.trim().is_empty() {
                self.mistake(index, "must be said once");
            }
        }
    }

    fn find(&self, name: &str) -> Option<(usize, &'g str)> {
        let named = |(index, (given, value)): (usize, &(&str, &'g str))| {
            let value = value.trim();
            (*given == name && !value.is_empty()).then_some((index, value))
        };
        self.given.iter().enumerate().find_map(named)
    }

    fn text(&self, name: &str) -> Option<String> {
        Some(self.find(name)?.1.to_owned())
    }

    fn read<T, E: ToString>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let (index, text) = self.find(name)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.mistake(index, error.to_string());
                None
            }
        }
    }

    fn amount(&mut self, name: &str) -> Option<i64> {
        let currency = self.currency;
        self.read(name, |text| Money::parse(text, currency))
            .map(|money| money.minor)
    }

    /// A part a figure, or several lines in one.
    fn worksheet(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        for (index, (name, text)) in self.given.iter().enumerate() {
            if *name != PART {
                continue;
            }
            let read = match text.trim() {
                // Whoever writes one line need not be told which.
                line if !line.is_empty() && !line.contains('\n') => {
                    Part::parse(line, self.currency)
                        .map(|part| vec![part])
                        .map_err(|message| vec![message])
                }
                lines => worksheet::parse(lines, self.currency),
            };
            match read {
                Ok(read) => parts.extend(read),
                Err(wrong) => wrong
                    .into_iter()
                    .for_each(|message| self.mistake(index, message)),
            }
        }
        parts
    }

    fn returns(&mut self) -> Option<Return> {
        let terms = self.text("terms").unwrap_or_default();
        let kind = self.read("return", str::parse::<ReturnKind>);
        let mut months = |name| {
            let wrong = "must be a whole number of months";
            self.read(name, |text| text.parse().map_err(|_| wrong))
        };
        let (repay_months, grace_months) = (months("repay_months"), months("grace_months"));
        let share_bp = self.read("share", hundredths::parse);
        let interest_bp = self.read("interest", hundredths::parse);
        let cap_hundredths = self.read("cap", hundredths::parse);
        let Some(kind) = kind else {
            self.refuse_terms_alone();
            return None;
        };
        Some(Return {
            kind,
            terms,
            share_bp,
            interest_bp,
            repay_months,
            grace_months,
            cap_hundredths,
        })
    }

    fn refuse_terms_alone(&mut self) {
        let terms = [
            "terms",
            "share",
            "interest",
            "repay_months",
            "grace_months",
            "cap",
        ];
        let alone = terms.into_iter().find_map(|name| self.find(name));
        if let (Some((index, _)), None) = (alone, self.find("return")) {
            self.mistake(
                index,
                "must be left out while the form of the return is not given",
            );
        }
    }

    fn mistake(&mut self, index: usize, message: impl Into<String>) {
        self.mistakes.push(Mistake {
            index,
            message: message.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use proptest::prelude::*;

    fn wrong(given: &[(&str, &str)]) -> Vec<(usize, String)> {
        let mistakes = read(given, Currency::new("USD").unwrap()).unwrap_err();
        let told = mistakes.into_iter();
        told.map(|mistake| (mistake.index, mistake.message))
            .collect()
    }

    #[test]
    fn every_mistake_is_told_in_the_order_given() {
        let given = [
            ("ask", "a lot"),
            ("ask", "3"),
            ("price", " "),
            ("price", "3"),
            ("colour", "red"),
            ("part", "soap"),
            ("return", "gift"),
            ("share", "some"),
            ("grace_months", "1.5"),
        ];
        let told = wrong(&given);
        let of: Vec<usize> = told.iter().map(|(index, _)| *index).collect();
        assert_eq!(of, [0, 1, 4, 5, 6, 7, 8]);
        assert_eq!(told[1].1, "must be said once");
        assert_eq!(told[6].1, "must be a whole number of months");
    }

    #[test]
    fn terms_take_a_form() {
        let message = "must be left out while the form of the return is not given";
        assert_eq!(wrong(&[("terms", "12%")]), [(0, message.to_owned())]);
        assert_eq!(
            wrong(&[("unit", "wash"), ("cap", "2x")]),
            [(1, message.to_owned())]
        );
    }

    proptest! {
        #[test]
        fn figures_survive_their_names(numbers in testing::whole("KWD")) {
            let checked = numbers.check().unwrap();
            let figures = written(&checked);
            let given: Vec<(&str, &str)> = figures.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let mut expected = checked.clone().into_numbers();
            expected.months.clear();
            prop_assert_eq!(read(&given, checked.currency()), Ok(expected));
        }
    }
}
