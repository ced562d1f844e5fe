use domain::comments::Counted;
use domain::numbers::{CheckedNumbers, Scenario};
use domain::plans::{FieldChange, effects};
use domain::problems::Problems;
use leptos::prelude::*;

use super::asked::Asked;
use super::{chart, chart_beside};
use crate::forms::Field;

/// The ways to look at a plan under other assumptions: some ready, and a form for one's own.
pub(super) fn choices(address: &str, asked: &Asked, problems: &Problems) -> impl IntoView + use<> {
    let chosen = asked.scenario().ok();
    let presets = [
        (Scenario::AS_PLANNED, "As planned"),
        (Scenario::HALF_SALES, "Half the sales"),
        (Scenario::DEARER, "Costs up a fifth"),
    ];
    let is_own = chosen.is_none_or(|chosen| presets.iter().all(|(preset, _)| *preset != chosen));
    let links = presets.map(|(preset, words)| {
        let current = (chosen == Some(preset)).then_some("true");
        view! { <a class="button" href=query(address, preset) aria-current=current>{words}</a> }
    });
    view! {
        <section class="what-if" aria-labelledby="what-if">
            <h2 id="what-if">"What if"</h2>
            <p class="actions">{links.into_iter().collect_view()}</p>
            <details open=is_own>
                <summary>"Your own assumptions"</summary>
                {form(address, asked, problems)}
            </details>
        </section>
    }
}

/// Where a plan is shown under these assumptions.
pub(super) fn query(address: &str, scenario: Scenario) -> String {
    let mut parts = Vec::new();
    for (name, value, usual) in [
        ("sales", scenario.sales(), 100),
        ("costs", scenario.costs(), 100),
        ("delay", scenario.delay(), 0),
    ] {
        if value != usual {
            parts.push(format!("{name}={value}"));
        }
    }
    match parts.as_slice() {
        [] => address.to_owned(),
        parts => format!("{address}?{}", parts.join("&")),
    }
}

fn form(address: &str, asked: &Asked, problems: &Problems) -> impl IntoView + use<> {
    let typed = |text: &str, blank: &str| match text.trim() {
        "" => blank.to_owned(),
        _ => text.to_owned(),
    };
    view! {
        <form class="numbers" action=address.to_owned()>
            <div class="side-by-side">
                {Field::new("sales", "Sales, percent of planned")
                    .hint("And what grows with them")
                    .value(typed(&asked.sales, "100"))
                    .problems(problems)
                    .amount()}
                {Field::new("costs", "Costs, percent of planned")
                    .hint("All of them, and the cost of one")
                    .value(typed(&asked.costs, "100"))
                    .problems(problems)
                    .amount()}
                {Field::new("delay", "Sales begin later by, months")
                    .hint("Rent is due all the same")
                    .value(typed(&asked.delay, "0"))
                    .problems(problems)
                    .amount()}
            </div>
            <p class="actions"><button>"Show"</button></p>
        </form>
    }
}

/// What a comment counts on: the assumptions, what they change of the results, and the chart.
#[must_use]
pub fn counted(counted: &Counted) -> AnyView {
    let (numbers, words) = (&counted.numbers, counted.scenario.words());
    let results = numbers.results();
    let (changed, picture) = match &counted.planned {
        Some(planned) => (
            Some(changed(planned, numbers)),
            chart_beside(numbers, &results, &planned.results(), &words),
        ),
        None => (None, chart(numbers, &results)),
    };
    view! {
        <p class="meta">{format!("Counts with {words}:")}</p>
        {changed}
        {picture}
    }
    .into_any()
}

/// What the assumptions change of the results.
pub(super) fn changed(planned: &CheckedNumbers, assumed: &CheckedNumbers) -> AnyView {
    let changes = effects(Some(planned.as_numbers()), Some(assumed.as_numbers()));
    effects_table(&changes)
}

/// Each result that differs, before and after.
fn effects_table(changes: &[FieldChange]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="meta">"Nothing of the results changes."</p> }.into_any();
    }
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let rows = changes
        .iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{change.field.clone()}</th>
                    <td>{cell(&change.before)}</td>
                    <td>{cell(&change.after)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-label="What changes" tabindex="0">
            <table class="effects">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">"Planned"</th>
                        <th scope="col">"Then"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry};
    use super::*;

    #[test]
    fn the_address_says_only_what_is_not_as_planned() {
        assert_eq!(query("/n", Scenario::AS_PLANNED), "/n");
        let own = Scenario::new(50, 100, 2).unwrap();
        assert_eq!(query("/n", own), "/n?sales=50&delay=2");
    }

    #[test]
    fn the_chosen_scenario_is_marked_and_ones_own_is_open() {
        let asked = Asked {
            sales: "50".to_owned(),
            ..Asked::default()
        };
        let shown = html(choices("/n", &asked, &Problems::default()));
        assert!(
            shown.contains("href=\"/n?sales=50\" aria-current=\"true\""),
            "{shown}"
        );
        assert!(!shown.contains("<details open"));
        let asked = Asked {
            sales: "half".to_owned(),
            ..asked
        };
        let problems = asked.scenario().unwrap_err();
        let shown = html(choices("/n", &asked, &problems));
        assert!(
            shown.contains("<details open") && shown.contains("value=\"half\""),
            "{shown}"
        );
        assert!(
            shown.contains("must be a whole number, such as 80"),
            "{shown}"
        );
    }

    #[test]
    fn results_that_change_stand_in_a_table() {
        let planned = laundry();
        let half = Scenario::HALF_SALES.apply(&planned).unwrap();
        let shown = html(changed(&planned, &half));
        assert!(
            shown.contains("Lowest cash") && shown.contains("−$3,110 in month 1"),
            "{shown}"
        );
        let same = html(changed(&planned, &planned));
        assert!(same.contains("Nothing of the results changes."));
    }
}
