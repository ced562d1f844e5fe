use domain::numbers::CheckedNumbers;
use domain::numbers::rules::{DAYS_PER_MONTH, MonthResult, Results};
use leptos::prelude::*;

use super::plot::Plot;
use super::{count_months, dips_note, sign_class};

/// The plan's cash flow by month, with the same data as a table behind it. Nothing without months.
#[must_use]
pub fn chart(numbers: &CheckedNumbers, results: &Results) -> Option<AnyView> {
    let caption = format!(
        "Planned cash flow by month in {}: revenue less costs, without the ask. {}",
        numbers.currency().name(),
        outcome(results),
    );
    figure(numbers, results, None, caption)
}

/// The cash flow under other assumptions, and beside it what was planned. Nothing without months.
#[must_use]
pub fn chart_beside(
    numbers: &CheckedNumbers,
    results: &Results,
    planned: &Results,
    assumed: &str,
) -> Option<AnyView> {
    let caption = format!(
        "Cash flow by month in {} with {assumed}; the lines are what was planned. {}",
        numbers.currency().name(),
        outcome(results),
    );
    figure(numbers, results, Some(planned), caption)
}

fn figure(
    numbers: &CheckedNumbers,
    results: &Results,
    planned: Option<&Results>,
    caption: String,
) -> Option<AnyView> {
    if results.months.is_empty() {
        return None;
    }
    Some(
        view! {
            <figure class="chart">
                <figcaption>{caption}</figcaption>
                {plot(numbers, results, planned)}
                {dips_note(results)}
                <details>
                    <summary>"The chart as a table"</summary>
                    {data_table(numbers, results, planned)}
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

fn plot(
    numbers: &CheckedNumbers,
    results: &Results,
    planned: Option<&Results>,
) -> impl IntoView + use<> {
    let even = results.breaks_even_by_day.and_then(|day| {
        let month = usize::try_from(day / DAYS_PER_MONTH).ok()?;
        Some((month, format!("even by day {day}")))
    });
    Plot {
        numbers,
        amounts: &cash_flow(results),
        planned: planned.map(cash_flow),
        label: summary(numbers, results),
        mark: even,
    }
    .draw()
}

fn cash_flow(results: &Results) -> Vec<i64> {
    results.months.iter().map(|month| month.cash_flow).collect()
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

fn data_table(
    numbers: &CheckedNumbers,
    results: &Results,
    planned: Option<&Results>,
) -> impl IntoView + use<> {
    let rows: Vec<_> = results
        .months
        .iter()
        .map(|month| {
            let index = usize::try_from(month.month).unwrap_or(0) - 1;
            let planned = planned.and_then(|planned| planned.months.get(index));
            data_row(numbers, month, planned)
        })
        .collect();
    let kind = if planned.is_some() {
        "Cash"
    } else {
        "Planned cash"
    };
    let beside = planned.map(|_| view! { <th scope="col">"Planned cash flow"</th> });
    view! {
        <div class="scroll" role="region" aria-label="Cash flow by month" tabindex="0">
            <table>
                <caption>{format!("{kind} flow by month in {}", numbers.currency().name())}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Month"</th>
                        <th scope="col">"Revenue"</th>
                        <th scope="col">"Costs"</th>
                        <th scope="col">"Cash flow"</th>
                        {beside}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn data_row(
    numbers: &CheckedNumbers,
    month: &MonthResult,
    planned: Option<&MonthResult>,
) -> impl IntoView + use<> {
    let flow = |month: &MonthResult| {
        let amount = numbers.money(month.cash_flow).to_string();
        view! { <td class=sign_class(month.cash_flow)>{amount}</td> }
    };
    view! {
        <tr>
            <th scope="row">{month.month}</th>
            <td>{numbers.money(month.revenue).to_string()}</td>
            <td>{numbers.money(month.costs).to_string()}</td>
            {flow(month)}
            {planned.map(flow)}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry, steady};
    use super::*;
    use domain::numbers::Scenario;

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
    fn what_was_planned_stands_beside_as_lines_and_in_the_table() {
        let planned = steady(12, 100);
        let half = Scenario::HALF_SALES.apply(&planned).unwrap();
        let (beside, results) = (planned.results(), half.results());
        let html = html(chart_beside(&half, &results, &beside, "50% of the sales"));
        assert_eq!(html.matches("class=\"planned\"").count(), 12);
        assert!(html.contains("with 50% of the sales; the lines"));
        assert!(
            html.contains("<td class=\"\">$50</td>\n<td class=\"\">$100</td>"),
            "{html}"
        );
    }

    #[test]
    fn no_style_attribute_meets_the_content_security_policy() {
        assert!(!chart_of(&laundry()).contains("style="));
    }
}
