//! What a plan is about by its words: the table of meanings that this forum uses.
//!
//! A table holds a vector for each of some 66,000 English words and pieces of words, distilled from
//! a sentence model and weighted by how much the word tells (`docs/similar.md` says how it was made).

use meaning::Table;
use std::sync::LazyLock;

pub use meaning::Shared;
pub(super) use meaning::{Meaning, Telling, shared};

static TABLE: LazyLock<Table<'static>> = LazyLock::new(|| {
    Table::read(include_bytes!("../../data/meaning.bin")).expect("the table is whole")
});

/// How many numbers a vector has.
pub(super) const DIMENSIONS: usize = 256;

/// What these fields are about: a title, a pitch and sections. Nothing when no word of them is
/// known.
pub(super) fn of<'t>(title: &'t str, others: impl IntoIterator<Item = &'t str>) -> Option<Meaning> {
    TABLE.meaning(&TABLE.counts(title, others))
}

/// The words that tell most of these fields.
pub(super) fn telling<'t>(
    title: &'t str,
    others: impl IntoIterator<Item = &'t str>,
) -> Vec<Telling<'t>> {
    meaning::telling(&TABLE, &TABLE.counts(title, others))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> f32 {
        let meaning = |text| of(text, []).expect("known words");
        let other = meaning(b);
        meaning(a).likeness(&other)
    }

    #[test]
    fn other_words_for_the_same_are_closer_than_the_same_words_for_another() {
        let laundry = "Coin laundry for apartment blocks";
        assert!(likeness(laundry, laundry) > 0.99);
        let same = likeness(laundry, "Washing machines tenants pay by the load");
        let other = likeness(laundry, "Coin collectors meet in apartment blocks");
        assert!(
            same > likeness(laundry, "Evening classes in Spanish"),
            "{same}"
        );
        assert!(other < 0.9, "{other}");
    }

    #[test]
    fn in_a_long_text_what_is_said_again_and_again_counts_most() {
        let about = "Coin laundry for tenants.";
        let aside =
            "Somebody mentioned goats, sailing, dentists, opera, chess and volcanoes once. ";
        let filler = "The machines wash and dry the laundry. ".repeat(80);
        let long = format!("{filler}{aside}");
        let meaning = |body: &str| of(about, ["Washing by the load.", body]).expect("words");
        let goats = of("Goats, sailing, dentists and opera", []).expect("words");
        let near = |body: &str| meaning(body).likeness(&goats);
        assert!(
            near(&long) < near(aside) / 2.0,
            "{} {}",
            near(&long),
            near(aside)
        );
    }

    #[test]
    fn what_says_nothing_has_no_vector() {
        assert_eq!(of("", []), None);
        assert_eq!(of("🧺 ((", ["…"]), None);
        let known = of("Coin laundry", []).expect("known words");
        assert_eq!(known.numbers().len(), DIMENSIONS);
    }

    #[test]
    fn what_is_shared_is_told_in_words() {
        let told = shared(
            &telling("A laundry for tenants", []),
            &telling("Washing for renters", []),
            3,
        );
        assert!(
            told.iter()
                .all(|pair| !pair.here.is_empty() && !pair.there.is_empty()),
            "{told:?}"
        );
        let same = shared(
            &telling("Goat herd", []),
            &telling("A herd of goats", []),
            3,
        );
        assert!(
            same.contains(&Shared {
                here: "herd".into(),
                there: "herd".into()
            }),
            "{same:?}"
        );
    }
}
