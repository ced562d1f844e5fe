//! What a funder decides about an application.

use super::entered::Typed;
use crate::forms::{Field, problem_summary};
use domain::{
    funding::{ApplicationState, OpenedApplication, PublicReason},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;
use std::iter;

/// A decision, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Form {
    pub(super) decision: String,
    pub(super) rule: String,
    pub(super) reason: String,
}

/// The forms, for the round's funder, as long as nothing was decided.
pub(super) fn form(opened: &OpenedApplication, typed: &Typed) -> Option<AnyView> {
    let application = &opened.application;
    if !opened.is_funder || !application.state.is_open() {
        return None;
    }
    let id = application.id;
    let is_shortlisted = application.state == ApplicationState::Shortlisted;
    let (on, words) = if is_shortlisted {
        ("no", "Take it from the shortlist")
    } else {
        ("yes", "Put it on the shortlist")
    };
    let none = (String::new(), "None in particular".to_owned());
    let rules = (1..)
        .zip(&opened.said.rules)
        .map(|(number, rule): (usize, _)| {
            let words: String = rule.words().chars().take(60).collect();
            (number.to_string(), format!("{number}. {words}"))
        });
    let is_this = |field: &str| typed.problems.of(field).is_some();
    let nothing = Problems::default();
    let problems = if is_this("reason") || is_this("rule") || is_this("decision") {
        &typed.problems
    } else {
        &nothing
    };
    let form = &typed.decision;
    Some(
        view! {
            <section aria-labelledby="decide">
                <h2 id="decide">"Decide"</h2>
                <form class="actions" method="post" action=format!("/applications/{id}/shortlist")>
                    <input type="hidden" name="on" value=on />
                    <button>{words}</button>
                </form>
                {problem_summary(problems)}
                <form class="write" method="post" action=format!("/applications/{id}/decide")>
                    {Field::new("reason", "Why")
                        .hint("Everybody reads it. It is not taken back: a plan that is declined may be mended and entered again.")
                        .value(form.reason.clone())
                        .problems(problems)
                        .most(PublicReason::MOST)
                        .required()
                        .area(3)}
                    {Field::new("rule", "If you decline: for which rule")
                        .value(form.rule.clone())
                        .problems(problems)
                        .choice(iter::once(none).chain(rules))}
                    <p class="actions">
                        <button class="primary" name="decision" value="accept">
                            "Accept"
                        </button>
                        <button class="danger" name="decision" value="decline">
                            "Decline"
                        </button>
                    </p>
                </form>
            </section>
        }
        .into_any(),
    )
}
