//! What is in the cost of one unit: a small worksheet whose parts add up to it.

use serde::{Deserialize, Serialize};

use super::{MAX_AMOUNT, Numbers};
use crate::{
    money::{Currency, Money},
    words::words,
};

/// The most parts of a worksheet.
pub const MAX_PARTS: usize = 40;
/// The longest work in one unit, in minutes: a thousand hours.
pub const MAX_MINUTES: u32 = 60_000;

const MINUTES_PER_HOUR: i64 = 60;

words! {
    /// What a part of the cost of one unit is.
    PartKind {
        /// What is used up.
        Materials = "materials",
        /// Time at a stated wage, the founder's own included.
        Work = "work",
        /// Payment fees, commissions, licences by the piece.
        Fees = "fees",
        /// One unit's share of the rent.
        Rent = "rent",
        /// None of these.
        Other = "other",
    }
}

/// One line of the worksheet. Work is minutes at a wage; everything else an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// The founder's word for it.
    pub label: String,
    /// Minor units, not negative; of everything but work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// How long one unit takes; of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Minor units an hour; of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wage: Option<i64>,
}

impl Part {
    /// What it adds to the cost of one unit, in minor units: the amount, or minutes × wage ÷ 60 rounded half up.
    /// Nothing when it is neither, or too large to be told.
    #[must_use]
    pub fn cost(&self) -> Option<i64> {
        match (self.amount, self.minutes, self.wage) {
            (Some(amount), None, None) => Some(amount),
            (None, Some(minutes), Some(wage)) => {
                let sixtieths = i64::from(minutes).checked_mul(wage)?;
                Some(sixtieths.checked_add(MINUTES_PER_HOUR / 2)? / MINUTES_PER_HOUR)
            }
            _ => None,
        }
    }

    /// As it is typed: `materials: soap = 0.42`, `work: folding = 10 min at 15.00/h`.
    #[must_use]
    pub fn written(&self, currency: Currency) -> String {
        let plain = |minor: Option<i64>| Money::new(minor.unwrap_or(0), currency).plain();
        let sum = match self.minutes {
            Some(minutes) => format!("{minutes} min at {}/h", plain(self.wage)),
            None => plain(self.amount),
        };
        format!("{}: {} = {sum}", self.kind, self.label)
    }

    /// Reads one line. Whether it keeps every limit is still to be checked.
    ///
    /// # Errors
    /// How to write it, as a sentence to show by the field.
    pub fn parse(line: &str, currency: Currency) -> Result<Self, String> {
        let (name, sum) = line
            .rsplit_once('=')
            .ok_or("must be written as “materials: soap = 0.42”")?;
        let (kind, label) = name
            .split_once(':')
            .ok_or("must begin with its kind and a colon, such as “materials: soap = 0.42”")?;
        let kind: PartKind = kind
            .trim()
            .to_ascii_lowercase()
            .parse()
            .map_err(|error| format!("must begin with its kind, which {error}"))?;
        let mut part = Self {
            kind,
            label: label.trim().to_owned(),
            amount: None,
            minutes: None,
            wage: None,
        };
        if kind == PartKind::Work {
            let (time, wage) = sum.split_once(" at ").ok_or(
                "must say how long and at which wage: “work: folding = 10 min at 15.00/h”",
            )?;
            part.minutes = Some(minutes(time)?);
            part.wage = Some(amount(per_hour(wage), currency)?);
        } else {
            part.amount = Some(amount(sum, currency)?);
        }
        Ok(part)
    }
}

fn amount(text: &str, currency: Currency) -> Result<i64, String> {
    Money::parse(text.trim(), currency)
        .map(|money| money.minor)
        .map_err(|error| error.to_string())
}

fn per_hour(wage: &str) -> &str {
    let wage = wage.trim();
    ["/h", "an hour", "per hour"]
        .iter()
        .find_map(|end| wage.strip_suffix(end))
        .unwrap_or(wage)
}

/// `10 min`, `1.5 h`: whole minutes.
fn minutes(text: &str) -> Result<u32, String> {
    const WRONG: &str = "must say the time in minutes or hours, such as 10 min or 1.5 h";
    let text = text.trim();
    let end = text.find(|c: char| c.is_ascii_alphabetic()).ok_or(WRONG)?;
    let (number, unit) = text.split_at(end);
    match unit {
        "min" | "minute" | "minutes" => number.trim().parse().map_err(|_| WRONG.to_owned()),
        "h" | "hour" | "hours" => {
            let hundredths = super::hundredths::parse(number)?;
            let minutes = u64::from(hundredths) * 60;
            if minutes % 100 == 0 {
                u32::try_from(minutes / 100).map_err(|_| WRONG.to_owned())
            } else {
                Err("must come to whole minutes".to_owned())
            }
        }
        _ => Err(WRONG.to_owned()),
    }
}

/// Reads a worksheet, one part a line; blank lines are nothing.
///
/// # Errors
/// What was not understood, each with its line.
pub fn parse(text: &str, currency: Currency) -> Result<Vec<Part>, Vec<String>> {
    let (mut parts, mut wrong) = (Vec::new(), Vec::new());
    let lines = (1..).zip(text.lines());
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        match Part::parse(line, currency) {
            Ok(part) => parts.push(part),
            Err(message) => wrong.push(format!("line {number} {message}")),
        }
    }
    if wrong.is_empty() {
        Ok(parts)
    } else {
        Err(wrong)
    }
}

/// Writes a worksheet, one part a line.
#[must_use]
pub fn written(parts: &[Part], currency: Currency) -> String {
    let lines: Vec<_> = parts.iter().map(|part| part.written(currency)).collect();
    lines.join("\n")
}

impl Numbers {
    /// What the worksheet adds up to; nothing without one, and when that cannot be told.
    #[must_use]
    pub fn worksheet_total(&self) -> Option<i64> {
        if self.worksheet.is_empty() {
            return None;
        }
        self.worksheet.iter().try_fold(0_i64, |sum, part| {
            sum.checked_add(part.cost()?)
                .filter(|sum| *sum <= MAX_AMOUNT)
        })
    }

    /// What one unit costs: as stated, else as its worksheet adds up.
    #[must_use]
    pub fn cost_of_one(&self) -> Option<i64> {
        self.unit_cost.or_else(|| self.worksheet_total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usd() -> Currency {
        Currency::new("USD").unwrap()
    }

    const WASH: &str = "\
materials: soap = 0.42
work: folding = 10 min at 15.00/h
fees: cards, 38 cents = a load = 0.04
rent: the room = 0.10";

    #[test]
    fn a_worksheet_is_read_and_written_the_same() {
        let parts = parse(WASH, usd()).unwrap();
        assert_eq!(written(&parts, usd()), WASH);
        assert_eq!(parts[1].cost(), Some(250));
        assert_eq!(parts[2].label, "cards, 38 cents = a load");
        let numbers = Numbers {
            worksheet: parts,
            ..Numbers::default()
        };
        assert_eq!(numbers.worksheet_total(), Some(306));
        assert_eq!(numbers.cost_of_one(), Some(306));
    }

    #[test]
    fn work_is_typed_in_hours_as_well() {
        let part = |line: &str| Part::parse(line, usd()).unwrap();
        let folding = part("Work: folding = 1.5 h at $1,200 an hour");
        assert_eq!((folding.minutes, folding.wage), (Some(90), Some(120_000)));
        assert_eq!(part("work: x = 2 hours at 3").minutes, Some(120));
    }

    #[test]
    fn a_part_of_a_minor_unit_is_rounded() {
        let work = |minutes, wage| Part {
            kind: PartKind::Work,
            label: "w".to_owned(),
            amount: None,
            minutes: Some(minutes),
            wage: Some(wage),
        };
        assert_eq!(work(1, 29).cost(), Some(0));
        assert_eq!(work(1, 30).cost(), Some(1));
        assert_eq!(work(u32::MAX, i64::MAX).cost(), None);
    }

    #[test]
    fn mistakes_are_told_by_line() {
        let text = "soap\n\nsoap = 1\nglue: pot = 1\nmaterials: soap = some\n\
            work: x = 10\nwork: x = soon at 10\nwork: x = 0.01 h at 10";
        let wrong = parse(text, usd()).unwrap_err();
        assert_eq!(
            wrong,
            [
                "line 1 must be written as “materials: soap = 0.42”",
                "line 3 must begin with its kind and a colon, such as “materials: soap = 0.42”",
                "line 4 must begin with its kind, which must be one of: materials, work, fees, rent, other",
                "line 5 must be written in digits, such as 1,200.50",
                "line 6 must say how long and at which wage: “work: folding = 10 min at 15.00/h”",
                "line 7 must say the time in minutes or hours, such as 10 min or 1.5 h",
                "line 8 must come to whole minutes",
            ]
        );
    }

    proptest! {
        #[test]
        fn parts_survive_the_text(parts in super::super::testing::worksheet()) {
            prop_assert_eq!(parse(&written(&parts, usd()), usd()), Ok(parts));
        }
    }
}
