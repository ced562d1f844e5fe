//! How far a fork has moved from the revision it was made from.

use super::{Typed, changes};
use crate::text::{TooComplex, compare};

/// How far one content is from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distance {
    /// The changed words of both bodies, in thousandths of all their words.
    pub words: i32,
    /// How many assumptions of the numbers are other ones.
    pub numbers: i32,
    /// Whether nothing was changed but what every fork has of its own: title, tags, stage.
    pub untouched: bool,
}

impl Distance {
    /// From a content to one that was made of it.
    ///
    /// # Errors
    /// When one of them is too complex to be shown, which none is that was ever saved.
    pub fn between(from: &Typed, to: &Typed) -> Result<Self, TooComplex> {
        let words = compare::compare(&from.body, &to.body)?.words();
        let numbers = changes::of_numbers(from.numbers.as_ref(), to.numbers.as_ref()).len();
        Ok(Self {
            words: thousandths(words.changed_share()),
            numbers: i32::try_from(numbers).unwrap_or(i32::MAX),
            untouched: from.body == to.body && from.pitch == to.pitch && from.numbers == to.numbers,
        })
    }
}

/// Anything that was changed is more than nothing, however small its part.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share from 0 to 1, in thousandths"
)]
fn thousandths(share: f64) -> i32 {
    (share * 1_000.0).ceil() as i32
}

#[cfg(test)]
mod tests {
    use super::{Distance, Typed};

    fn body(text: &str) -> Typed {
        Typed {
            body: text.into(),
            ..Typed::default()
        }
    }

    #[test]
    fn a_copy_has_not_moved_whatever_it_is_called() {
        let copy = Typed {
            title: "Laundromat, Lisbon".into(),
            stage: "seeking".into(),
            ..body("## A\n\none two")
        };
        let distance = Distance::between(&body("## A\n\none two"), &copy);
        let still = Distance {
            untouched: true,
            ..Distance::default()
        };
        assert_eq!(distance, Ok(still));
    }

    #[test]
    fn a_word_in_ten_thousand_is_more_than_nothing() {
        let long = "word ".repeat(10_000);
        let distance = Distance::between(&body(&long), &body(&format!("{long}more")));
        assert_eq!(distance.map(|distance| distance.words), Ok(1));
        let other = Distance::between(&body("one two"), &body("three four"));
        assert_eq!(other.map(|distance| distance.words), Ok(1_000));
    }

    #[test]
    fn changed_assumptions_are_counted() {
        let numbers = |json: &str| Typed {
            numbers: serde_json::from_str(json).expect("numbers"),
            ..body("same")
        };
        let distance = Distance::between(
            &numbers(r#"{"currency": "USD", "price": 320, "ask": 5}"#),
            &numbers(r#"{"currency": "USD", "price": 450, "unit_cost": 208, "ask": 5}"#),
        );
        assert_eq!(distance.map(|distance| distance.numbers), Ok(2));
    }
}
