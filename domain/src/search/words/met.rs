//! The words that were met lately, with what they come to.

use super::{fold_into, stem_into};
use crate::search::language::Language;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// How many words of a language are kept: most of what a text says are the same few thousand.
const MOST: usize = 20_000;
/// Longer words are seldom met again.
const LONGEST: usize = 24;

/// Forms of words. Whatever is not among them is made, and kept for the next time.
#[derive(Clone, Default)]
pub(super) struct Met {
    /// By the language's place.
    languages: Vec<Known>,
    /// Of the last word that is not kept.
    last: Forms,
}

/// The words of a language.
#[derive(Clone, Default)]
struct Known {
    places: HashMap<Box<str>, usize, RandomState>,
    forms: Vec<Forms>,
}

/// The exact form of a word, and after it in the same text its stem, if it has one.
#[derive(Clone, Default)]
struct Forms {
    text: String,
    exact: usize,
}

impl Forms {
    fn of(word: &str, language: Language) -> Self {
        let mut text = String::new();
        fold_into(word, &mut text);
        let exact = text.len();
        let mut stem = String::new();
        if stem_into(word, language.stemmer(), &mut stem) {
            text.push_str(&stem);
        }
        Self { text, exact }
    }

    fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.exact)
    }
}

impl Met {
    /// The exact form of a word and its stem, which is empty where it has none.
    pub(super) fn forms(&mut self, word: &str, language: Language) -> (&str, &str) {
        if word.len() > LONGEST {
            self.last = Forms::of(word, language);
            return self.last.parts();
        }
        let place = language as usize;
        if self.languages.len() <= place {
            self.languages.resize_with(place + 1, Known::default);
        }
        self.languages[place].forms(word, language)
    }
}

impl Known {
    fn forms(&mut self, word: &str, language: Language) -> (&str, &str) {
        if let Some(place) = self.places.get(word) {
            return self.forms[*place].parts();
        }
        if self.forms.len() >= MOST {
            self.places.clear();
            self.forms.clear();
        }
        let place = self.forms.len();
        self.places.insert(word.into(), place);
        self.forms.push(Forms::of(word, language));
        self.forms[place].parts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::{fold, stem};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_met_again_is_the_same(words in prop::collection::vec("[a-cA-CäÖ1.'-]{1,40}", 1..20)) {
            let mut met = Met::default();
            for word in words.iter().chain(&words) {
                for language in [Language::English, Language::German] {
                    let (exact, stemmed) = met.forms(word, language);
                    prop_assert_eq!(exact, fold(word));
                    prop_assert_eq!(stemmed, stem(word, language).unwrap_or_default());
                }
            }
        }
    }
}
