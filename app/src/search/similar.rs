//! The plans that are most like one, beside it.

use crate::plans::{self, parts};
use domain::{
    money::{Currency, Money},
    plans::{Plan, Stage},
    search::{Compared, Figure, Shared, Similar},
};
use leptos::prelude::*;

/// What somebody else has posted of the same business, and why it is shown; nothing when there is none.
pub fn beside(plan: &Plan, similar: &[Similar]) -> Option<AnyView> {
    if similar.is_empty() {
        return None;
    }
    let currency = plan
        .figures
        .as_ref()
        .map(|figures| figures.currency.as_str());
    let items = similar.iter().map(|one| item(one, currency)).collect_view();
    Some(
        view! {
            <section>
                <h2>"Similar plans"</h2>
                <ul class="similar">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn item(one: &Similar, currency: Option<&str>) -> AnyView {
    let plan = &one.plan;
    view! {
        <li>
            <a href=plans::address(plan)>{plan.title.clone()}</a>
            <p class="meta">
                <span class="stage">{parts::stage_name(plan.stage)}</span>
                {reasons(one, currency)}
            </p>
        </li>
    }
    .into_any()
}

/// Why a plan is shown as similar, to go on behind its stage; money in the currency of the plan that it
/// is beside.
pub fn reasons(one: &Similar, currency: Option<&str>) -> AnyView {
    let is_over = one.plan.stage == Stage::Closed;
    view! {
        {is_over.then_some(": somebody tried it, look what happened")}
        {why(&one.why)}
        {figures("Near", &one.near, currency)}
        {figures("Different", &one.apart, currency)}
    }
    .into_any()
}

/// `Both: laundry, roof / panels`.
fn why(shared: &[Shared]) -> Option<String> {
    let words: Vec<String> = shared
        .iter()
        .map(|Shared { here, there }| {
            if here == there {
                here.clone()
            } else {
                format!("{here} / {there}")
            }
        })
        .collect();
    (!words.is_empty()).then(|| format!(". Both: {}", words.join(", ")))
}

fn figures(how: &str, compared: &[Compared], currency: Option<&str>) -> Option<String> {
    let told: Vec<String> = compared
        .iter()
        .filter_map(|compared| figure(compared, currency))
        .collect();
    (!told.is_empty()).then(|| format!(". {how}: {}", told.join(", ")))
}

/// `price $3.20 here, $3.00 there`.
fn figure(compared: &Compared, currency: Option<&str>) -> Option<String> {
    let Compared {
        figure,
        here,
        there,
    } = *compared;
    let name = match figure {
        Figure::Price => "price",
        Figure::Ask => "asks for",
        Figure::Even => "breaks even by day",
        Figure::Forks | Figure::Comments => return None,
    };
    let text = |number: i64| match figure {
        Figure::Even => Some(number.to_string()),
        _ => amount(number, currency?),
    };
    let (here, there) = (text(here)?, text(there)?);
    Some(if here == there {
        format!("{name} {here}")
    } else {
        format!("{name} {here} here, {there} there")
    })
}

/// An amount in hundredths, in its currency.
fn amount(hundredths: i64, currency: &str) -> Option<String> {
    let currency = Currency::new(currency).ok()?;
    let minor = match currency.exponent() {
        0 => hundredths / 100,
        2 => hundredths,
        _ => hundredths.checked_mul(10)?,
    };
    Some(Money::new(minor, currency).to_string())
}

#[cfg(test)]
mod tests {
    use super::figure;
    use domain::search::{Compared, Figure};

    #[test]
    fn figures_of_both_are_told_in_their_currency() {
        let told = |figure_of, here, there, currency| {
            let compared = Compared {
                figure: figure_of,
                here,
                there,
            };
            figure(&compared, currency)
        };
        assert_eq!(
            told(Figure::Price, 320, 300, Some("USD")).as_deref(),
            Some("price $3.20 here, $3 there")
        );
        assert_eq!(
            told(Figure::Ask, 500_000, 500_000, Some("JPY")).as_deref(),
            Some("asks for ¥5,000")
        );
        assert_eq!(
            told(Figure::Even, 60, 90, None).as_deref(),
            Some("breaks even by day 60 here, 90 there")
        );
        assert_eq!(told(Figure::Price, 320, 300, None), None);
    }
}
