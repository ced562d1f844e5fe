//! Where words begin and end: [Unicode's word boundaries](https://unicode.org/reports/tr29/#Word_Boundaries),
//! most of them found without looking up what each letter is.

use unicode_segmentation::UnicodeSegmentation;

/// Tells the words, spaces and marks of a text, exactly as `split_word_bounds` does.
pub(super) fn each_word<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    for run in runs(text) {
        if run.is_ascii() {
            each_ascii(run, &mut each);
        } else {
            run.split_word_bounds().for_each(&mut each);
        }
    }
}

/// A text in parts that have no boundary in common: between a space and a printed ASCII character
/// there always is one, and no rule looks across it.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_ascii = text.is_ascii();
    let ends = |two: &[u8]| two[0] == b' ' && two[1].is_ascii_graphic();
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if is_ascii {
            None
        } else {
            rest.as_bytes().windows(2).position(ends)
        };
        let (run, after) = rest.split_at(end.map_or(rest.len(), |space| space + 1));
        rest = after;
        Some(run)
    })
}

/// The library has a way of its own for ASCII, but only to the words.
fn each_ascii<'t>(text: &'t str, each: &mut impl FnMut(&'t str)) {
    let mut end = 0;
    for (start, word) in text.unicode_word_indices() {
        each_mark(&text[end..start], each);
        each(word);
        end = start + word.len();
    }
    each_mark(&text[end..], each);
}

/// What stands between words: spaces stay together, so do underscores and a line's two ends.
fn each_mark<'t>(text: &'t str, each: &mut impl FnMut(&'t str)) {
    let mut rest = text;
    while let [first, others @ ..] = rest.as_bytes() {
        let more = match first {
            b' ' | b'_' => others.iter().take_while(|byte| *byte == first).count(),
            b'\r' => usize::from(others.first() == Some(&b'\n')),
            _ => 0,
        };
        let (mark, after) = rest.split_at(1 + more);
        each(mark);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_of_the_library(text in "[ -~éß\u{301}\u{200d}\u{200b}\u{a0}\u{2014}🇩🇪👩🧺\r\n\tא\"か\u{feff}]{0,60}|\\PC{0,30}") {
            let mut found = Vec::new();
            each_word(&text, |word| found.push(word));
            let expected: Vec<_> = text.split_word_bounds().collect();
            prop_assert_eq!(found, expected);
        }
    }
}
