use crate::clock::Timestamp;

/// 2005-12-08T07:46:43Z, the zero of the formula's time.
const ZERO: i64 = 1_134_028_003;
/// A plan needs ten times the votes to stand beside one that is this much younger: 12.5 hours.
const SECONDS_PER_ORDER: i64 = 45_000;
/// Ten millionths of a unit are kept.
const SCALE: f64 = 10_000_000.0;

/// How hot a plan is: `log10(max(votes, 1)) + seconds since 2005-12-08 / 45,000`, scaled to an
/// integer. The formula is that of reddit's published `_sorts.pyx`, for votes that only go up: time
/// is in the sum, so the order never has to be worked out again as plans age, and an index holds it.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "far inside what a double holds exactly"
)]
pub fn hot(votes: i64, posted: Timestamp) -> i64 {
    let order = (votes.max(1) as f64).log10();
    let age = (posted.0 as f64 / Timestamp::SECOND as f64) - ZERO as f64;
    ((order + age / SECONDS_PER_ORDER as f64) * SCALE).round() as i64
}

#[cfg(test)]
mod tests {
    use super::hot;
    use crate::clock::Timestamp;

    const NOON: Timestamp = Timestamp(1_790_000_000 * Timestamp::SECOND);

    #[test]
    fn ten_times_the_votes_weigh_as_much_as_twelve_and_a_half_hours() {
        let younger = NOON.plus(45_000 * Timestamp::SECOND);
        assert_eq!(hot(100, NOON), hot(10, younger));
        assert!(hot(101, NOON) > hot(10, younger));
    }

    #[test]
    fn the_first_vote_and_none_weigh_the_same() {
        assert_eq!(hot(0, NOON), hot(1, NOON));
        assert!(hot(2, NOON) > hot(1, NOON));
    }
}
