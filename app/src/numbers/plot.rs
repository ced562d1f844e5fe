use domain::numbers::CheckedNumbers;
use leptos::prelude::*;

use super::scale::Scale;

/// Pixels from the highest tick to the lowest.
const HEIGHT: i64 = 180;
/// Pixels above the highest tick, for the words at the mark.
const ABOVE: i64 = 24;
/// Pixels below the lowest tick, for the names of the months.
const BELOW: i64 = 26;

/// A bar for each month, with what is marked in them.
///
/// Drawn without a view box: across in percent and down in pixels, so that a narrow window makes narrow bars
/// and not small letters.
pub(super) struct Plot<'a> {
    /// What the amounts are in.
    pub numbers: &'a CheckedNumbers,
    /// Minor units, a month each.
    pub amounts: &'a [i64],
    /// What was planned for each, to stand beside.
    pub planned: Option<Vec<i64>>,
    /// The chart in a sentence, for those who do not see it.
    pub label: String,
    /// The month at whose end a line stands, and its words.
    pub mark: Option<(usize, String)>,
}

impl Plot<'_> {
    pub(super) fn draw(&self) -> impl IntoView + use<> {
        let all: Vec<i64> = self
            .amounts
            .iter()
            .chain(self.planned.iter().flatten())
            .copied()
            .collect();
        let scale = Scale::covering(&all, smallest_step(self.numbers));
        let total_height = (ABOVE + HEIGHT + BELOW).to_string();
        view! {
            <div class="plot" role="img" aria-label=self.label.clone()>
                <svg class="axis" height=total_height.clone() aria-hidden="true">
                    {tick_labels(self.numbers, &scale)}
                </svg>
                <svg class="bars" height=total_height aria-hidden="true">
                    {grid(&scale)} {bars(self.amounts, &scale)}
                    {self.planned.as_ref().map(|planned| levels(planned, &scale))}
                    {month_labels(self.amounts.len())} {self.mark_line()}
                </svg>
            </div>
        }
    }

    /// Its words on the side with more room.
    fn mark_line(&self) -> Option<impl IntoView + use<>> {
        let (month, words) = self.mark.clone()?;
        let months = self.amounts.len();
        let x = percent(month, months);
        let (anchor, offset) = if 2 * month > months {
            ("end", "-6")
        } else {
            ("start", "6")
        };
        Some(view! {
            <line class="even" x1=x.clone() x2=x.clone() y1="4" y2=(ABOVE + HEIGHT).to_string() />
            <text class="even-label" x=x dx=offset y="13" text-anchor=anchor>
                {words}
            </text>
        })
    }
}

/// A tenth of a dollar: what the labels of the axis can still tell apart.
fn smallest_step(numbers: &CheckedNumbers) -> i64 {
    match numbers.currency().exponent() {
        0 => 1,
        digits => 10_i64.pow(u32::try_from(digits - 1).unwrap_or(0)),
    }
}

fn tick_labels(numbers: &CheckedNumbers, scale: &Scale) -> Vec<impl IntoView + use<>> {
    let label = |value| {
        let y = scale.below_top(value, HEIGHT).plus(ABOVE + 4).to_string();
        view! { <text x="100%" dx="-8" y=y text-anchor="end">{numbers.money(value).compact()}</text> }
    };
    scale.ticks().map(label).collect()
}

fn grid(scale: &Scale) -> Vec<impl IntoView + use<>> {
    let line = |value| {
        let y = scale.below_top(value, HEIGHT).plus(ABOVE).to_string();
        let class = if value == 0 { "zero" } else { "grid" };
        view! { <line class=class x1="0" x2="100%" y1=y.clone() y2=y /> }
    };
    scale.ticks().map(line).collect()
}

fn bars(amounts: &[i64], scale: &Scale) -> Vec<impl IntoView + use<>> {
    let months = amounts.len();
    let bar = |(month, &amount): (usize, &i64)| {
        let (top, height) = scale.bar(amount, HEIGHT);
        let class = if amount < 0 { "bar-loss" } else { "bar-gain" };
        view! {
            <rect
                class=class
                x=percent(10 * month + 1, 10 * months)
                width=percent(8, 10 * months)
                y=top.plus(ABOVE).to_string()
                height=height.to_string()
                rx="1.5"
            />
        }
    };
    amounts.iter().enumerate().map(bar).collect()
}

/// A line across each month at the height of what was planned for it.
fn levels(planned: &[i64], scale: &Scale) -> Vec<impl IntoView + use<>> {
    let months = planned.len();
    let level = |(month, &amount): (usize, &i64)| {
        let y = scale.below_top(amount, HEIGHT).plus(ABOVE).to_string();
        let (from, to) = (percent(month, months), percent(month + 1, months));
        view! { <line class="planned" x1=from x2=to y1=y.clone() y2=y /> }
    };
    planned.iter().enumerate().map(level).collect()
}

/// Every month has its bar, but only so many have room for a name; on a phone fewer than on a desk.
fn month_labels(months: usize) -> Vec<impl IntoView + use<>> {
    let (wide, narrow) = match months {
        0..=6 => (1, 1),
        7..=12 => (1, 3),
        13..=36 => (3, 6),
        37..=72 => (6, 12),
        _ => (12, 36),
    };
    let named = move |every: usize, month: &usize| *month == 1 || month.is_multiple_of(every);
    let label = |month: usize| {
        let class = (!named(narrow, &month)).then_some("if-room");
        let name = match month {
            1 => "month 1".to_owned(),
            _ => month.to_string(),
        };
        let x = percent(2 * month - 1, 2 * months);
        let y = (ABOVE + HEIGHT + BELOW - 6).to_string();
        view! { <text class=class x=x y=y text-anchor="middle">{name}</text> }
    };
    (1..=months)
        .filter(|month| named(wide, month))
        .map(label)
        .collect()
}

/// A share of the width, to a hundredth of a percent.
fn percent(part: usize, whole: usize) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
