//! Searching, and following what is new of a search.

mod facets;
mod hits;
mod keep;
pub mod page;
pub mod saved;
mod similar;
pub mod suggest;

pub use similar::{beside, reasons};

use domain::search::{Asked, Kind, Sort};

/// The address of a search's first page.
#[must_use]
pub fn address(query: &str, kind: Kind, sort: Sort) -> String {
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

/// The address of a search's first page, the youngest hits first.
#[must_use]
pub fn newest_first(asked: &Asked) -> String {
    address(&asked.query.to_string(), asked.kind, Sort::New)
}

/// The address of a search's feed: what is asked and nothing else.
#[must_use]
pub fn feed_address(asked: &Asked) -> String {
    let page = address(&asked.query.to_string(), asked.kind, Sort::Relevance);
    page.replacen("/search?", "/search.atom?", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_told_by_what_is_asked_alone() {
        let of = |typed: &str| feed_address(&Asked::read(typed, None));
        assert_eq!(of("solar  TAG:energy"), "/search.atom?q=solar+tag%3Aenergy");
        assert_eq!(
            of("boiler kind:comment"),
            "/search.atom?q=boiler&kind=comment"
        );
        assert_eq!(of(""), "/search.atom?q=");
    }
}
