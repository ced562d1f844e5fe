//! Lists that are told page by page.

use crate::failure::Failure;
use leptos::prelude::*;
use std::str::FromStr;

/// Where the page begins that an address asks for; the first page has no such word.
///
/// # Errors
/// What does not name a place is an address that does not exist.
pub(crate) fn begins<T: FromStr>(after: &str) -> Result<Option<T>, Failure> {
    if after.is_empty() {
        return Ok(None);
    }
    after.parse().map(Some).map_err(|_| Failure::NotFound)
}

/// The way on to the next page, if there is one.
pub(crate) fn more(next: Option<String>, words: &'static str) -> Option<AnyView> {
    let next = next?;
    let way = view! {
        <p class="more">
            <a class="button" rel="next" href=next>
                {words}
            </a>
        </p>
    };
    Some(way.into_any())
}
