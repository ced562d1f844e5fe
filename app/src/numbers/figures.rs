use domain::numbers::rules::{LowestCash, Margin, Results};
use domain::numbers::{CheckedNumbers, Return};
use leptos::prelude::*;

use super::{count_months, sign_class};

/// Terms longer than this are set as text, not as a figure.
const SHORT_TERMS: usize = 24;

/// The strip that says at a glance what is asked, when it carries itself and what the funder gets. Leaves out
/// what the founder did not give.
#[must_use]
pub fn figures(numbers: &CheckedNumbers, results: &Results) -> AnyView {
    let has_months = !results.months.is_empty();
    let even = has_months.then(|| by_day("Breaks even", results.breaks_even_by_day, results));
    let profitable = has_months.then(|| by_day("Profitable", results.profitable_by_day, results));
    let margin = results.margin.map(|margin| margin_figure(numbers, &margin));
    let ask = numbers.ask().map(|ask| {
        view! { <div><dt>"Asks for"</dt><dd>{ask.to_string()}</dd></div> }
    });
    let lowest = results
        .lowest_cash
        .map(|lowest| lowest_figure(numbers, &lowest));
    view! {
        <dl class="figures">
            {ask} {even} {profitable} {margin} {lowest} {numbers.returns().map(returns)}
        </dl>
    }
    .into_any()
}

/// What one place counts on beside the others: its price, what is left of it, and when it carries
/// itself.
#[must_use]
pub fn planned(numbers: &CheckedNumbers, results: &Results) -> AnyView {
    let price = numbers.price().map(|price| {
        let term = format!("Price per {}", numbers.unit().unwrap_or("unit"));
        view! { <div><dt>{term}</dt><dd>{price.to_string()}</dd></div> }
    });
    let margin = results.margin.map(|margin| margin_figure(numbers, &margin));
    let has_months = !results.months.is_empty();
    let even = has_months.then(|| by_day("Breaks even", results.breaks_even_by_day, results));
    view! { <dl class="figures">{price} {margin} {even}</dl> }.into_any()
}

fn by_day(term: &'static str, day: Option<u32>, results: &Results) -> impl IntoView + use<> {
    let (class, words) = match day {
        Some(day) => ("pos", format!("by day {day}")),
        None => (
            "words",
            format!("not within {}", count_months(results.months.len())),
        ),
    };
    view! { <div><dt>{term}</dt><dd class=class>{words}</dd></div> }
}

fn lowest_figure(numbers: &CheckedNumbers, lowest: &LowestCash) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>"Lowest cash"</dt>
            <dd class=sign_class(lowest.amount)>
                {format!("{} ", numbers.money(lowest.amount))}
                <small>{format!("month {}", lowest.month)}</small>
            </dd>
        </div>
    }
}

fn margin_figure(numbers: &CheckedNumbers, margin: &Margin) -> impl IntoView + use<> {
    let unit = numbers.unit().unwrap_or("unit").to_owned();
    let percent = margin
        .percent
        .map(|percent| view! { <small>{percent_words(percent)}</small> });
    view! {
        <div>
            <dt>{format!("Margin per {unit}")}</dt>
            <dd class=sign_class(margin.amount.minor)>{format!("{} ", margin.amount)}{percent}</dd>
        </div>
    }
}

/// With a real minus sign, as money has it.
pub(super) fn percent_words(percent: i64) -> String {
    format!("{percent}%").replace('-', "−")
}

fn returns(returns: &Return) -> impl IntoView + use<> {
    let (kind, terms) = (returns.kind.name(), returns.said());
    let names_kind = terms.to_lowercase().contains(kind);
    let class = (terms.chars().count() > SHORT_TERMS).then_some("words");
    let words = match (terms.is_empty(), names_kind) {
        (true, _) => kind.to_owned(),
        (false, true) => terms,
        (false, false) => format!("{terms} {kind}"),
    };
    view! { <div><dt>"Returns"</dt><dd class=class>{words}</dd></div> }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry, steady};
    use super::*;
    use domain::numbers::ReturnKind;

    #[test]
    fn the_figures_of_a_laundry() {
        let numbers = laundry();
        insta::assert_snapshot!(html(figures(&numbers, &numbers.results())), @r#"
        <dl class="figures">
        <div>
        <dt>Asks for</dt>
        <dd>$18,000</dd>
        </div>
        <div>
        <dt>Breaks even</dt>
        <dd class="pos">by day 60</dd>
        </div>
        <div>
        <dt>Profitable</dt>
        <dd class="pos">by day 30</dd>
        </div>
        <div>
        <dt>Margin per wash</dt>
        <dd class="">$1.12 <small>35%</small>
        </dd>
        </div>
        <div>
        <dt>Lowest cash</dt>
        <dd class="neg">−$3,110 <small>month 1</small>
        </dd>
        </div>
        <div>
        <dt>Returns</dt>
        <dd class="">12% equity</dd>
        </div>
        </dl>
        "#);
    }

    #[test]
    fn what_is_planned_for_a_place() {
        let numbers = laundry();
        let html = html(planned(&numbers, &numbers.results()));
        for figure in [
            "Price per wash</dt>\n<dd>$3.20",
            "Margin per wash",
            "by day 60",
        ] {
            assert!(html.contains(figure), "{html}");
        }
        let none = steady(0, 0);
        let html = super::super::testing::html(planned(&none, &none.results()));
        assert_eq!(html.matches("<dt>").count(), 0);
    }

    #[test]
    fn leaves_out_what_is_not_given() {
        let html_of = |numbers: CheckedNumbers| html(figures(&numbers, &numbers.results()));
        assert_eq!(html_of(steady(0, 0)).matches("<dt>").count(), 0);
        let never = html_of(steady(12, -5));
        assert_eq!(never.matches("<dt>").count(), 3);
        assert!(never.contains("Lowest cash"));
        assert!(never.contains("not within 12 months"));
    }

    #[test]
    fn terms_name_their_kind_once() {
        let words = |kind, terms: &str| html(returns(&Return::worded(kind, terms)));
        assert!(words(ReturnKind::Equity, "12% Equity").contains(">12% Equity<"));
        assert!(words(ReturnKind::RevenueShare, "5%").contains(">5% revenue share<"));
        assert!(words(ReturnKind::Loan, "").contains(">loan<"));
        let share = Return {
            share_bp: Some(1250),
            ..Return::worded(ReturnKind::Equity, "")
        };
        assert!(html(returns(&share)).contains(">12.5% equity<"));
        assert!(words(ReturnKind::Loan, "<script>").contains("&lt;script&gt; loan"));
    }
}
