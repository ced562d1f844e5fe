use domain::numbers::CheckedNumbers;
use domain::numbers::rows::{Row, cost_rows, revenue_rows};
use domain::numbers::rules::{MonthResult, Results};
use leptos::prelude::*;

use super::sign_class;

/// Every line of every month with what they come to. Wider than a phone: it scrolls in a region of its own
/// that the keyboard reaches. Nothing without months.
#[must_use]
pub fn month_table(numbers: &CheckedNumbers, results: &Results) -> Option<AnyView> {
    if results.months.is_empty() {
        return None;
    }
    let cells = Cells {
        numbers,
        decimals: has_fractions(numbers),
    };
    let headings = results.months.iter().map(|month| {
        view! { <th scope="col">{format!("Month {}", month.month)}</th> }
    });
    let headings: Vec<_> = headings.collect();
    let currency = numbers.currency();
    Some(view! {
        <div class="scroll" role="region" aria-labelledby="month-by-month" tabindex="0">
            <table class="months">
                <caption id="month-by-month">
                    {format!("Month by month in {}", currency.name())}
                </caption>
                <thead><tr><td></td>{headings}</tr></thead>
                {cells.side("Revenue", &revenue_rows(numbers.months()), results, |month| month.revenue)}
                {cells.side("Costs", &cost_rows(numbers.months()), results, |month| month.costs)}
                <tbody class="results">
                    {cells.result("Cash flow", results, |month| month.cash_flow)}
                    {cells.result("Profit", results, |month| month.profit)}
                    {cells.result("Cumulative cash", results, |month| month.cumulative_cash)}
                </tbody>
            </table>
        </div>
    }.into_any())
}

/// Either all amounts of a table have decimals or none has, so that digits stand under digits. The founder's
/// lines decide; a profit may be rounded, since spreading a capital cost leaves fractions in almost every plan.
fn has_fractions(numbers: &CheckedNumbers) -> bool {
    let unit = 10_i64.pow(u32::try_from(numbers.currency().exponent()).unwrap_or(0));
    let is_fraction = |amount: i64| amount % unit != 0;
    numbers.months().iter().any(|month| {
        month.revenue.iter().any(|line| is_fraction(line.amount))
            || month.costs.iter().any(|line| is_fraction(line.amount))
    })
}

struct Cells<'a> {
    numbers: &'a CheckedNumbers,
    decimals: bool,
}

impl Cells<'_> {
    fn side(
        &self,
        title: &'static str,
        rows: &[Row<'_>],
        results: &Results,
        total: fn(&MonthResult) -> i64,
    ) -> impl IntoView + use<> {
        let width = (results.months.len() + 1).to_string();
        let lines: Vec<_> = rows.iter().map(|row| self.line(row)).collect();
        let total_title = format!("{title}, total");
        view! {
            <tbody>
                <tr><th class="side" scope="rowgroup" colspan=width>{title}</th></tr>
                {lines}
                <tr class="total">
                    <th scope="row">{total_title}</th>
                    {self.amounts(results, total)}
                </tr>
            </tbody>
        }
    }

    fn line(&self, row: &Row<'_>) -> impl IntoView + use<> {
        let kind = match row.line.life_months {
            Some(life) => format!("{}, {life} months", row.line.kind),
            None => row.line.kind.to_owned(),
        };
        let cells = row.amounts.iter().map(|amount| {
            view! { <td>{amount.map(|minor| self.amount(minor))}</td> }
        });
        let cells: Vec<_> = cells.collect();
        view! {
            <tr>
                <th scope="row">{format!("{} ", row.line.label)}<small>{kind}</small></th>
                {cells}
            </tr>
        }
    }

    fn result(
        &self,
        title: &'static str,
        results: &Results,
        value: fn(&MonthResult) -> i64,
    ) -> impl IntoView + use<> {
        view! { <tr><th scope="row">{title}</th>{self.amounts(results, value)}</tr> }
    }

    fn amounts(
        &self,
        results: &Results,
        value: fn(&MonthResult) -> i64,
    ) -> Vec<impl IntoView + use<>> {
        let cell = |month: &MonthResult| {
            let minor = value(month);
            view! { <td class=sign_class(minor)>{self.amount(minor)}</td> }
        };
        results.months.iter().map(cell).collect()
    }

    fn amount(&self, minor: i64) -> String {
        self.numbers.money(minor).grouped(self.decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry, steady};
    use super::*;

    fn table_of(numbers: &CheckedNumbers) -> String {
        html(month_table(numbers, &numbers.results()))
    }

    #[test]
    fn the_table_of_a_laundry() {
        insta::assert_snapshot!(table_of(&laundry()));
    }

    #[test]
    fn whole_amounts_have_no_decimals() {
        let html = table_of(&steady(2, 1200));
        assert!(html.contains(">1,200<") && !html.contains(".00"));
    }

    #[test]
    fn nothing_without_months() {
        let numbers = steady(0, 1);
        assert!(month_table(&numbers, &numbers.results()).is_none());
    }
}
