//! The language of the search box: words, "phrases", `-without`, `tag:energy`, `even:<60`.
//!
//! It is read leniently: whatever is typed means something, and what is not understood is told as
//! ignored. Nothing in it can take long: so many words are read and no more.

mod conditions;
mod reading;
mod written;

pub(super) use conditions::is_field;
pub(super) use reading::{LONGEST, MOST, Term, Terms};

use super::Kind;
use crate::plans::{Licence, Stage, Tag};

/// What somebody searches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The words and phrases, in their order.
    pub texts: Vec<Text>,
    /// What they are to be found in.
    pub filters: Vec<Filter>,
    /// What was typed and is not taken into account, in sentences.
    pub ignored: Vec<String>,
    /// Whether more was typed than is read.
    pub cut: bool,
}

/// A word, or several that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its words as they were typed.
    pub words: Vec<String>,
    /// Whether they were in quotation marks: then they are meant as they are, not in other forms.
    pub quoted: bool,
    /// Whether it must not be there.
    pub without: bool,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it asks.
    pub what: What,
    /// Whether it must not hold.
    pub without: bool,
}

/// What a condition asks of what is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// That it is of this kind.
    Kind(Kind),
    /// That it has this tag.
    Tag(Tag),
    /// That the person with this handle wrote it.
    By(String),
    /// That it is so far.
    Stage(Stage),
    /// That it may be copied under this licence.
    Licence(Licence),
    /// That its money is of this currency, in small letters.
    Currency(String),
    /// That a figure lies within these bounds.
    Figure(Figure, Bounds),
}

/// What can be compared with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// The day by which it breaks even.
    Even,
    /// What is asked, in hundredths of its currency.
    Ask,
    /// What one unit costs its buyer, in hundredths of its currency.
    Price,
    /// How many plans were forked from it.
    Forks,
    /// How many comments it has.
    Comments,
}

/// From and to, both inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub from: Option<i64>,
    /// At most.
    pub to: Option<i64>,
}

impl Bounds {
    /// Whether a number lies within.
    #[must_use]
    pub fn hold(self, number: i64) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }
}

impl Figure {
    const ALL: [(&'static str, Self); 5] = [
        ("even", Self::Even),
        ("ask", Self::Ask),
        ("price", Self::Price),
        ("forks", Self::Forks),
        ("comments", Self::Comments),
    ];

    /// The word before the colon.
    #[must_use]
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, figure)| *figure == self)
            .map_or("", |(word, _)| word)
    }

    pub(super) fn is_money(self) -> bool {
        matches!(self, Self::Ask | Self::Price)
    }
}

impl Query {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.filters.is_empty()
    }

    /// Whether there is anything in it that must be there, and not only what must not.
    #[must_use]
    pub fn asks_for_something(&self) -> bool {
        self.texts.iter().any(|text| !text.without)
            || self.filters.iter().any(|filter| !filter.without)
    }

    /// The kind that it names, if it names one.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.filters.iter().find_map(|filter| match filter.what {
            What::Kind(kind) if !filter.without => Some(kind),
            _ => None,
        })
    }

    /// The query for this kind, whichever it named.
    #[must_use]
    pub fn without_kind(mut self) -> Self {
        self.filters
            .retain(|filter| !matches!(filter.what, What::Kind(_)));
        self
    }

    /// Whether it asks for this.
    #[must_use]
    pub fn has(&self, what: &What) -> bool {
        self.filters
            .iter()
            .any(|filter| !filter.without && filter.what == *what)
    }

    /// The query with this condition as well.
    #[must_use]
    pub fn with(mut self, what: What) -> Self {
        if !self.has(&what) {
            self.filters.push(Filter {
                what,
                without: false,
            });
        }
        self
    }

    /// The query with this condition, or without it if it had it. Of a figure's bounds there is only
    /// one pair.
    #[must_use]
    pub fn toggled(&self, what: What) -> Self {
        let had = self.has(&what);
        let is_replaced = |other: &What| match (&what, other) {
            (What::Figure(figure, _), What::Figure(other, _)) => figure == other,
            (what, other) => what == other,
        };
        let mut query = self.clone();
        query
            .filters
            .retain(|filter| filter.without || !is_replaced(&filter.what));
        if !had {
            query.filters.push(Filter {
                what,
                without: false,
            });
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_made_and_taken_back() {
        let energy = What::Tag("energy".parse().expect("a tag"));
        let query = Query::parse("solar");
        let chosen = query.toggled(energy.clone());
        assert_eq!(chosen.to_string(), "solar tag:energy");
        assert_eq!(chosen.toggled(energy), query);
        let at_most = |to| {
            What::Figure(
                Figure::Even,
                Bounds {
                    from: None,
                    to: Some(to),
                },
            )
        };
        let narrower = query.toggled(at_most(90)).toggled(at_most(60));
        assert_eq!(narrower.to_string(), "solar even:<=60");
    }
}
