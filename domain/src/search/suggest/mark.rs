//! What of a suggestion somebody has typed.

use crate::search::{
    Run,
    find::runs,
    words::{fold, pieces},
};
use std::ops::Range;

/// From so many letters on one may be wrong.
pub(super) const LONG: usize = 4;

/// A text with what these folded words say of it marked: whole words, and of the last the beginning.
pub(super) fn mark(words: &[String], text: &str) -> Vec<Run> {
    let meant: Vec<Range<usize>> = pieces(text)
        .filter_map(|(place, word)| {
            let end = typed_of(words, word)?;
            Some(place.start..place.start + end)
        })
        .collect();
    runs(text, 0..text.len(), &meant)
}

/// How much of a word has been typed, in bytes of it.
fn typed_of(words: &[String], word: &str) -> Option<usize> {
    let folded = fold(word);
    let (last, _) = words.split_last()?;
    if words.contains(&folded) {
        return Some(word.len());
    }
    if folded.starts_with(last.as_str()) {
        return Some(end_of(word, last.chars().count()));
    }
    if words.iter().any(|typed| is_near(typed, &folded)) {
        return Some(word.len());
    }
    nearly_begun(last, &folded).map(|letters| end_of(word, letters))
}

fn is_near(typed: &str, word: &str) -> bool {
    typed.chars().count() >= LONG && strsim::osa_distance(typed, word) <= 1
}

/// With how many of its letters a word begins nearly so.
fn nearly_begun(typed: &str, word: &str) -> Option<usize> {
    let letters = typed.chars().count();
    [letters, letters + 1, letters.saturating_sub(1)]
        .into_iter()
        .find(|letters| is_near(typed, &word.chars().take(*letters).collect::<String>()))
}

/// Where in a word so many of its folded letters end, with the accents that hang on them.
fn end_of(word: &str, letters: usize) -> usize {
    let mut ends = word
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    let folded = |end: usize| fold(&word[..end]).chars().count();
    let Some(end) = ends.find(|end| folded(*end) >= letters) else {
        return word.len();
    };
    let reached = folded(end);
    ends.take_while(|end| folded(*end) == reached)
        .last()
        .unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// With what is marked in brackets.
    fn marked(typed: &str, text: &str) -> String {
        let words: Vec<String> = pieces(typed).map(|(_, word)| fold(word)).collect();
        let runs = mark(&words, text).into_iter();
        runs.map(|run| {
            if run.marked {
                format!("[{}]", run.text)
            } else {
                run.text
            }
        })
        .collect()
    }

    #[test]
    fn what_was_typed_is_marked() {
        for (typed, text, expected) in [
            ("bak", "Bakery on a bike", "[Bak]ery on a bike"),
            ("bike bak", "Bakery on a bike", "[Bak]ery on a [bike]"),
            ("bakrey", "Bakery on a bike", "[Bakery] on a bike"),
            ("launr", "Laundromat", "[Laund]romat"),
            ("bikee bakery", "Bakery on a bike", "[Bakery] on a [bike]"),
            ("cafe", "The Cafe\u{301}s", "The [Cafe\u{301}]s"),
            ("stra", "Straße", "[Stra]ße"),
            ("stras", "Straße", "[Straß]e"),
            ("solar", "solar-roof", "[solar]-roof"),
            ("<b", "a <b> & c", "a <[b]> & c"),
            ("שלום", "שלום עולם", "[שלום] עולם"),
            ("xylo", "Bakery", "Bakery"),
            ("", "Bakery", "Bakery"),
        ] {
            assert_eq!(marked(typed, text), expected, "{typed} in {text}");
        }
    }

    proptest! {
        #[test]
        fn marking_changes_no_letter(typed in "[a-zßéא\u{301} ]{0,12}", text in "[\\PC]{0,40}") {
            let words: Vec<String> = pieces(&typed).map(|(_, word)| fold(word)).collect();
            let said: String = mark(&words, &text).into_iter().map(|run| run.text).collect();
            prop_assert_eq!(said, text.trim_end());
        }
    }
}
