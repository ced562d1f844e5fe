//! Searching.

mod facets;
mod hits;
pub mod page;
mod similar;

pub use similar::beside;

/// The address of a search.
#[must_use]
pub fn address(query: &str) -> String {
    let query = serde_urlencoded::to_string([("q", query)]).unwrap_or_default();
    format!("/search?{query}")
}
