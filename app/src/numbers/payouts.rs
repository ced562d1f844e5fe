use domain::numbers::payout::{Payout, PayoutMonth};
use domain::numbers::rules::Results;
use domain::numbers::{CheckedNumbers, Return, ReturnKind};
use domain::problems::Problems;
use leptos::prelude::*;

use super::asked::Asked;
use super::count_months;
use super::plot::Plot;
use crate::comments::hidden;
use crate::forms::{Field, capitalised};

/// What the funder would get under each form of return, month by month. Nothing of a plan that asks for nothing.
pub(super) fn payouts(
    address: &str,
    asked: &Asked,
    numbers: &CheckedNumbers,
    results: &Results,
    problems: &Problems,
) -> Option<AnyView> {
    let ask = numbers.ask()?;
    let asked = asked.clone().with_terms(numbers.returns());
    let (returns, wrong) = match asked.returns(numbers) {
        Ok(returns) => (returns, Problems::default()),
        Err(wrong) => (Vec::new(), wrong),
    };
    let mut problems = problems.clone();
    problems.0.extend(wrong.0);
    let charts: Vec<_> = returns
        .iter()
        .filter_map(|returns| {
            let payout = results.payout(ask.minor, returns)?;
            Some(figure(numbers, returns, &payout))
        })
        .collect();
    Some(
        view! {
            <section class="payouts" aria-labelledby="payouts">
                <h2 id="payouts">"What the funder would get"</h2>
                <p class="meta">
                    {format!("For the {ask} that the plan asks for, as these numbers say, under each form of return.")}
                </p>
                {form(address, &asked, &problems)}
                {charts}
            </section>
        }
        .into_any(),
    )
}

fn form(address: &str, asked: &Asked, problems: &Problems) -> impl IntoView + use<> {
    let fields = [
        ("share", "Equity, percent", &asked.share),
        ("interest", "Loan, percent a year", &asked.interest),
        ("repay_months", "Repaid over, months", &asked.repay_months),
        (
            "grace_months",
            "After interest only, months",
            &asked.grace_months,
        ),
        ("revenue_share", "Of revenue, percent", &asked.revenue_share),
        ("cap", "At most, times the ask", &asked.cap),
    ];
    let fields = fields.map(|(name, label, value)| {
        let field = Field::new(name, label).value(value.clone());
        field.problems(problems).amount()
    });
    view! {
        <form class="numbers" action=format!("{address}#payouts")>
            {hidden("sales", asked.sales.trim())}
            {hidden("costs", asked.costs.trim())}
            {hidden("delay", asked.delay.trim())}
            <div class="side-by-side">{fields.into_iter().collect_view()}</div>
            <p class="actions"><button>"Work it out"</button></p>
        </form>
    }
}

fn figure(numbers: &CheckedNumbers, returns: &Return, payout: &Payout) -> AnyView {
    let paid: Vec<i64> = payout.months.iter().map(|month| month.paid).collect();
    let caption = caption(numbers, returns, payout);
    let mark = payout.paid_back_month.and_then(|month| {
        let end = usize::try_from(month).ok()?;
        Some((end, format!("ask is back after month {month}")))
    });
    let plot = (payout.total > 0).then(|| {
        Plot {
            numbers,
            amounts: &paid,
            planned: None,
            label: format!("Bar chart of what the funder gets by month. {caption}"),
            mark,
        }
        .draw()
    });
    view! {
        <figure class="chart">
            <figcaption>{caption}</figcaption>
            {plot}
            <p class="meta">{rule(returns.kind)}</p>
            <details>
                <summary>"Month by month"</summary>
                {table(numbers, returns.kind, payout)}
            </details>
        </figure>
    }
    .into_any()
}

fn caption(numbers: &CheckedNumbers, returns: &Return, payout: &Payout) -> String {
    let stated = numbers.returns()
        == Some(&Return {
            terms: numbers
                .returns()
                .map(|it| it.terms.clone())
                .unwrap_or_default(),
            ..returns.clone()
        });
    let whose = if stated { ", as the plan states" } else { "" };
    let kind = capitalised(returns.kind.name());
    let terms = returns.worked().unwrap_or_default();
    let total = numbers.money(payout.total);
    let months = count_months(payout.months.len());
    let back = match payout.paid_back_month {
        Some(month) => format!("has the ask back after month {month}"),
        None => "does not have the ask back by then".to_owned(),
    };
    format!("{kind}{whose}: {terms}. The funder gets {total} within {months} and {back}.")
}

const fn rule(kind: ReturnKind) -> &'static str {
    match kind {
        ReturnKind::Equity => {
            "As if all profit were paid out once earlier losses are made up, and the funder got the share of it. What \
             the share itself is worth is not counted."
        }
        ReturnKind::Loan => {
            "The ask is repaid in equal parts, with a twelfth of the year's interest on what is owed at the start of \
             each month, whatever the plan earns."
        }
        ReturnKind::RevenueShare => {
            "The share of each month's revenue, rounded down, until all payments come to the most that is paid."
        }
    }
}

fn table(numbers: &CheckedNumbers, kind: ReturnKind, payout: &Payout) -> impl IntoView + use<> {
    let is_loan = kind == ReturnKind::Loan;
    let left = match kind {
        ReturnKind::Loan => Some("Still owed"),
        ReturnKind::RevenueShare => Some("Left to the most"),
        ReturnKind::Equity => None,
    };
    let row = |month: &PayoutMonth| {
        let cell = |minor: i64| view! { <td>{numbers.money(minor).to_string()}</td> };
        view! {
            <tr>
                <th scope="row">{month.month}</th>
                {cell(month.paid)}
                {is_loan.then(|| cell(month.interest))}
                {cell(month.total)}
                {left.and(month.left).map(cell)}
            </tr>
        }
    };
    let heading = |words: &'static str| view! { <th scope="col">{words}</th> };
    view! {
        <div class="scroll" role="region" aria-label=format!("{}, month by month", kind.name()) tabindex="0">
            <table>
                <thead>
                    <tr>
                        {heading("Month")}
                        {heading("Paid")}
                        {is_loan.then(|| heading("Of it interest"))}
                        {heading("Paid so far")}
                        {left.map(heading)}
                    </tr>
                </thead>
                <tbody>{payout.months.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry, steady};
    use super::*;

    fn shown(asked: &Asked, numbers: &CheckedNumbers) -> String {
        html(payouts(
            "/n",
            asked,
            numbers,
            &numbers.results(),
            &Problems::default(),
        ))
    }

    #[test]
    fn each_form_of_return_is_worked_out() {
        let shown = shown(&Asked::default(), &laundry());
        assert_eq!(shown.matches("<figure").count(), 3);
        for words in [
            "Equity: 10% equity. The funder gets $",
            "Loan: 5% a year, repaid over 24 months. The funder gets $18,937.56 within 24 months",
            "and has the ask back after month 23.",
            "Revenue share: 5% of revenue, at most 2 × the ask.",
            "does not have the ask back by then",
        ] {
            assert!(shown.contains(words), "{words} in {shown}");
        }
    }

    #[test]
    fn what_the_plan_states_is_said_to_be_so() {
        let mut numbers = laundry().into_numbers();
        numbers.returns = Some(Return {
            share_bp: Some(1200),
            ..Return::worded(ReturnKind::Equity, "an eighth, about")
        });
        let shown = shown(&Asked::default(), &numbers.check().unwrap());
        assert!(
            shown.contains("Equity, as the plan states: 12% equity."),
            "{shown}"
        );
    }

    #[test]
    fn terms_that_are_wrong_are_told_and_nothing_is_drawn() {
        let asked = Asked {
            interest: "much".to_owned(),
            sales: "50".to_owned(),
            ..Asked::default()
        };
        let shown = shown(&asked, &laundry());
        assert!(shown.contains("value=\"much\"") && shown.contains("with at most two decimals"));
        assert!(
            shown.contains("type=\"hidden\" name=\"sales\" value=\"50\""),
            "{shown}"
        );
        assert!(!shown.contains("<figure"));
    }

    #[test]
    fn nothing_without_an_ask() {
        assert!(!shown(&Asked::default(), &steady(3, 5)).contains("<section"));
    }
}
