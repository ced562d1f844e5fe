//! What several pages show of a round and of what its rules find.

use super::address;
use crate::{
    plans::parts::{author, counted},
    time::Day,
    visit::Visit,
};
use domain::{
    clock::Timestamp,
    funding::{
        ApplicationState, Phase, Round, State,
        rules::{Finding, Outcome, Rule},
    },
    money::{Currency, Money},
};
use leptos::prelude::*;

/// A round in a list.
pub(super) fn item(visit: &Visit, round: &Round) -> AnyView {
    view! {
        <li>
            <div>
                <h2>
                    <a href=address(round)>{round.title.clone()}</a>
                </h2>
                <p class="pitch">
                    {format!("{} in all, up to {} for one plan", round.amount, round.per_plan)}
                </p>
                <div class="meta">
                    {phase(visit, round)} ", by " {author(&round.funder)} ", "
                    {counted(round.applications, "application")}
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// On a funder's profile: their rounds; nothing when there are none.
pub fn funded_by(visit: &Visit, rounds: &[Round]) -> Option<AnyView> {
    if rounds.is_empty() {
        return None;
    }
    let items = rounds.iter().map(|round| item(visit, round)).collect_view();
    Some(
        view! {
            <section aria-labelledby="funds">
                <h2 id="funds">"Funds"</h2>
                <ul class="rows rounds">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

/// What a round is doing, and until when.
pub(super) fn phase(visit: &Visit, round: &Round) -> AnyView {
    let word = match round.state {
        State::Draft => return view! { <span class="stage">"Draft"</span> }.into_any(),
        State::Withheld => return view! { <span class="stage">"Hidden"</span> }.into_any(),
        State::Published => match round.phase {
            Phase::Open => "Open",
            Phase::Upcoming => "Upcoming",
            Phase::Closed => "Closed",
        },
    };
    let when = match round.phase {
        Phase::Upcoming => view! { ", opens " <Day at=round.opens_at /> }.into_any(),
        Phase::Open => {
            view! { ", until the end of " <Day at=last_day(round.closes_at) /> {left(visit, round)} }
                .into_any()
        }
        Phase::Closed => view! { " since " <Day at=round.closes_at /> }.into_any(),
    };
    view! { <span class="stage">{word}</span> {when} }.into_any()
}

/// The day before the moment after the last: the last day itself.
pub(super) fn last_day(closes_at: Timestamp) -> Timestamp {
    closes_at.plus(-1)
}

/// How many days are left, when they are few.
fn left(visit: &Visit, round: &Round) -> Option<String> {
    let days = round.closes_at.since(visit.now) / Timestamp::DAY;
    (days < 15).then(|| match days {
        0 => " (today)".to_owned(),
        days => format!(" ({} left)", counted(days, "day")),
    })
}

/// What each rule finds, in their order.
pub(super) fn findings<'r>(
    rules: impl Iterator<Item = (&'r Rule, Option<&'r Finding>)>,
) -> AnyView {
    findings_apart(rules, "")
}

/// As [`findings`], beside others on the page: the ids begin so.
pub(super) fn findings_apart<'r>(
    rules: impl Iterator<Item = (&'r Rule, Option<&'r Finding>)>,
    apart: &str,
) -> AnyView {
    let items = (1..)
        .zip(rules)
        .map(|(number, (rule, finding)): (usize, _)| {
            finding_of(&format!("{apart}rule-{number}"), rule, finding)
        })
        .collect_view();
    view! { <ol class="findings">{items}</ol> }.into_any()
}

/// What one rule finds; nothing yet, where it is only asked.
pub(super) fn finding_of(id: &str, rule: &Rule, finding: Option<&Finding>) -> AnyView {
    let outcome = finding.map(|finding| finding.outcome);
    let words = finding
        .map(|finding| finding.words.clone())
        .unwrap_or_default();
    let words = (!words.is_empty()).then(|| view! { <p class="meta">{words}</p> });
    let (class, sign, name) = told(outcome, rule);
    view! {
        <li class=class id=id.to_owned()>
            <span class="outcome">
                <span aria-hidden="true">{sign}</span>
                " "
                {name}
            </span>
            <div>
                <p>{rule.words().to_owned()}</p>
                {words}
            </div>
        </li>
    }
    .into_any()
}

/// How an outcome looks, its sign, and what it is called: never told by colour alone.
fn told(outcome: Option<Outcome>, rule: &Rule) -> (&'static str, &'static str, &'static str) {
    match outcome {
        Some(Outcome::Met) => ("met", "✓", "Met"),
        Some(Outcome::Missed) if rule.may_miss() => ("may", "✕", "Missed, allowed"),
        Some(Outcome::Missed) => ("missed", "✕", "Missed"),
        Some(Outcome::ToAttest) => ("attest", "○", "To vouch for"),
        Some(Outcome::Attested) => ("met", "✓", "Vouched for"),
        None if rule.condition().is_attested() => ("attest", "○", "Vouched for"),
        None => ("asked", "•", "Measured"),
    }
}

/// What has become of an application, as a word.
pub(super) fn state(state: ApplicationState) -> AnyView {
    let class = match state {
        ApplicationState::Accepted => "stage pos",
        ApplicationState::Declined => "stage neg",
        ApplicationState::Shortlisted => "stage warn",
        ApplicationState::Waiting | ApplicationState::TakenBack => "stage n",
    };
    view! { <span class=class>{crate::forms::capitalised(state.name())}</span> }.into_any()
}

/// An amount in minor units of a currency; a dash for none.
pub(super) fn money(minor: Option<i64>, currency: Currency) -> String {
    minor.map_or_else(
        || "–".into(),
        |minor| Money::new(minor, currency).to_string(),
    )
}

/// A day of the plan; a dash for never.
pub(super) fn day(day: Option<i32>) -> String {
    day.map_or_else(|| "never".into(), |day| format!("day {day}"))
}

/// `12 of 13`.
pub(super) fn kept(rules: &[(Rule, Finding)]) -> String {
    let missed = rules
        .iter()
        .filter(|(_, finding)| finding.outcome == Outcome::Missed);
    let missed = missed.count();
    format!("{} of {}", rules.len() - missed, rules.len())
}
