use leptos::prelude::*;

use super::count_months;
use super::scale::Tenths;

const WIDTH: i64 = 120;
const HEIGHT: i64 = 34;
/// Few months make narrow bars at the left, not walls.
const WIDEST_SLOT: i64 = 100;

/// A plan's cash flow in a line of a listing, with the day it breaks even in words. Nothing without months.
#[must_use]
pub fn spark(cash_flow: &[i64], breaks_even_by_day: Option<u32>) -> Option<AnyView> {
    let months = i64::try_from(cash_flow.len())
        .ok()
        .filter(|&count| count > 0)?;
    let slot = (WIDTH * 10 / months).min(WIDEST_SLOT);
    let axis = Axis::over(cash_flow);
    let gains = bars(cash_flow, slot, &axis, |amount| amount >= 0);
    let losses = bars(cash_flow, slot, &axis, |amount| amount < 0);
    let zero = axis.zero().to_string();
    let label = format!("Cash flow over {}", count_months(cash_flow.len()));
    let words = match breaks_even_by_day {
        Some(day) => format!("even by day {day}"),
        None => "not yet even".to_owned(),
    };
    Some(
        view! {
            <div class="spark">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
                    <path class="bar-loss" d=losses />
                    <path class="bar-gain" d=gains />
                    <line class="zero" x1="0" x2=WIDTH.to_string() y1=zero.clone() y2=zero />
                </svg>
                {words}
            </div>
        }
        .into_any(),
    )
}

/// The range of the amounts, zero included, over the height of the drawing.
struct Axis {
    lowest: i64,
    highest: i64,
}

impl Axis {
    fn over(amounts: &[i64]) -> Self {
        Self {
            lowest: amounts.iter().copied().min().unwrap_or(0).min(0),
            highest: amounts.iter().copied().max().unwrap_or(0).max(0),
        }
    }

    fn zero(&self) -> Tenths {
        self.length(self.highest)
    }

    fn length(&self, amount: i64) -> Tenths {
        let range = i128::from((self.highest - self.lowest).max(1));
        let tenths = i128::from(amount) * i128::from(HEIGHT) * 10 / range;
        Tenths(i64::try_from(tenths).unwrap_or(0))
    }
}

/// All bars of one colour as one path: a listing has hundreds of them.
fn bars(amounts: &[i64], slot: i64, axis: &Axis, chosen: fn(i64) -> bool) -> String {
    let width = Tenths(slot * 8 / 10);
    let zero = axis.zero();
    let bars = (0..).zip(amounts).filter(|&(_, &amount)| chosen(amount));
    let drawn = bars.map(|(month, &amount)| {
        let left = Tenths(month * slot + slot / 10);
        let up = Tenths(-axis.length(amount).0);
        format!("M{left} {zero}h{width}v{up}h-{width}z")
    });
    drawn.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::super::testing::html;
    use super::*;

    #[test]
    fn shows_losses_gains_and_the_day() {
        insta::assert_snapshot!(html(spark(&[-200, 0, 100, 200], Some(60))), @r#"
        <div class="spark">
        <svg viewBox="0 0 120 34" role="img" aria-label="Cash flow over 4 months">
        <path d="M1 17h8v17h-8z" class="bar-loss">
        </path>
        <path d="M11 17h8v0h-8zM21 17h8v-8.5h-8zM31 17h8v-17h-8z" class="bar-gain">
        </path>
        <line x1="0" x2="120" y1="17" y2="17" class="zero">
        </line>
        </svg>even by day 60</div>
        "#);
    }

    #[test]
    fn says_so_when_it_never_breaks_even() {
        let html = html(spark(&[-5; 36], None));
        assert!(html.contains("not yet even") && html.contains("Cash flow over 36 months"));
        assert!(html.contains("M115.8 0h2.6v34h-2.6z"), "{html}");
    }

    #[test]
    fn draws_nothing_without_months() {
        assert!(spark(&[], None).is_none());
        assert!(html(spark(&[0], Some(30))).contains("even by day 30"));
    }
}
