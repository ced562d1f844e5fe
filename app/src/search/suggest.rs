//! `GET /search/suggest`: what may be meant by what has been typed so far, as a part to put below
//! the search box.

use super::{address, hits::marked};
use crate::{failure::Failure, visit::Visit};
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    accounts::Named,
    plans::Tag,
    search::{self, Kind, Sort, Suggested, SuggestedPlan},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?q=`, as far as it has been typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

/// `GET /search/suggest`
pub async fn show(
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let suggested = search::suggest(visit.forum(), &visit.viewer, &asked.q).await?;
    Ok(visit.part(|| groups(&suggested)))
}

/// Options of a list box, in groups with a name each.
fn groups(suggested: &Suggested) -> AnyView {
    let plans = suggested.plans.iter().map(|plan| of_plan(suggested, plan));
    let tags = suggested.tags.iter().map(|tag| of_tag(suggested, tag));
    let people = suggested.people.iter();
    let people = people.filter_map(|byline| Some(of_person(suggested, byline.person.as_ref()?)));
    view! {
        {group("Plans", plans.collect())}
        {group("Tags", tags.collect())}
        {group("People", people.collect())}
    }
    .into_any()
}

fn group(name: &'static str, options: Vec<AnyView>) -> AnyView {
    (!options.is_empty())
        .then(|| {
            view! {
                <div role="group" aria-label=name>
                    <div class="name" aria-hidden="true">
                        {name}
                    </div>
                    {options}
                </div>
            }
        })
        .into_any()
}

fn of_plan(suggested: &Suggested, plan: &SuggestedPlan) -> AnyView {
    let href = format!("/plans/{}/{}", plan.id, plan.slug);
    let title = view! { <bdi>{marked(&suggested.marked(&plan.title))}</bdi> };
    option(href, None, title.into_any())
}

/// Alone typed, a tag is somewhere to go; beside other words it narrows the search for them.
fn of_tag(suggested: &Suggested, tag: &Tag) -> AnyView {
    let before = &suggested.before;
    let name = view! { <bdi>{marked(&suggested.marked(tag.as_str()))}</bdi> }.into_any();
    if suggested.is_condition {
        return completing(&format!("{before}{tag}"), name);
    }
    if before.trim().is_empty() {
        return option(format!("/tags/{tag}"), None, name);
    }
    let narrowed = format!("{before}tag:{tag}");
    let beside = before.trim().to_owned();
    let name = view! {
        {name}
        " "
        <span class="n">"with “" <bdi>{beside}</bdi> "”"</span>
    };
    option(
        address(&narrowed, Kind::Plan, Sort::Relevance),
        None,
        name.into_any(),
    )
}

fn of_person(suggested: &Suggested, person: &Named) -> AnyView {
    let handle = person.handle.as_str();
    let known_as = (person.name != handle).then(|| {
        view! {
            " "
            <span class="n">"@" {marked(&suggested.marked(handle))}</span>
        }
    });
    let names = view! {
        <bdi>{marked(&suggested.marked(&person.name))}</bdi>
        {known_as}
    }
    .into_any();
    if suggested.is_condition {
        return completing(&format!("{}{handle}", suggested.before), names);
    }
    option(format!("/people/{handle}"), None, names)
}

/// An option that completes the query, to be typed on behind; as a link it leads to what is found.
fn completing(query: &str, name: AnyView) -> AnyView {
    let href = address(query, Kind::Plan, Sort::Relevance);
    option(href, Some(format!("{query} ")), name)
}

fn option(href: String, completes: Option<String>, name: AnyView) -> AnyView {
    view! {
        <a
            role="option"
            aria-selected="false"
            tabindex="-1"
            href=href
            data-completes=completes
        >
            {name}
        </a>
    }
    .into_any()
}
