//! A plan's numbers as people see them: the strip of figures, the charts, the month-by-month table, and the
//! part of the editor that asks for them.

mod asked;
mod chart;
mod fields;
mod figures;
mod form;
mod formulas;
pub mod page;
mod payouts;
mod plot;
mod scale;
mod scenarios;
mod spark;
mod table;

pub use chart::{chart, chart_beside};
pub use fields::number_fields;
pub use figures::{figures, planned};
pub use form::NumbersForm;
pub use formulas::formulas;
pub(crate) use scale::{Scale, Tenths};
pub use scenarios::counted;
pub use spark::spark;
pub use table::month_table;

use domain::numbers::{CheckedNumbers, rules::Results};
use leptos::prelude::*;

/// What stands on a plan's numbers page under its title and tabs.
#[must_use]
pub fn numbers_content(numbers: &CheckedNumbers) -> AnyView {
    let results = numbers.results();
    view! {
        {figures(numbers, &results)}
        {month_table(numbers, &results)}
        {formulas(numbers, &results)}
    }
    .into_any()
}

/// A warning that the plan falls below zero again after it broke even; nothing if it does not.
#[must_use]
fn dips_note(results: &Results) -> Option<AnyView> {
    let months = match results.dips.as_slice() {
        [] => return None,
        [month] => format!("month {month}"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("months {} and {last}", first.join(", "))
        }
    };
    Some(
        view! {
            <p class="note setback">
                {format!("After breaking even, cash flow falls below zero again in {months}.")}
            </p>
        }
        .into_any(),
    )
}

/// `"12 months"`, `"1 month"`.
fn count_months(count: usize) -> String {
    match count {
        1 => "1 month".to_owned(),
        _ => format!("{count} months"),
    }
}

/// The class that shows a loss as one.
fn sign_class(minor: i64) -> Option<&'static str> {
    (minor < 0).then_some("neg")
}

#[cfg(test)]
mod testing {
    use domain::money::Currency;
    use domain::numbers::{CheckedNumbers, Numbers, Return, ReturnKind, csv};
    use leptos::prelude::*;

    pub(super) const LAUNDRY: &str = "\
side,kind,label,life_months,month 1,month 2,month 3,month 4
revenue,sales,washes,,1200.00,2850.00,3300.50,900.00
cost,capital,machines,36,3600.00,,,
cost,fixed,rent,,400.00,400.00,400.00,400.00
cost,variable,\"water, soap & power\",,310.00,480.00,600.00,620.00
";

    /// A laundry that breaks even by day 60 and dips in month 4.
    pub(super) fn laundry() -> CheckedNumbers {
        let currency = Currency::new("USD").unwrap();
        let numbers = Numbers {
            currency: "USD".to_owned(),
            unit: Some("wash".to_owned()),
            price: Some(320),
            unit_cost: Some(208),
            months: csv::from_csv(LAUNDRY, currency).unwrap(),
            ask: Some(1_800_000),
            returns: Some(Return::worded(ReturnKind::Equity, "12%")),
            ..Numbers::default()
        };
        numbers.check().unwrap()
    }

    /// So many months with the same cash flow, in whole dollars.
    pub(super) fn steady(months: usize, cash_flow: i64) -> CheckedNumbers {
        let kind = if cash_flow < 0 {
            "cost,fixed"
        } else {
            "revenue,sales"
        };
        let cells = format!(",{}", cash_flow.abs()).repeat(months);
        let text = match months {
            0 => String::new(),
            _ => format!("{kind},all,{cells}"),
        };
        let currency = Currency::new("USD").unwrap();
        let numbers = Numbers {
            currency: "USD".to_owned(),
            months: csv::from_csv(&text, currency).unwrap(),
            ..Numbers::default()
        };
        numbers.check().unwrap()
    }

    /// The html as a page would have it, one element a line so that a changed snapshot is readable.
    pub(super) fn html(view: impl IntoView) -> String {
        let html = Owner::new().with(|| view.into_view().to_html());
        html.replace("><", ">\n<")
    }
}
