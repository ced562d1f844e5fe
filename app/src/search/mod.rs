//! Searching.

mod facets;
mod hits;
pub mod page;
mod similar;
pub mod suggest;

pub use similar::{beside, reasons};

use domain::search::{Kind, Sort};

/// The address of a search's first page.
fn address(query: &str, kind: Kind, sort: Sort) -> String {
    let mut asked = vec![("q", query)];
    if kind != Kind::Plan {
        asked.push(("kind", kind.as_str()));
    }
    if sort != Sort::Relevance {
        asked.push(("sort", sort.as_str()));
    }
    let asked = serde_urlencoded::to_string(asked).unwrap_or_default();
    format!("/search?{asked}")
}
