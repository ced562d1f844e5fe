//! Time, passed in: the forum asks its [`Clock`], never the machine, so that tests and the sample
//! forum can say what day it is.

use serde::{Deserialize, Serialize};
#[cfg(feature = "store")]
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A moment: microseconds since 1970-01-01T00:00:00Z. An integer, because `SQLite` compares
/// timestamps kept as text wrongly.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Microseconds in a second.
    pub const SECOND: i64 = 1_000_000;
    /// Microseconds in a minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// Microseconds in an hour.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// Microseconds in a day.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// This moment and so many microseconds more.
    #[must_use]
    pub const fn plus(self, microseconds: i64) -> Self {
        Self(self.0.saturating_add(microseconds))
    }

    /// Microseconds from an earlier moment to this one; negative when it is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(feature = "store")]
impl Timestamp {
    /// The same moment for calendars and formatting.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// The first moment in UTC of a day that somebody typed as `2026-03-31`.
    ///
    /// # Errors
    /// What is wrong, as words that follow the name of its field.
    pub fn of_day(typed: &str) -> Result<Self, &'static str> {
        const WRONG: &str = "must be a day, such as 2026-03-31";
        let typed = typed.trim();
        // A year of four digits: what is longer brings a time, or a year that no clock shows.
        if typed.len() != 10 {
            return Err(WRONG);
        }
        let day: jiff::civil::Date = typed.parse().map_err(|_| WRONG)?;
        let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| WRONG)?;
        Ok(Self(midnight.timestamp().as_microsecond()))
    }

    /// The day in UTC, as [`Timestamp::of_day`] reads it.
    #[must_use]
    pub fn to_day(self) -> String {
        self.to_jiff().strftime("%Y-%m-%d").to_string()
    }

    /// RFC 3339 in UTC to the microsecond, as feeds and the API show it.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        self.to_jiff().to_string()
    }
}

/// Where the forum gets the time from.
#[cfg(feature = "store")]
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// One that stands still until it is set.
    Manual(Arc<AtomicI64>),
}

#[cfg(feature = "store")]
impl Clock {
    /// A clock that stands at this moment until [`Clock::set`].
    #[must_use]
    pub fn manual(now: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(now.0)))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that reads the machine's clock"
            )]
            Self::System => Timestamp(jiff::Timestamp::now().as_microsecond()),
            Self::Manual(now) => Timestamp(now.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock; the machine's cannot be moved.
    pub fn set(&self, now: Timestamp) {
        if let Self::Manual(shared) = self {
            shared.store(now.0, Ordering::SeqCst);
        }
    }
}
