//! The plans of a listing while it is edited: their order, notes, and one more.

use super::typed::{Part, Typed};
use crate::{forms::Field, plans::address as plan_address};
use domain::{
    ids::{ListingId, PlanId},
    listings::{Entries, LONGEST_NOTE, Listed, Listing},
};
use frontend::ArrangePlans;
use leptos::prelude::*;

/// The plans of a listing, each with its note and its ways to another place, and the form for one more.
pub(super) fn plans(listing: &Listing, entries: &Entries, typed: &Typed) -> AnyView {
    let last = entries.last();
    let shown = entries.shown.iter().map(|listed| {
        let row = row(listing.id, listed, last, typed);
        (listed.place, row)
    });
    let hidden = entries.hidden.iter();
    let hidden = hidden.map(|&(place, plan)| (place, hidden_row(listing.id, (place, plan), last)));
    let mut rows: Vec<(i64, AnyView)> = shown.chain(hidden).collect();
    rows.sort_by_key(|(place, _)| *place);
    let has_several = rows.len() > 1;
    let rows: Vec<AnyView> = rows.into_iter().map(|(_, row)| row).collect();
    view! {
        <section class="aside" aria-labelledby="plans">
            <h2 id="plans">"Its plans, in their order"</h2>
            {has_several.then(|| view! { <ArrangePlans /> })}
            <ol class="arranged">{rows}</ol>
            {adding(listing, typed)}
        </section>
    }
    .into_any()
}

fn row(id: ListingId, listed: &Listed, last: i64, typed: &Typed) -> AnyView {
    let (plan, title) = (listed.plan.id, listed.plan.title.clone());
    let anchor = format!("plan-{plan}");
    view! {
        <li id=anchor>
            <p class="name">
                {handle(&title)} " "
                <a href=plan_address(&listed.plan)>{title.clone()}</a>
            </p>
            {note_form(id, listed, typed)}
            <div class="actions">{moves(id, plan, (&title, listed.place), last)} {removal(id, plan, &title)}</div>
        </li>
    }
    .into_any()
}

/// What nobody sees for now has a place, and can be taken out.
fn hidden_row(id: ListingId, (place, plan): (i64, PlanId), last: i64) -> AnyView {
    let title = format!("plan {plan}");
    let anchor = format!("plan-{plan}");
    view! {
        <li id=anchor>
            <p class="meta">
                {handle(&title)} " "
                {format!(
                    "Plan {plan} is not to be seen for now. It keeps its place, and comes back here if it does.",
                )}
            </p>
            <div class="actions">{moves(id, plan, (&title, place), last)} {removal(id, plan, &title)}</div>
        </li>
    }
    .into_any()
}

/// Shown where a script runs, which the buttons do not take.
fn handle(title: &str) -> AnyView {
    let label = format!("Move {title} by the arrow keys");
    view! {
        <button type="button" class="handle" data-handle=title.to_owned() aria-label=label>
            "⠿"
        </button>
    }
    .into_any()
}

fn moves(id: ListingId, plan: PlanId, (title, place): (&str, i64), last: i64) -> AnyView {
    let action = format!("/listings/{id}/plans/{plan}/move");
    let (is_first, is_last) = (place <= 1, place >= last);
    let buttons = [
        ("up", "Up", is_first),
        ("down", "Down", is_last),
        ("top", "To the top", is_first),
        ("bottom", "To the end", is_last),
    ]
    .map(|(to, name, is_there)| {
        let label = format!("{name}: {title}");
        view! {
            <button name="to" value=to aria-label=label disabled=is_there>
                {name}
            </button>
        }
    });
    view! {
        <form class="inline actions" method="post" action=action>
            {buttons.collect_view()}
        </form>
    }
    .into_any()
}

fn removal(id: ListingId, plan: PlanId, title: &str) -> AnyView {
    let action = format!("/listings/{id}/plans/{plan}/remove");
    view! {
        <form class="inline" method="post" action=action>
            <button class="danger" aria-label=format!("Take out: {title}")>
                "Take out"
            </button>
        </form>
    }
    .into_any()
}

fn note_form(id: ListingId, listed: &Listed, typed: &Typed) -> AnyView {
    let plan = listed.plan.id;
    let problems = typed.problems(Part::Note(plan));
    let is_typed = !problems.is_empty();
    let value = if is_typed {
        typed.note.clone()
    } else {
        listed.note.clone()
    };
    let theirs = (is_typed && !listed.note.is_empty())
        .then(|| view! { <p class="meta">"It says: " {listed.note.clone()}</p> });
    // The first of several is found by the link in the summary.
    let field = if is_typed {
        "field-note".to_owned()
    } else {
        format!("note-{plan}")
    };
    let problem = problems.of("note").map(|problem| {
        view! { <p class="problem">{format!("The note {}", lower_or_whole(problem))}</p> }
    });
    view! {
        <form class="noting" method="post" action=format!("/listings/{id}/plans/{plan}/note")>
            {theirs}
            <label for=field.clone()>"Note"</label>
            <input
                id=field
                name="note"
                type="text"
                value=value
                maxlength=LONGEST_NOTE
                autocomplete="off"
                aria-invalid=is_typed.then_some("true")
            />
            <input type="hidden" name="base" value=listed.edits.to_string() />
            <button aria-label=format!("Save the note on {}", listed.plan.title)>"Save"</button>
            {problem}
        </form>
    }
    .into_any()
}

/// A problem after the name of its field, or a sentence of its own.
fn lower_or_whole(problem: &str) -> String {
    if problem.starts_with(char::is_uppercase) {
        format!("could not be saved. {problem}")
    } else {
        problem.to_owned()
    }
}

fn adding(listing: &Listing, typed: &Typed) -> AnyView {
    let problems = typed.problems(Part::Add);
    let is_typed = !problems.is_empty();
    let plan = Field::new("plan", "Put a plan into it")
        .hint("Its number, or its address here. It goes to the end.")
        .value(typed.plan.clone())
        .problems(&problems)
        .autocomplete("off")
        .required()
        .input("text");
    let note = Field::new("note", "What you say of it")
        .apart(if is_typed { "" } else { "-new" })
        .value(if is_typed {
            typed.note.clone()
        } else {
            String::new()
        })
        .problems(&problems)
        .most(LONGEST_NOTE)
        .autocomplete("off")
        .input("text");
    view! {
        <form class="adding" method="post" action=format!("/listings/{}/plans", listing.id)>
            {plan} {note} <p class="actions">
                <button class="primary">"Put it in"</button>
            </p>
        </form>
    }
    .into_any()
}
