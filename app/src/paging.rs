//! Lists that are told page by page.

use crate::failure::Failure;
use axum::extract::{Query, rejection::QueryRejection};
use leptos::prelude::*;
use serde::Deserialize;
use std::str::FromStr;

/// `?after=`: what the page comes after.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    after: String,
}

/// As a handler of a list takes it that can be asked for nothing else.
pub type Asked = Result<Query<After>, QueryRejection>;

/// Where the page begins of a list that can be asked for nothing else.
///
/// # Errors
/// As [`begins`].
pub(crate) fn after<T: FromStr>(asked: Asked) -> Result<Option<T>, Failure> {
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    begins(&asked.after)
}

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
