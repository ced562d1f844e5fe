//! Moments, as people read them.

use domain::clock::Timestamp;
use leptos::prelude::*;

/// How long ago, with the exact moment behind it.
#[component]
pub fn Ago(
    /// The moment.
    at: Timestamp,
    /// The moment of the visit.
    now: Timestamp,
) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=exact(at)>{ago(at, now)}</time> }
}

/// The day, with the exact moment behind it.
#[component]
pub fn Day(
    /// The moment.
    at: Timestamp,
) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339() title=exact(at)>{day(at)}</time> }
}

/// `22 November 2026, 10:31 UTC`.
#[must_use]
pub fn exact(at: Timestamp) -> String {
    at.to_jiff().strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// `22 November 2026`.
#[must_use]
pub fn day(at: Timestamp) -> String {
    at.to_jiff().strftime("%-d %B %Y").to_string()
}

/// `2026`.
#[must_use]
pub fn year(at: Timestamp) -> i16 {
    at.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).year()
}

fn ago(at: Timestamp, now: Timestamp) -> String {
    let passed = now.since(at);
    let count = |unit: i64, name: &str| {
        let count = passed / unit;
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {name}{plural} ago")
    };
    match passed {
        ..Timestamp::MINUTE => "just now".into(),
        Timestamp::MINUTE..Timestamp::HOUR => count(Timestamp::MINUTE, "minute"),
        Timestamp::HOUR..Timestamp::DAY => count(Timestamp::HOUR, "hour"),
        passed if passed < 2 * Timestamp::DAY => "yesterday".into(),
        passed if passed < 30 * Timestamp::DAY => count(Timestamp::DAY, "day"),
        _ => day(at),
    }
}

#[cfg(test)]
mod tests {
    use super::ago;
    use domain::clock::Timestamp;

    const NOW: Timestamp = Timestamp(1_793_523_600 * Timestamp::SECOND);

    #[test]
    fn the_past_is_told_in_the_largest_unit_that_fits() {
        let before = |passed: i64| ago(NOW.plus(-passed), NOW);
        assert_eq!(before(59 * Timestamp::SECOND), "just now");
        assert_eq!(before(Timestamp::MINUTE), "1 minute ago");
        assert_eq!(before(23 * Timestamp::HOUR), "23 hours ago");
        assert_eq!(before(25 * Timestamp::HOUR), "yesterday");
        assert_eq!(before(9 * Timestamp::DAY), "9 days ago");
        assert_eq!(before(30 * Timestamp::DAY), "2 October 2026");
    }

    #[test]
    fn a_clock_that_ran_ahead_says_just_now() {
        assert_eq!(ago(NOW.plus(Timestamp::HOUR), NOW), "just now");
    }
}
