//! What narrows the log: a form that a browser turns into an address.

use crate::forms::{Field, problem_of, problem_summary};
use domain::{
    log::{Group, Kind, OPERATOR, TypedFilter},
    problems::Problems,
};
use leptos::prelude::*;

/// The form as it was filled in.
pub(super) fn view(typed: &TypedFilter, problems: &Problems) -> AnyView {
    let person = Field::new("person", "Done by")
        .hint(format!(
            "A handle, or {OPERATOR} for whoever runs the forum"
        ))
        .value(typed.person.clone())
        .problems(problems)
        .most(60)
        .autocomplete("off")
        .input("text");
    let since = day("since", "From", &typed.since, problems);
    let until = day("until", "To", &typed.until, problems);
    let moderation = Field::new("moderation", "Only what was done to keep order")
        .value(typed.moderation.clone())
        .problems(problems)
        .tick();
    let clear = (!typed.is_empty()).then(|| view! { <a href="/log">"The whole log"</a> });
    view! {
        <form class="narrowing" action="/log" role="search" aria-label="The log">
            {problem_summary(problems)}
            <div class="side-by-side">{person} {acts(&typed.act, problems)}</div>
            <div class="side-by-side">{since} {until}</div>
            {moderation}
            <p class="actions">
                <button class="primary">"Show"</button>
                {clear}
            </p>
        </form>
    }
    .into_any()
}

fn day(name: &'static str, label: &'static str, value: &str, problems: &Problems) -> AnyView {
    Field::new(name, label)
        .value(value)
        .problems(problems)
        .input("date")
}

/// All acts, those of a group, or one kind.
fn acts(chosen: &str, problems: &Problems) -> AnyView {
    let chosen = chosen.trim();
    let option = |value: String, words: String| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {words}
            </option>
        }
    };
    let groups = Group::ALL
        .iter()
        .map(|group| {
            let whole = format!("{}: everything", group.name());
            let kinds = group
                .kinds()
                .map(|kind: Kind| option(kind.as_str().to_owned(), kind.about().words.to_owned()));
            view! {
                <optgroup label=group.name()>
                    {option(group.to_string(), whole)}
                    {kinds.collect_view()}
                </optgroup>
            }
        })
        .collect_view();
    let wrong = problems.of("act").map(|_| "true");
    view! {
        <div class="field">
            <label for="field-act">"What was done"</label>
            <p class="hint">"Anything, or acts of one kind"</p>
            <select id="field-act" name="act" aria-invalid=wrong>
                {option(String::new(), "Anything".into())}
                {groups}
            </select>
            {problem_of(problems, "act", "What was done")}
        </div>
    }
    .into_any()
}
