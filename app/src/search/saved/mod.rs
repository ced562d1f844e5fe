//! `/searches`: the searches that somebody keeps, and what is new of each.

pub mod list;
pub mod one;

use crate::{failure::Failure, forms::Field};
use domain::{
    ids::SearchId,
    problems::Problems,
    search::saved::{LONGEST_NAME, MOST_NEW, SavedSearchError},
};
use leptos::prelude::AnyView;

/// Which search an address names.
fn named(id: &str) -> Result<SearchId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

/// What a search is called.
fn name_field(typed: &str, problems: &Problems) -> AnyView {
    Field::new("name", "Name")
        .hint("Without one it is called by what it asks.")
        .value(typed)
        .problems(problems)
        .most(LONGEST_NAME)
        .autocomplete("off")
        .input("text")
}

/// Why nothing was done; what is typed wrong is told by the field before.
fn refused(error: SavedSearchError) -> Failure {
    match error {
        SavedSearchError::NotFound => Failure::NotFound,
        SavedSearchError::Suspended => Failure::Suspended,
        SavedSearchError::Invalid(problems) => Failure::BadRequest(problems.to_string()),
        SavedSearchError::Broken(broken) => broken.into(),
    }
}

/// `3 new`, `99+ new`; nothing when there is nothing new or it is not known.
fn news(new: Option<u64>) -> Option<String> {
    match new? {
        0 => None,
        count if count < MOST_NEW => Some(format!("{count} new")),
        _ => Some(format!("{}+ new", MOST_NEW - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::news;

    #[test]
    fn news_is_counted_up_to_a_point() {
        assert_eq!(news(None), None);
        assert_eq!(news(Some(0)), None);
        assert_eq!(news(Some(1)).as_deref(), Some("1 new"));
        assert_eq!(news(Some(99)).as_deref(), Some("99 new"));
        assert_eq!(news(Some(100)).as_deref(), Some("99+ new"));
    }
}
