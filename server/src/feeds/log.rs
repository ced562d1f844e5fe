//! What was done of late, as a feed.

use super::{
    atom::{About, ENTRIES, author, feed, link, moment},
    fresh::Document,
};
use app::{
    failure::Failure,
    log::{address, entry_address, feed_address, list_address, title},
};
use atom_syndication::{Category, Entry, Person, Text};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use domain::{
    Forum, Viewer,
    log::{self, Filter, FilterError, Part, Told, TypedFilter},
};

/// The newest entries that fit, asked for as on the page. No date tells of what changes in it: a plan that is
/// named may get another title.
pub(super) async fn newest(
    State(forum): State<Forum>,
    typed: Result<Query<TypedFilter>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Query(typed) = typed.map_err(|_| Failure::NotFound)?;
    let filter = match Filter::read(&forum, &typed).await {
        Ok(filter) => filter,
        Err(FilterError::Invalid(problems)) => {
            return Err(Failure::BadRequest(problems.to_string()));
        }
        Err(FilterError::Broken(broken)) => return Err(broken.into()),
    };
    let found = log::told(&forum, &Viewer::Anonymous, &filter, None, ENTRIES).await?;
    let about = About {
        title: format!("{}: {}", forum.policy().name, title(&typed)),
        path: feed_address(&typed),
        page: list_address(&typed, None),
    };
    let base = &forum.policy().public_url;
    let changed = found.items.iter().map(|told| told.entry.at).max();
    let entries = found.items.iter().map(|told| entry(base, told)).collect();
    let document = Document {
        changed: None,
        ..feed(base, about, entries, changed)
    };
    Ok(document.answer(&headers))
}

fn entry(base: &str, told: &Told) -> Entry {
    let at = format!("{base}{}", entry_address(told.entry.seq));
    let who = match &told.who {
        Some(byline) => author(base, byline),
        None => Person {
            name: "The operator".into(),
            ..Person::default()
        },
    };
    let named = told.sentence.iter().filter_map(|part| match part {
        Part::Words(_) => None,
        Part::Link(_, target) => Some(format!("{base}{}", address(target))),
    });
    let related = named.map(|href| link("related", &href, "text/html"));
    Entry {
        id: at.clone(),
        title: Text::plain(told.text()),
        updated: moment(told.entry.at),
        published: Some(moment(told.entry.at)),
        authors: vec![who],
        categories: vec![Category {
            term: told.entry.act.clone(),
            ..Category::default()
        }],
        links: std::iter::once(link("alternate", &at, "text/html"))
            .chain(related)
            .collect(),
        summary: told.why.clone().map(Text::plain),
        ..Entry::default()
    }
}
