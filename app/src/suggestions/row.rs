//! A suggestion in a list.

use super::address;
use crate::{
    plans::{self, parts},
    time::Ago,
    visit::Visit,
};
use domain::{
    plans::Plan,
    suggestions::{State, Suggestion},
};
use leptos::prelude::*;

/// Suggestions, each with the plan where they are of several.
pub(super) fn rows<'s>(
    visit: &Visit,
    suggestions: impl Iterator<Item = (&'s Suggestion, Option<&'s Plan>)>,
) -> AnyView {
    let rows = suggestions
        .map(|(suggestion, plan)| row(visit, suggestion, plan))
        .collect_view();
    view! { <ol class="rows suggestions">{rows}</ol> }.into_any()
}

fn row(visit: &Visit, suggestion: &Suggestion, plan: Option<&Plan>) -> AnyView {
    let plan = plan.map(|plan| {
        view! {
            " to "
            <a href=plans::address(plan)>{plan.title.clone()}</a>
        }
    });
    view! {
        <li>
            <h2>
                <a href=address(suggestion.id)>{words(suggestion)}</a>
            </h2>
            <div class="meta">
                {stand(suggestion)}
                " by "
                {parts::author(&suggestion.author)}
                {plan}
                ", "
                <Ago at=suggestion.created_at now=visit.now />
            </div>
        </li>
    }
    .into_any()
}

/// What a suggestion says of itself.
pub(super) fn words(suggestion: &Suggestion) -> String {
    match suggestion.state {
        State::Erased => "A suggestion by a former member".to_owned(),
        _ => suggestion.note.clone(),
    }
}

/// How far it is: `Open`, `2 of 3 accepted`.
pub(super) fn stand(suggestion: &Suggestion) -> AnyView {
    let Suggestion {
        parts,
        accepted,
        declined,
        ..
    } = suggestion;
    let waiting = parts - accepted - declined;
    let (class, words) = match suggestion.state {
        State::Open if waiting == *parts => ("stage", "Open".to_owned()),
        State::Open => ("stage", format!("Open, {waiting} of {parts} parts left")),
        State::TakenBack if *accepted == 0 => ("", "Taken back".to_owned()),
        State::TakenBack => (
            "",
            format!("Taken back, {accepted} of {parts} parts accepted"),
        ),
        State::Erased if waiting == *parts => ("", "Erased".to_owned()),
        State::Decided | State::Erased if accepted == parts => ("pos", "Accepted".to_owned()),
        State::Decided | State::Erased if *accepted == 0 => ("", "Declined".to_owned()),
        State::Decided | State::Erased => ("pos", format!("{accepted} of {parts} parts accepted")),
    };
    view! { <span class=class>{words}</span> }.into_any()
}
