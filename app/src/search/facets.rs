//! What a search can be narrowed down by, each with how many it would leave.

use super::page::Search;
use crate::plans::parts;
use domain::search::{AMOUNTS, Figure, Found, Kind, What, at_most};
use leptos::prelude::*;

pub(super) fn view(search: &Search, found: &Found) -> AnyView {
    if search.reading.kind != Kind::Plan {
        return help();
    }
    let facets = &found.facets;
    let tags = facets
        .tags
        .iter()
        .map(|(tag, count)| (What::Tag(tag.clone()), tag.to_string(), *count));
    let stages = facets.stages.iter().map(|(stage, count)| {
        (
            What::Stage(*stage),
            parts::stage_name(*stage).to_owned(),
            *count,
        )
    });
    let even = facets.even.iter().map(|(day, count)| {
        (
            at_most(Figure::Even, *day),
            format!("within {day} days"),
            *count,
        )
    });
    let ask = facets.ask.iter().map(|(most, count)| {
        (
            at_most(Figure::Ask, *most),
            format!("at most {}", thousands(*most)),
            *count,
        )
    });
    let licences = facets
        .licences
        .iter()
        .map(|(licence, count)| (What::Licence(*licence), licence.name().to_owned(), *count));
    view! {
        {group(search, "Breaks even", even.collect())}
        {group(search, "Asks for", ask.collect())}
        {group(search, "Stage", stages.collect())}
        {group(search, "Tags", tags.collect())}
        {group(search, "Licence", licences.collect())}
        {help()}
    }
    .into_any()
}

/// A group of choices; those that would leave nothing are not offered, unless they are chosen.
fn group(search: &Search, name: &'static str, choices: Vec<(What, String, u64)>) -> AnyView {
    let choices: Vec<_> = choices
        .into_iter()
        .filter(|(what, _, count)| *count > 0 || search.query.has(what))
        .map(|(what, name, count)| {
            let chosen = search.query.has(&what);
            let href = search.with(&search.query.toggled(what));
            view! {
                <li>
                    <a href=href aria-current=chosen.then_some("true")>
                        {name}
                        {chosen.then_some(" ×")}
                    </a>
                    " "
                    <span class="n">{count}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    (!choices.is_empty())
        .then(|| {
            view! {
                <section>
                    <h2>{name}</h2>
                    <ul class="facet">{choices}</ul>
                </section>
            }
        })
        .into_any()
}

/// An amount in hundredths, in thousands.
fn thousands(hundredths: i64) -> String {
    debug_assert!(AMOUNTS.contains(&hundredths));
    format!("{},000", hundredths / 100_000)
}

fn help() -> AnyView {
    view! {
        <section>
            <h2>"To be asked for"</h2>
            <p class="meta">
                <code>"\"exact words\""</code> ", " <code>"-without"</code> ", " <code>"tag:energy"</code> ", "
                <code>"by:ada"</code> ", " <code>"even:<60"</code> ", " <code>"ask:<20000"</code> ". "
                <a href="/help/search">"All of it"</a>
            </p>
        </section>
    }
    .into_any()
}
