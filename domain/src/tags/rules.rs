//! What may be said about tags.

use crate::{
    checked::{self, Lines},
    ids::TagId,
    plans::Tag,
};
use std::{collections::HashSet, fmt, str::FromStr};

/// What a tag is about, in a line of at most 280 letters; it may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About(String);

impl About {
    /// At most so many letters.
    pub const MOST: usize = 280;

    /// The description as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for About {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 0, Self::MOST).map(Self)
    }
}

/// A word that somebody gave, and the tag that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelled {
    /// As it was given.
    pub word: Tag,
    /// The tag's name.
    pub tag: Tag,
}

/// Why nothing was done about a tag, whatever was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The word is no tag of its own by now: it means this one.
    Means(Tag, Tag),
    /// It was not merged into another.
    NotMerged(Tag),
    /// It is retired already.
    Retired(Tag),
    /// It is not retired.
    NotRetired(Tag),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Means(word, tag) => write!(f, "“{word}” means “{tag}” by now."),
            Self::NotMerged(tag) => write!(f, "“{tag}” is not merged into another tag."),
            Self::Retired(tag) => write!(f, "“{tag}” is retired already."),
            Self::NotRetired(tag) => write!(f, "“{tag}” is not retired."),
        }
    }
}

/// What whoever gives a plan a retired tag is told.
pub(super) fn no_longer_given(tag: &str, instead: Option<&str>) -> String {
    let way_on = match instead {
        Some(instead) => format!("use “{instead}” instead"),
        None => "leave it out".to_owned(),
    };
    format!("The tag “{tag}” is retired and no longer given to plans: {way_on}.")
}

/// A tag and all that were merged into it, and into these: `merged` are tags with those that they were
/// merged into.
pub(super) fn branch(of: TagId, merged: &[(TagId, TagId)]) -> HashSet<TagId> {
    let mut branch = HashSet::from([of]);
    loop {
        let before = branch.len();
        let below = merged.iter().filter(|(_, into)| branch.contains(into));
        let below: Vec<_> = below.map(|(tag, _)| *tag).collect();
        branch.extend(below);
        if branch.len() == before {
            return branch;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_a_line_and_may_be_empty() {
        let about: Result<About, _> = " Heat and\npower ".parse();
        assert_eq!(about.map(|about| about.0), Ok("Heat and power".into()));
        assert_eq!("".parse::<About>().map(|about| about.0), Ok(String::new()));
        assert!("x".repeat(281).parse::<About>().is_err());
    }

    #[test]
    fn a_branch_is_all_that_was_merged_below() {
        let ids = |numbers: &[i64]| numbers.iter().map(|id| TagId(*id)).collect::<HashSet<_>>();
        let merged: Vec<_> = [(2, 1), (5, 4), (4, 2), (3, 1), (7, 6)]
            .map(|(tag, into)| (TagId(tag), TagId(into)))
            .into();
        assert_eq!(branch(TagId(2), &merged), ids(&[2, 4, 5]));
        assert_eq!(branch(TagId(1), &merged), ids(&[1, 2, 3, 4, 5]));
        assert_eq!(branch(TagId(9), &merged), ids(&[9]));
    }

    #[test]
    fn whoever_gives_a_retired_tag_is_told_what_to_do() {
        let with = no_longer_given("ai", Some("machine-learning"));
        assert!(with.contains("“ai”") && with.ends_with("use “machine-learning” instead."));
        assert!(no_longer_given("ai", None).ends_with("leave it out."));
    }
}
