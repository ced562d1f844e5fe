use crate::{
    checked::{self, Lines},
    problems::Problems,
};
use serde::Serialize;
use std::{fmt, str::FromStr};

/// The longest report from a place, in letters.
pub const LONGEST_REPORT: usize = 2_000;

/// A month of a year from 1900 on, typed as `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType))]
#[serde(into = "String")]
pub struct Since(i32);

impl Since {
    /// The last there is.
    pub const LAST: Self = Self(9999 * 12 + 11);

    /// This month of this year, if there is one.
    #[must_use]
    pub fn new(year: i32, month: i32) -> Option<Self> {
        ((1900..=9999).contains(&year) && (1..=12).contains(&month))
            .then_some(Self(year * 12 + month - 1))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0 / 12
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i32 {
        self.0 % 12 + 1
    }
}

impl FromStr for Since {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (year, month) = text.trim().split_once('-')?;
            Self::new(year.parse().ok()?, month.parse().ok()?)
        };
        parse().ok_or("must be a year and a month, such as 2026-03")
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year(), self.month())
    }
}

impl From<Since> for String {
    fn from(since: Since) -> Self {
        since.to_string()
    }
}

/// Where a plan runs, as its founder typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPlace {
    /// The place: a town, a street, "online".
    pub place: String,
    /// The month in which it began there, as `2026-03`.
    pub since: String,
    /// What is to be told from there, in Markdown; may be empty.
    pub report: String,
}

/// Where a plan runs, checked: a place of 2 to 80 letters, a month that has begun, a report of at
/// most [`LONGEST_REPORT`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    #[serde(rename = "place")]
    name: String,
    since: Since,
    report: String,
}

impl Place {
    /// Checks what somebody typed in this month.
    ///
    /// # Errors
    /// Every field that breaks a rule, with how.
    pub fn check(typed: &TypedPlace, now: Since) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.take("place", checked::text(&typed.place, Lines::One, 2, 80));
        let since = typed.since.parse::<Since>().map_err(str::to_owned);
        let since = since.and_then(|since| match since {
            since if since > now => Err("has not begun yet".to_owned()),
            since => Ok(since),
        });
        let since = problems.take("since", since);
        let report = checked::text(&typed.report, Lines::Many, 0, LONGEST_REPORT);
        let report = problems.take("report", report);
        match (name, since, report) {
            (Some(name), Some(since), Some(report)) => Ok(Self {
                name,
                since,
                report,
            }),
            _ => Err(problems),
        }
    }

    /// The place, on one line.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.name
    }

    /// The month in which it began there.
    #[must_use]
    pub fn since(&self) -> Since {
        self.since
    }

    /// What is told from there, in Markdown.
    #[must_use]
    pub fn report(&self) -> &str {
        &self.report
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Since, TypedPlace};

    fn since(text: &str) -> Since {
        text.parse().expect("a month")
    }

    #[test]
    fn months_are_read_and_written() {
        assert_eq!(since("2026-03").to_string(), "2026-03");
        assert_eq!(since(" 2026-3 "), since("2026-03"));
        assert!(since("2025-12") < since("2026-01"));
        for wrong in ["", "2026", "2026-13", "2026-00", "1899-12", "March", "-5"] {
            assert!(wrong.parse::<Since>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_place_that_has_not_opened_is_none() {
        let typed = TypedPlace {
            place: "Lisbon".into(),
            since: "2026-12".into(),
            report: String::new(),
        };
        let problems = Place::check(&typed, since("2026-11")).expect_err("the future");
        assert_eq!(problems.of("since"), Some("has not begun yet"));
        assert!(Place::check(&typed, since("2026-12")).is_ok());
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let problems = Place::check(&TypedPlace::default(), since("2026-11")).expect_err("nothing");
        assert!(problems.of("place").is_some() && problems.of("since").is_some());
        assert_eq!(problems.of("report"), None);
    }
}
