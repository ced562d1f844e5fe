//! `/log`: the public log of acts, in sentences.

pub mod export;
mod form;
pub mod list;
pub mod one;

use domain::{
    cursor::Cursor,
    ids::Seq,
    log::{Group, Kind, Part, Target, Told, TypedFilter},
};
use leptos::prelude::*;

/// Where the log is exported.
pub const EXPORT: &str = "/log.ndjson";

/// The address of an entry.
#[must_use]
pub fn entry_address(seq: Seq) -> String {
    format!("/log/{seq}")
}

/// The address of what a name in a sentence leads to.
#[must_use]
pub fn address(target: &Target) -> String {
    match target {
        Target::Person(handle) => format!("/people/{handle}"),
        Target::Plan { id, slug } => format!("/plans/{id}/{slug}"),
        Target::Revision(plan, number) => format!("/plans/{plan}/history/{number}"),
        Target::Comment(id) => format!("/comments/{id}"),
        Target::Suggestion(id) => format!("/suggestions/{id}"),
        Target::Tag(word) => format!("/tags/{word}"),
        Target::Listing { id, slug } => format!("/listings/{id}/{slug}"),
        Target::Round { id, slug } => format!("/rounds/{id}/{slug}"),
        Target::Application(id) => format!("/applications/{id}"),
        Target::Page(name, number) => crate::pages::version_address(*name, *number),
    }
}

/// The address of the entries that fit, from this place on.
#[must_use]
pub fn list_address(typed: &TypedFilter, after: Option<Cursor>) -> String {
    asked("/log", typed, after)
}

/// The address of the feed of the entries that fit.
#[must_use]
pub fn feed_address(typed: &TypedFilter) -> String {
    asked("/log.atom", typed, None)
}

/// What was typed, with nothing that is empty, so that it can be passed on.
fn asked(path: &str, typed: &TypedFilter, after: Option<Cursor>) -> String {
    let after = after.map(|after| after.to_string()).unwrap_or_default();
    let fields: [(&str, &str); 6] = [
        ("person", &typed.person),
        ("act", &typed.act),
        ("moderation", &typed.moderation),
        ("since", &typed.since),
        ("until", &typed.until),
        ("after", &after),
    ];
    let given: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| (name, value.trim()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if given.is_empty() {
        return path.to_owned();
    }
    let query = serde_urlencoded::to_string(given).unwrap_or_default();
    format!("{path}?{query}")
}

/// What a list of the entries that fit is called.
#[must_use]
pub fn title(typed: &TypedFilter) -> String {
    let act = typed.act.trim();
    let kind = Kind::named(act).map(|kind| kind.about().words);
    let group = act.parse::<Group>().ok().map(Group::name);
    let (since, until) = (typed.since.trim(), typed.until.trim());
    let person = typed.person.trim().trim_start_matches('@');
    let clauses = [
        kind.or(group).map(str::to_owned),
        (!typed.moderation.trim().is_empty()).then(|| "moderation".to_owned()),
        (!person.is_empty()).then(|| format!("by {person}")),
        (!since.is_empty()).then(|| format!("since {since}")),
        (!until.is_empty()).then(|| format!("until {until}")),
    ];
    let clauses: Vec<_> = clauses.into_iter().flatten().collect();
    if clauses.is_empty() {
        "The log".into()
    } else {
        format!("The log: {}", clauses.join(", "))
    }
}

/// The sentence, its names as links, and why.
fn sentence(told: &Told) -> AnyView {
    let parts = told
        .sentence
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.clone().into_any(),
            Part::Link(words, target) => {
                view! { <a href=address(target)>{words.clone()}</a> }.into_any()
            }
        })
        .collect_view();
    let why = told.why.as_ref().map(|why| format!(": “{why}”"));
    view! { {parts} {why} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_was_typed_and_nothing_empty() {
        let typed = TypedFilter {
            person: " ada ".into(),
            since: "2026-03-01".into(),
            ..TypedFilter::default()
        };
        assert_eq!(
            list_address(&typed, None),
            "/log?person=ada&since=2026-03-01"
        );
        let after = "7_3".parse().ok();
        assert_eq!(
            list_address(&TypedFilter::default(), after),
            "/log?after=7_3"
        );
        assert_eq!(feed_address(&TypedFilter::default()), "/log.atom");
    }

    #[test]
    fn a_list_is_called_by_what_it_holds() {
        let typed = TypedFilter {
            person: "@ada".into(),
            act: "plans".into(),
            until: "2026-03-01".into(),
            ..TypedFilter::default()
        };
        assert_eq!(title(&typed), "The log: Plans, by ada, until 2026-03-01");
        let one = TypedFilter {
            act: "plan.forked".into(),
            moderation: "yes".into(),
            ..TypedFilter::default()
        };
        assert_eq!(title(&one), "The log: Plans forked, moderation");
        assert_eq!(title(&TypedFilter::default()), "The log");
    }
}
