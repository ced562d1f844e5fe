use domain::numbers::CheckedNumbers;
use domain::numbers::rules::{DAYS_PER_MONTH, MonthResult, Results};
use leptos::prelude::*;

use super::scale::Scale;
use super::{count_months, dips_note, sign_class};

/// Pixels from the highest tick to the lowest.
const HEIGHT: i64 = 180;
/// Pixels above the highest tick, for the words at the break-even line.
const ABOVE: i64 = 24;
/// Pixels below the lowest tick, for the names of the months.
const BELOW: i64 = 26;

/// The plan's cash flow by month, with the same data as a table behind it. Nothing without months.
///
/// Drawn without a view box: across in percent and down in pixels, so that a narrow window makes narrow bars
/// and not small letters.
#[must_use]
pub fn chart(numbers: &CheckedNumbers, results: &Results) -> Option<AnyView> {
    if results.months.is_empty() {
        return None;
    }
    let currency = numbers.currency();
    Some(
        view! {
            <figure class="chart">
                <figcaption>
                    {format!(
                        "Planned cash flow by month in {}: revenue less costs, without the ask. {}",
                        currency.name(),
                        outcome(results),
                    )}
                </figcaption>
                {plot(numbers, results)}
                {dips_note(results)}
                <details>
                    <summary>"The chart as a table"</summary>
                    {data_table(numbers, results)}
                </details>
            </figure>
        }
        .into_any(),
    )
}

fn outcome(results: &Results) -> String {
    match results.breaks_even_by_day {
        Some(day) => format!("It breaks even by day {day}."),
        None => format!(
            "It does not break even within {}.",
            count_months(results.months.len())
        ),
    }
}

fn plot(numbers: &CheckedNumbers, results: &Results) -> impl IntoView + use<> {
    let cash_flow: Vec<i64> = results.months.iter().map(|month| month.cash_flow).collect();
    let scale = Scale::covering(&cash_flow, smallest_step(numbers));
    let total_height = (ABOVE + HEIGHT + BELOW).to_string();
    view! {
        <div class="plot" role="img" aria-label=summary(numbers, results)>
            <svg class="axis" height=total_height.clone() aria-hidden="true">
                {tick_labels(numbers, &scale)}
            </svg>
            <svg class="bars" height=total_height aria-hidden="true">
                {grid(&scale)} {bars(&cash_flow, &scale)} {month_labels(cash_flow.len())}
                {even_line(results)}
            </svg>
        </div>
    }
}

/// A tenth of a dollar: what the labels of the axis can still tell apart.
fn smallest_step(numbers: &CheckedNumbers) -> i64 {
    match numbers.currency().exponent() {
        0 => 1,
        digits => 10_i64.pow(u32::try_from(digits - 1).unwrap_or(0)),
    }
}

fn summary(numbers: &CheckedNumbers, results: &Results) -> String {
    let by_cash_flow = |month: &&MonthResult| month.cash_flow;
    let lowest = results.months.iter().min_by_key(by_cash_flow);
    let highest = results.months.iter().max_by_key(by_cash_flow);
    let described = |month: Option<&MonthResult>| {
        month.map_or_else(String::new, |month| {
            format!(
                "{} in month {}",
                numbers.money(month.cash_flow),
                month.month
            )
        })
    };
    format!(
        "Bar chart of cash flow over {}: lowest {}, highest {}. {}",
        count_months(results.months.len()),
        described(lowest),
        described(highest),
        outcome(results)
    )
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

fn bars(cash_flow: &[i64], scale: &Scale) -> Vec<impl IntoView + use<>> {
    let months = cash_flow.len();
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
    cash_flow.iter().enumerate().map(bar).collect()
}

/// Every month has its bar, but only so many have room for a name; on a phone fewer than on a desk.
fn month_labels(months: usize) -> Vec<impl IntoView + use<>> {
    let (wide, narrow) = match months {
        0..=6 => (1, 1),
        7..=12 => (1, 3),
        _ => (3, 6),
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

/// Stands at the end of the month that breaks even, its words on the side with more room.
fn even_line(results: &Results) -> Option<impl IntoView + use<>> {
    let day = results.breaks_even_by_day?;
    let months = results.months.len();
    let month = usize::try_from(day / DAYS_PER_MONTH).ok()?;
    let x = percent(month, months);
    let (anchor, offset) = if 2 * month > months {
        ("end", "-6")
    } else {
        ("start", "6")
    };
    Some(view! {
        <line class="even" x1=x.clone() x2=x.clone() y1="4" y2=(ABOVE + HEIGHT).to_string() />
        <text class="even-label" x=x dx=offset y="13" text-anchor=anchor>
            {format!("even by day {day}")}
        </text>
    })
}

/// A share of the width, to a hundredth of a percent.
fn percent(part: usize, whole: usize) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn data_table(numbers: &CheckedNumbers, results: &Results) -> impl IntoView + use<> {
    let rows: Vec<_> = results
        .months
        .iter()
        .map(|month| data_row(numbers, month))
        .collect();
    view! {
        <div class="scroll" role="region" aria-label="Cash flow by month" tabindex="0">
            <table>
                <caption>{format!("Planned cash flow by month in {}", numbers.currency().name())}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Month"</th>
                        <th scope="col">"Revenue"</th>
                        <th scope="col">"Costs"</th>
                        <th scope="col">"Cash flow"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn data_row(numbers: &CheckedNumbers, month: &MonthResult) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{month.month}</th>
            <td>{numbers.money(month.revenue).to_string()}</td>
            <td>{numbers.money(month.costs).to_string()}</td>
            <td class=sign_class(month.cash_flow)>{numbers.money(month.cash_flow).to_string()}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry, steady};
    use super::*;

    fn chart_of(numbers: &CheckedNumbers) -> String {
        html(chart(numbers, &numbers.results()))
    }

    #[test]
    fn the_chart_of_a_laundry() {
        insta::assert_snapshot!(chart_of(&laundry()));
    }

    #[test]
    fn long_plans_name_only_some_months() {
        let html = chart_of(&steady(36, 100));
        assert_eq!(html.matches("<rect").count(), 36);
        assert_eq!(html.matches("text-anchor=\"middle\"").count(), 13);
        assert_eq!(html.matches("if-room").count(), 6);
        assert!(html.contains("It breaks even by day 30."));
    }

    #[test]
    fn never_breaking_even_is_said_and_not_drawn() {
        let html = chart_of(&steady(12, -100));
        assert!(html.contains("It does not break even within 12 months."));
        assert!(!html.contains("class=\"even\""));
    }

    #[test]
    fn nothing_is_drawn_without_months() {
        let numbers = steady(0, 1);
        assert!(chart(&numbers, &numbers.results()).is_none());
    }

    #[test]
    fn no_style_attribute_meets_the_content_security_policy() {
        assert!(!chart_of(&laundry()).contains("style="));
    }
}
