use domain::numbers::rules::{Margin, MonthResult, Results};
use domain::numbers::{CheckedNumbers, Cost, CostKind, Part};
use leptos::prelude::*;

use super::count_months;
use super::figures::percent_words;

/// Each figure's formula with the numbers put in, so that any reader can do the sum again.
#[must_use]
pub fn formulas(numbers: &CheckedNumbers, results: &Results) -> Option<AnyView> {
    let has_months = !results.months.is_empty();
    let even = has_months.then(|| {
        entry(
            "Breaks even".to_owned(),
            RULE_EVEN,
            vec![even_sum(numbers, results)],
        )
    });
    let profitable = has_months.then(|| {
        entry(
            "Profitable".to_owned(),
            RULE_PROFITABLE,
            vec![profitable_sum(numbers, results)],
        )
    });
    let capital = capital_sums(numbers);
    let capital = (!capital.is_empty()).then(|| entry("Capital".to_owned(), RULE_CAPITAL, capital));
    let margin = results.margin.map(|margin| {
        let unit = numbers.unit().unwrap_or("unit");
        entry(
            format!("Margin per {unit}"),
            RULE_MARGIN,
            vec![margin_sum(&margin)],
        )
    });
    let worksheet = worksheet_sum(numbers).map(|sum| {
        let unit = numbers.unit().unwrap_or("unit");
        entry(format!("Cost per {unit}"), RULE_WORKSHEET, sum)
    });
    let lowest = lowest_sum(numbers, results)
        .map(|sum| entry("Lowest cash".to_owned(), RULE_LOWEST, vec![sum]));
    let asked = asked_sum(numbers, results)
        .map(|sum| entry("The ask against it".to_owned(), RULE_ASKED, vec![sum]));
    let is_empty = !has_months && margin.is_none() && worksheet.is_none();
    (!is_empty).then(|| {
        view! {
            <section class="worked-out" aria-labelledby="worked-out">
                <h2 id="worked-out">"How these are worked out"</h2>
                <dl>{even} {profitable} {capital} {lowest} {asked} {margin} {worksheet}</dl>
            </section>
        }
        .into_any()
    })
}

const RULE_EVEN: &str = "The last day of the first month whose cash flow is not negative, a month being 30 days. \
    Cash flow is revenue less costs; the ask and cash at the start do not count.";
const RULE_PROFITABLE: &str = "The last day of the first month with a profit above zero. Profit is cash flow, but \
    a capital cost is spread evenly over the months it lasts.";
const RULE_CAPITAL: &str = "What is bought once counts in full in the cash flow of its month, and in the profit of \
    every month it lasts by an even share.";
const RULE_LOWEST: &str = "The lowest sum of cash at the start and the cash flow of all months so far: below zero it is \
    what must be there before the plan carries itself.";
const RULE_ASKED: &str = "The ask with the lowest cash, where that is below zero: what it leaves, or by how much it falls \
    short.";
const RULE_WORKSHEET: &str =
    "Its parts added up. Work is minutes at the stated wage an hour, divided by 60.";
const RULE_MARGIN: &str = "The price of one less what one costs fully loaded.";

fn entry(term: String, rule: &'static str, sums: Vec<String>) -> impl IntoView + use<> {
    let sums: Vec<_> = sums
        .into_iter()
        .map(|sum| view! { <dd class="sum">{sum}</dd> })
        .collect();
    view! { <div><dt>{term}</dt><dd>{rule}</dd>{sums}</div> }
}

fn on_day(results: &Results, day: Option<u32>) -> Option<&MonthResult> {
    let last_day =
        |month: &&MonthResult| Some(month.month * domain::numbers::rules::DAYS_PER_MONTH) == day;
    results.months.iter().find(last_day)
}

fn even_sum(numbers: &CheckedNumbers, results: &Results) -> String {
    let Some(month) = on_day(results, results.breaks_even_by_day) else {
        let months = count_months(results.months.len());
        return format!("Cash flow is below zero in each of the {months}.");
    };
    let money = |minor| numbers.money(minor);
    format!(
        "Month {number}: {} − {} = {}. By day {number} × 30 = {}.",
        money(month.revenue),
        money(month.costs),
        money(month.cash_flow),
        results.breaks_even_by_day.unwrap_or_default(),
        number = month.month,
    )
}

fn profitable_sum(numbers: &CheckedNumbers, results: &Results) -> String {
    let Some(month) = on_day(results, results.profitable_by_day) else {
        let months = count_months(results.months.len());
        return format!("Profit is not above zero in any of the {months}.");
    };
    let money = |minor| numbers.money(minor);
    format!(
        "Month {number}: {} revenue − {} costs without capital − {} share of capital = {}. By day {number} × 30 = {}.",
        money(month.revenue),
        money(month.costs - month.capital_paid),
        money(month.capital_share),
        money(month.profit),
        results.profitable_by_day.unwrap_or_default(),
        number = month.month,
    )
}

fn capital_sums(numbers: &CheckedNumbers) -> Vec<String> {
    let sum = |(month, cost): (usize, &Cost)| {
        let life = cost.life_months?;
        let exact = cost.amount % i64::from(life) == 0;
        Some(format!(
            "{}, month {month}: {} ÷ {} = {}{} a month.",
            cost.label,
            numbers.money(cost.amount),
            count_months(usize::try_from(life).ok()?),
            if exact { "" } else { "about " },
            numbers.money(cost.amount / i64::from(life)),
        ))
    };
    let months = (1..).zip(numbers.months());
    months
        .flat_map(|(month, lines)| lines.costs.iter().map(move |cost| (month, cost)))
        .filter(|(_, cost)| cost.kind == CostKind::Capital)
        .filter_map(sum)
        .collect()
}

fn lowest_sum(numbers: &CheckedNumbers, results: &Results) -> Option<String> {
    let lowest = results.lowest_cash?;
    let amount = numbers.money(lowest.amount);
    let start = numbers.opening_cash();
    Some(match (lowest.month, start) {
        (1, None) => format!("After month 1: {amount}."),
        (month, None) => format!("After month {month}: months 1 to {month} come to {amount}."),
        (month, Some(start)) => {
            let flow = numbers.money(lowest.amount - start.minor);
            format!("After month {month}: {start} at the start + {flow} = {amount}.")
        }
    })
}

fn asked_sum(numbers: &CheckedNumbers, results: &Results) -> Option<String> {
    let (ask, spare) = (numbers.ask()?, results.ask_to_spare?);
    let lowest = results.lowest_cash?;
    let need = numbers.money(lowest.amount.min(0).saturating_abs());
    let left = numbers.money(spare.saturating_abs());
    Some(if spare < 0 {
        format!("{ask} − {need}: it falls short by {left}.")
    } else {
        format!("{ask} − {need} = {left} to spare.")
    })
}

fn worksheet_sum(numbers: &CheckedNumbers) -> Option<Vec<String>> {
    let money = |minor: Option<i64>| numbers.money(minor.unwrap_or(0));
    let part = |part: &Part| match part.minutes {
        Some(minutes) => format!(
            "{}, {}: {minutes} × {} ÷ 60 = {}.",
            part.label,
            part.kind,
            money(part.wage),
            money(part.cost()),
        ),
        None => format!("{}, {}: {}.", part.label, part.kind, money(part.amount)),
    };
    let mut sums: Vec<String> = numbers.worksheet().iter().map(part).collect();
    if sums.is_empty() {
        return None;
    }
    sums.push(format!("In all {}.", numbers.unit_cost()?));
    Some(sums)
}

fn margin_sum(margin: &Margin) -> String {
    let sum = format!(
        "{} − {} = {}",
        margin.price, margin.unit_cost, margin.amount
    );
    match margin.percent {
        Some(percent) => format!("{sum}, {} of the price.", percent_words(percent)),
        None => format!("{sum}."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry, steady};
    use super::*;
    use domain::{money::Currency, numbers::worksheet};

    fn formulas_of(numbers: &CheckedNumbers) -> String {
        html(formulas(numbers, &numbers.results()))
    }

    #[test]
    fn the_sums_of_a_laundry() {
        let html = formulas_of(&laundry());
        let sums: Vec<&str> = html
            .lines()
            .filter(|line| line.contains("\"sum\""))
            .collect();
        insta::assert_snapshot!(sums.join("\n"), @r#"
        <dd class="sum">Month 2: $2,850 − $880 = $1,970. By day 2 × 30 = 60.</dd>
        <dd class="sum">Month 1: $1,200 revenue − $710 costs without capital − $100 share of capital = $390. By day 1 × 30 = 30.</dd>
        <dd class="sum">machines, month 1: $3,600 ÷ 36 months = $100 a month.</dd>
        <dd class="sum">After month 1: −$3,110.</dd>
        <dd class="sum">$18,000 − $3,110 = $14,890 to spare.</dd>
        <dd class="sum">$3.20 − $2.08 = $1.12, 35% of the price.</dd>
        "#);
    }

    #[test]
    fn cash_at_the_start_and_the_parts_of_a_cost_are_worked_out() {
        let mut numbers = steady(3, -100).into_numbers();
        (numbers.opening_cash, numbers.ask) = (Some(5_000), Some(20_000));
        numbers.worksheet = worksheet::parse(
            "materials: soap = 0.42\nwork: folding = 10 min at 15/h",
            Currency::new("USD").unwrap(),
        )
        .unwrap();
        let html = formulas_of(&numbers.check().unwrap());
        for sum in [
            "After month 3: $50 at the start + −$300 = −$250.",
            "$200 − $250: it falls short by $50.",
            "folding, work: 10 × $15 ÷ 60 = $2.50.",
            "In all $2.92.",
        ] {
            assert!(html.contains(sum), "{html}");
        }
    }

    #[test]
    fn never_is_worked_out_too() {
        let html = formulas_of(&steady(12, -5));
        assert!(html.contains("Cash flow is below zero in each of the 12 months."));
        assert!(html.contains("Profit is not above zero in any of the 12 months."));
        assert!(!formulas_of(&steady(0, 0)).contains("<section"));
    }
}
