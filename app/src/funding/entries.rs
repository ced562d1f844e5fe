//! What was entered in a round: to be looked through by any number and any rule.

use super::{address, page::Shown, parts};
use crate::{forms::Field, paging::more, plans::parts::author};
use domain::{
    funding::{Application, ApplicationState, OpenedRound, Order, Round, Wanted, rules::Outcome},
    money::{Currency, Money},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::iter;

/// The query of a round's page, as typed. What makes no sense asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Asked {
    #[serde(skip_serializing_if = "String::is_empty")]
    state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    rule: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    found: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    order: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    ask: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    even: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    profit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    margin: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) after: String,
}

impl Asked {
    /// Whether nothing is asked for.
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// What is wanted of the applications to this round.
    pub(super) fn wanted(&self, opened: &OpenedRound) -> Wanted {
        let currency = opened.said.currency();
        let outcome = self.found.parse().unwrap_or(Outcome::Missed);
        let rule = self.rule.trim().parse().ok().filter(|rule| *rule > 0);
        Wanted {
            state: self.state.parse().ok(),
            rule: rule.map(|rule| (rule, outcome)),
            order: self.order.parse().ok(),
            ask: Money::parse(&self.ask, currency)
                .ok()
                .map(|money| money.minor),
            even: self.even.trim().parse().ok(),
            profit: self.profit.trim().parse().ok(),
            margin: self
                .margin
                .trim()
                .trim_end_matches('%')
                .trim_end()
                .parse()
                .ok(),
        }
    }

    fn query(&self, after: String) -> String {
        let asked = Self {
            after,
            ..self.clone()
        };
        serde_urlencoded::to_string(asked).unwrap_or_default()
    }
}

/// The list, with what it can be narrowed by; nothing while nobody has applied and nothing is asked for.
pub(super) fn entries(shown: &Shown) -> AnyView {
    let round = &shown.opened.round;
    if shown.states.is_empty() {
        return view! {
            <section aria-labelledby="entered">
                <h2 id="entered">"Entered plans"</h2>
                <p class="meta">"None yet."</p>
            </section>
        }
        .into_any();
    }
    let next = shown.entries.next.map(|after| {
        let query = shown.asked.query(after.to_string());
        format!("{}?{query}#entered", address(round))
    });
    let list = if shown.entries.items.is_empty() {
        view! { <p class="empty">"No plan that was entered fits all of this."</p> }.into_any()
    } else {
        table(shown)
    };
    view! {
        <section aria-labelledby="entered">
            <h2 id="entered">"Entered plans"</h2>
            {states(shown)} {filter(shown)} {list} {more(next, "More plans")}
        </section>
    }
    .into_any()
}

/// How many are in which state, each a way to see only these.
fn states(shown: &Shown) -> AnyView {
    let round = &shown.opened.round;
    let all: i64 = ApplicationState::ALL
        .iter()
        .filter(|state| **state != ApplicationState::TakenBack)
        .filter_map(|state| shown.states.get(state))
        .sum();
    let link = |name: String, count: i64, state: Option<ApplicationState>| {
        let word = state.map(|state| state.to_string()).unwrap_or_default();
        let query = Asked {
            state: word,
            ..shown.asked.clone()
        };
        let href = format!("{}?{}#entered", address(round), query.query(String::new()));
        let is_shown = shown.wanted.state == state;
        view! {
            <a class="tag" href=href aria-current=is_shown.then_some("page")>
                {name}
                " "
                <span class="n">{count}</span>
            </a>
        }
    };
    let each = ApplicationState::ALL
        .iter()
        .filter_map(|state| {
            let count = *shown.states.get(state)?;
            Some(link(
                crate::forms::capitalised(state.name()),
                count,
                Some(*state),
            ))
        })
        .collect_view();
    view! {
        <nav class="filters" aria-label="Which applications">
            {link("All".to_owned(), all, None)} {each}
        </nav>
    }
    .into_any()
}

fn filter(shown: &Shown) -> AnyView {
    let (asked, said) = (&shown.asked, &shown.opened.said);
    let none = (String::new(), "Any".to_owned());
    let rules = (1..).zip(&said.rules).map(|(number, rule): (usize, _)| {
        let words: String = rule.words().chars().take(60).collect();
        (number.to_string(), format!("{number}. {words}"))
    });
    let found = [
        (Outcome::Missed, "is missed"),
        (Outcome::Met, "is met"),
        (Outcome::Attested, "is vouched for"),
    ]
    .map(|(outcome, name)| (outcome.to_string(), name.to_owned()));
    let orders = Order::ALL
        .iter()
        .map(|order| (order.to_string(), order.name().to_owned()));
    let order = shown.wanted.order.unwrap_or(Order::New);
    let is_open = asked.rule.len()
        + asked.ask.len()
        + asked.even.len()
        + asked.profit.len()
        + asked.margin.len()
        > 0;
    view! {
        <details class="narrow-by" open=is_open || shown.wanted.order.is_some()>
            <summary>"Sort and narrow"</summary>
            <form action=format!("{}#entered", address(&shown.opened.round)) method="get">
                <input type="hidden" name="state" value=asked.state.clone() />
                <div class="side-by-side">
                    {Field::new("order", "Order").value(order.to_string()).choice(orders)}
                    {Field::new("rule", "Rule").value(asked.rule.clone()).choice(iter::once(none).chain(rules))}
                    {Field::new("found", "… which").value(asked.found.clone()).choice(found)}
                </div>
                <div class="side-by-side">
                    {Field::new("ask", "Asks for at most").value(asked.ask.clone()).amount()}
                    {Field::new("even", "Even by day").value(asked.even.clone()).amount()}
                    {Field::new("profit", "Profit by day").value(asked.profit.clone()).amount()}
                    {Field::new("margin", "Margin, % at least").value(asked.margin.clone()).amount()}
                </div>
                <button>"Show"</button>
            </form>
        </details>
    }
    .into_any()
}

fn table(shown: &Shown) -> AnyView {
    let currency = shown.opened.said.currency();
    let rows = shown
        .entries
        .items
        .iter()
        .map(|application| row(&shown.opened.round, application, currency))
        .collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Their figures">
            <table class="entered">
                <thead>
                    <tr>
                        <th scope="col">"Plan"</th>
                        <th scope="col">"Rules missed"</th>
                        <th scope="col">"Asks for"</th>
                        <th scope="col">"Price"</th>
                        <th scope="col">"Margin"</th>
                        <th scope="col">"Breaks even"</th>
                        <th scope="col">"Profitable"</th>
                        <th scope="col">"Lowest cash"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(round: &Round, application: &Application, currency: Currency) -> AnyView {
    let title = application.plan.as_ref().map_or_else(
        || "A plan that is not shown".to_owned(),
        |plan| plan.title.clone(),
    );
    let missed = match application.missed {
        0 => view! { <span class="pos">"none"</span> }.into_any(),
        missed => view! { <span class="neg">{missed}</span> }.into_any(),
    };
    let cash = application.cash.filter(|cash| *cash < 0);
    let earlier = (application.version != round.head)
        .then(|| format!(", under version {}", application.version));
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/applications/{}", application.id)>{title}</a>
                <p class="meta">
                    {parts::state(application.state)} ", by " {author(&application.applicant)} {earlier}
                </p>
            </th>
            <td>{missed}</td>
            <td>{parts::money(application.ask, currency)}</td>
            <td>{parts::money(application.price, currency)}</td>
            <td>
                {application
                    .margin
                    .map_or_else(|| "–".to_owned(), |margin| format!("{margin}%").replace('-', "−"))}
            </td>
            <td>{parts::day(application.even)}</td>
            <td>{parts::day(application.profit)}</td>
            <td class=cash.map(|_| "neg")>{parts::money(application.cash, currency)}</td>
        </tr>
    }
    .into_any()
}
