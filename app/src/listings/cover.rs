//! A listing's figure, drawn from its plans' numbers.

use crate::{
    numbers::{Scale, Tenths},
    plans::address,
};
use domain::{
    money::{Currency, Money},
    plans::Plan,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Pixels from the highest tick to the lowest.
const HEIGHT: i64 = 200;
/// Pixels above the highest tick, so that a dot there is whole.
const ABOVE: i64 = 14;
/// Pixels below the lowest tick, for the names of the days.
const BELOW: i64 = 28;
/// Where in thousandths of the width day 0 stands, …
const FIRST: i64 = 30;
/// … the last day, …
const LAST: i64 = 820;
/// … and plans that do not break even.
const NEVER: i64 = 940;

/// A plan of which the figure can be drawn.
struct Dot<'p> {
    plan: &'p Plan,
    /// Its place in the listing, from 1.
    place: usize,
    ask: i64,
    even: Option<u32>,
}

/// Each plan by the day on which it breaks even and by what it asks, with the same as a table behind it.
/// Sums of different currencies cannot be compared: the most frequent is drawn. Nothing where there is
/// nothing to compare.
pub(super) fn figure(plans: &[&Plan]) -> Option<AnyView> {
    let currency = most_frequent(plans)?;
    let dots: Vec<Dot<'_>> = (1..)
        .zip(plans)
        .filter_map(|(place, plan)| dot(place, plan, &currency))
        .collect();
    if dots.len() < 2 {
        return None;
    }
    let currency = Currency::new(&currency).ok()?;
    let left_out = plans.len() - dots.len();
    let words = caption(&dots, currency, left_out);
    Some(
        view! {
            <figure class="chart cover">
                <figcaption>{words}</figcaption>
                {plot(&dots, currency)}
                <details>
                    <summary>"The figure as a table"</summary>
                    {table(&dots, currency)}
                </details>
            </figure>
        }
        .into_any(),
    )
}

/// The currency in which most of them ask, the first by its letters of several.
fn most_frequent(plans: &[&Plan]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for figures in plans.iter().filter_map(|plan| plan.figures.as_ref()) {
        if figures.ask.is_some() {
            *counts.entry(&figures.currency).or_default() += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| **count);
    most.map(|(currency, _)| (*currency).to_owned())
}

fn dot<'p>(place: usize, plan: &'p Plan, currency: &str) -> Option<Dot<'p>> {
    let figures = plan.figures.as_ref()?;
    let ask = figures.ask.filter(|_| figures.currency == currency)?;
    Some(Dot {
        plan,
        place,
        ask,
        even: figures.breaks_even_by_day,
    })
}

fn caption(dots: &[Dot<'_>], currency: Currency, left_out: usize) -> String {
    let left_out = match left_out {
        0 => String::new(),
        1 => " One plan without such numbers is left out.".to_owned(),
        many => format!(" {many} plans without such numbers are left out."),
    };
    format!(
        "{} plans by the day on which they break even and by what they ask, in {}.{left_out}",
        dots.len(),
        currency.name()
    )
}

fn plot(dots: &[Dot<'_>], currency: Currency) -> AnyView {
    let asks: Vec<i64> = dots.iter().map(|dot| dot.ask).collect();
    let scale = Scale::covering(&asks, smallest_step(currency));
    let days = Days::over(dots);
    let height = (ABOVE + HEIGHT + BELOW).to_string();
    view! {
        <div class="plot" role="img" aria-label=summary(dots, currency)>
            <svg class="axis" height=height.clone() aria-hidden="true">
                {sums(&scale, currency)}
            </svg>
            <svg class="dots" height=height aria-hidden="true">
                {grid(&scale)} {days.labels()} {marks(dots, &scale, &days)}
            </svg>
        </div>
    }
    .into_any()
}

/// A tenth of a dollar: what the labels of the axis can still tell apart.
fn smallest_step(currency: Currency) -> i64 {
    match currency.exponent() {
        0 => 1,
        digits => 10_i64.pow(u32::try_from(digits - 1).unwrap_or(0)),
    }
}

fn summary(dots: &[Dot<'_>], currency: Currency) -> String {
    let even: Vec<u32> = dots.iter().filter_map(|dot| dot.even).collect();
    let days = match (even.iter().min(), even.iter().max()) {
        (Some(first), Some(last)) if first == last => format!("by day {first}"),
        (Some(first), Some(last)) => format!("between day {first} and day {last}"),
        _ => "not within their months".to_owned(),
    };
    let sums = dots.iter().map(|dot| dot.ask);
    let sum = |minor: Option<i64>| Money::new(minor.unwrap_or(0), currency).to_string();
    format!(
        "Scatter plot of {} plans: they break even {days} and ask for {} to {}.",
        dots.len(),
        sum(sums.clone().min()),
        sum(sums.max())
    )
}

fn sums(scale: &Scale, currency: Currency) -> AnyView {
    let label = |value| {
        let y = scale.below_top(value, HEIGHT).plus(ABOVE + 4).to_string();
        let sum = Money::new(value, currency).compact();
        view! { <text x="100%" dx="-8" y=y text-anchor="end">{sum}</text> }
    };
    scale.ticks().map(label).collect_view().into_any()
}

fn grid(scale: &Scale) -> AnyView {
    let line = |value| {
        let y = scale.below_top(value, HEIGHT).plus(ABOVE).to_string();
        let class = if value == 0 { "zero" } else { "grid" };
        view! { <line class=class x1="0" x2="100%" y1=y.clone() y2=y /> }
    };
    scale.ticks().map(line).collect_view().into_any()
}

/// The days along the figure.
struct Days {
    ticks: Vec<i64>,
    has_never: bool,
}

impl Days {
    fn over(dots: &[Dot<'_>]) -> Self {
        let days: Vec<i64> = dots
            .iter()
            .filter_map(|dot| dot.even.map(i64::from))
            .collect();
        // A month is the smallest step that numbers know.
        let ticks = Scale::covering(&days, 30).ticks().collect();
        Self {
            ticks,
            has_never: dots.iter().any(|dot| dot.even.is_none()),
        }
    }

    fn x(&self, even: Option<u32>) -> String {
        let last = self.ticks.last().copied().unwrap_or(1).max(1);
        let thousandths = match even {
            Some(day) => FIRST + i64::from(day) * (LAST - FIRST) / last,
            None => NEVER,
        };
        format!("{}%", Tenths(thousandths))
    }

    fn labels(&self) -> AnyView {
        let y = (ABOVE + HEIGHT + BELOW - 8).to_string();
        let labels = self.ticks.iter().map(|tick| {
            let x = self.x(u32::try_from(*tick).ok());
            let day = match tick {
                0 => "day 0".to_owned(),
                day => day.to_string(),
            };
            view! { <text x=x y=y.clone() text-anchor="middle">{day}</text> }
        });
        let never = self.has_never.then(|| {
            view! { <text x=self.x(None) y=y.clone() text-anchor="middle">"not yet"</text> }
        });
        view! { {labels.collect_view()} {never} }.into_any()
    }
}

/// Plans at the same spot stand side by side.
fn marks(dots: &[Dot<'_>], scale: &Scale, days: &Days) -> AnyView {
    let mut taken: BTreeMap<(Option<u32>, i64), i64> = BTreeMap::new();
    let marks: Vec<_> = dots
        .iter()
        .map(|dot| {
            let y = scale.below_top(dot.ask, HEIGHT).plus(ABOVE);
            let beside = taken.entry((dot.even, y.0 / 100)).or_default();
            let shift = *beside * 18;
            *beside += 1;
            let x = days.x(dot.even);
            let class = if dot.even.is_some() {
                "dot"
            } else {
                "dot never"
            };
            view! {
                <g transform=format!("translate({shift} 0)")>
                    <circle class=class cx=x.clone() cy=y.to_string() r="8" />
                    <text class="place" x=x y=y.plus(4).to_string() text-anchor="middle">
                        {dot.place}
                    </text>
                </g>
            }
        })
        .collect();
    marks.into_any()
}

fn table(dots: &[Dot<'_>], currency: Currency) -> AnyView {
    let rows = dots
        .iter()
        .map(|dot| {
            let even = dot
                .even
                .map_or_else(|| "not yet".to_owned(), |day| format!("day {day}"));
            view! {
                <tr>
                    <td>{dot.place}</td>
                    <th scope="row">
                        <a href=address(dot.plan)>{dot.plan.title.clone()}</a>
                    </th>
                    <td>{even}</td>
                    <td>{Money::new(dot.ask, currency).to_string()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-label="Plans by their numbers" tabindex="0">
            <table>
                <caption>{format!("Plans by their numbers, in {}", currency.name())}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Place"</th>
                        <th scope="col">"Plan"</th>
                        <th scope="col">"Breaks even"</th>
                        <th scope="col">"Asks"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
