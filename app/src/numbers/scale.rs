/// A vertical axis that covers all values and zero, in steps of 1, 2 or 5 times a power of ten.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    lowest: i64,
    highest: i64,
    step: i64,
}

/// More steps would crowd a small chart.
const MAX_STEPS: i64 = 6;

impl Scale {
    /// `unit` is the smallest step whose labels differ from each other.
    pub(crate) fn covering(values: &[i64], unit: i64) -> Self {
        let lowest = values.iter().copied().min().unwrap_or(0).min(0);
        let highest = values.iter().copied().max().unwrap_or(0).max(0);
        let scale = |step: i64| Self {
            lowest: lowest.div_euclid(step) * step,
            highest: -(-highest).div_euclid(step) * step,
            step,
        };
        let fits = |scale: &Self| (scale.highest - scale.lowest) / scale.step <= MAX_STEPS;
        let mut scales = steps(unit).map(scale);
        let mut scale = scales.find(fits).unwrap_or_else(|| scale(unit));
        if scale.lowest == scale.highest {
            scale.highest = scale.step;
        }
        scale
    }

    /// The values to draw lines at, from the lowest up.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let (lowest, step) = (self.lowest, self.step);
        (0..=(self.highest - lowest) / step).map(move |index| lowest + index * step)
    }

    /// How far below the top a value stands, in tenths of a pixel of a chart `height` pixels high.
    pub(crate) fn below_top(&self, value: i64, height: i64) -> Tenths {
        let (below, range) = (self.highest - value, self.highest - self.lowest);
        // Wide enough for the largest plan, whose monthly cash flow has fifteen digits.
        let tenths = i128::from(below) * i128::from(height) * 10 / i128::from(range);
        Tenths(i64::try_from(tenths).unwrap_or(i64::MAX))
    }

    /// The top and the height of the bar from zero to a value; a bar of nothing is still a line.
    pub(super) fn bar(&self, value: i64, height: i64) -> (Tenths, Tenths) {
        let from = self.below_top(value.max(0), height);
        let to = self.below_top(value.min(0), height);
        (from, Tenths((to.0 - from.0).max(10)))
    }
}

/// 1, 2 and 5 times the unit, then ten times those, and so on.
fn steps(unit: i64) -> impl Iterator<Item = i64> {
    (0..).map_while(move |index: u32| {
        let factor = [1, 2, 5][(index % 3) as usize];
        10_i64
            .checked_pow(index / 3)?
            .checked_mul(factor)?
            .checked_mul(unit)
    })
}

/// A length in tenths, so that drawing needs no floating point and a chart is the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tenths(pub(crate) i64);

impl Tenths {
    pub(crate) fn plus(self, whole: i64) -> Self {
        Self(self.0 + whole * 10)
    }
}

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, tenth) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        match tenth {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{tenth}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[i64]) -> Vec<i64> {
        Scale::covering(values, 10).ticks().collect()
    }

    #[test]
    fn ticks_are_round_few_and_have_zero_among_them() {
        assert_eq!(
            ticks(&[-620_000, 750_000]),
            [-1_000_000, -500_000, 0, 500_000, 1_000_000]
        );
        assert_eq!(ticks(&[12, 35]), [0, 10, 20, 30, 40]);
        assert_eq!(ticks(&[-35]), [-40, -30, -20, -10, 0]);
        assert_eq!(ticks(&[]), [0, 10]);
        assert_eq!(ticks(&[0, 0]), [0, 10]);
        for value in [1, 9, 99, 12_345, 400_000_000_000_000] {
            let ticks = ticks(&[-value, value / 3]);
            assert!(
                (2..=7).contains(&ticks.len()) && ticks.contains(&0),
                "{ticks:?}"
            );
            assert!(ticks[0] <= -value);
        }
    }

    #[test]
    fn bars_stand_on_zero() {
        let scale = Scale::covering(&[-100, 300], 100);
        assert_eq!(scale.bar(300, 200), (Tenths(0), Tenths(1500)));
        assert_eq!(scale.bar(-100, 200), (Tenths(1500), Tenths(500)));
        assert_eq!(scale.bar(0, 200), (Tenths(1500), Tenths(10)));
        assert_eq!(Tenths(1505).plus(2).to_string(), "152.5");
        assert_eq!(Tenths(-5).to_string(), "-0.5");
    }
}
