//! Where the words of a text stand.
//!
//! Words end where Unicode says (UAX #29), and at what joins several: `example.com`, `solar_roof`.
//! Nearly every stretch between two spaces is plain ASCII, where the same follows from a few rules
//! about bytes, many times faster; a property test holds the two to each other.

use std::ops::Range;
use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

/// The words of a text as they stand in it, by where they stand.
pub(crate) fn pieces(text: &str) -> Pieces<'_> {
    Pieces {
        text,
        at: 0,
        plain_until: 0,
        mixed: None,
    }
}

/// See [`pieces`].
pub(crate) struct Pieces<'t> {
    text: &'t str,
    /// How far the text has been read.
    at: usize,
    /// Up to here there is only plain ASCII.
    plain_until: usize,
    /// The stretch of other letters that is being read, with where it begins.
    mixed: Option<(usize, Mixed<'t>)>,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (Range<usize>, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((start, mixed)) = &mut self.mixed {
                if let Some((place, piece)) = mixed.next() {
                    return Some((*start + place.start..*start + place.end, piece));
                }
                self.mixed = None;
            }
            if let Some(place) = self.plain() {
                return Some((place.clone(), &self.text[place]));
            }
            self.next_stretch()?;
        }
    }
}

impl Pieces<'_> {
    /// The next word within plain ASCII.
    fn plain(&mut self) -> Option<Range<usize>> {
        let bytes = &self.text.as_bytes()[..self.plain_until];
        let unread = bytes.get(self.at..)?;
        let start = self.at + unread.iter().position(u8::is_ascii_alphanumeric)?;
        let mut end = start + 1;
        while let Some(byte) = bytes.get(end) {
            if !byte.is_ascii_alphanumeric() && !joins(bytes[end - 1], *byte, bytes.get(end + 1)) {
                break;
            }
            end += 1;
        }
        self.at = end;
        Some(start..end)
    }

    /// Goes on to what stands after the next space. No word goes over one.
    fn next_stretch(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let from = self.at.max(self.plain_until);
        let start = from + bytes[from..].iter().position(|byte| !is_space(*byte))?;
        let length = bytes[start..].iter().position(|byte| is_space(*byte));
        let end = length.map_or(bytes.len(), |length| start + length);
        if bytes[start..end].is_ascii() {
            (self.at, self.plain_until) = (start, end);
        } else {
            self.mixed = Some((start, Mixed::of(&self.text[start..end])));
            (self.at, self.plain_until) = (end, end);
        }
        Some(())
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether a mark between two letters or digits is part of the word.
fn joins(before: u8, mark: u8, after: Option<&u8>) -> bool {
    let both = |is_of: fn(&u8) -> bool| is_of(&before) && after.is_some_and(is_of);
    match mark {
        b'\'' => both(u8::is_ascii_alphabetic) || both(u8::is_ascii_digit),
        b'.' | b',' | b';' | b'_' => both(u8::is_ascii_digit),
        _ => false,
    }
}

/// The words of a stretch in whatever script, by where they stand in it.
struct Mixed<'t> {
    bounds: UWordBoundIndices<'t>,
    /// What is left of a word that is several.
    word: Option<(usize, &'t str)>,
}

impl<'t> Mixed<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            bounds: text.split_word_bound_indices(),
            word: None,
        }
    }
}

impl<'t> Iterator for Mixed<'t> {
    type Item = (Range<usize>, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (start, word) = match self.word.take() {
                Some(rest) => rest,
                None => self.bounds.next()?,
            };
            let end = inner_end(word);
            let rest = &word[end..];
            if let Some(joint) = rest.chars().next() {
                let after = end + joint.len_utf8();
                self.word = Some((start + after, &word[after..]));
            }
            // What hangs on the joint, such as an accent, is no beginning of a word.
            let piece = word[..end].trim_start_matches(|letter: char| !letter.is_alphanumeric());
            if !piece.is_empty() {
                return Some((start + end - piece.len()..start + end, piece));
            }
        }
    }
}

/// Where the first of the words ends that Unicode takes for one: at a dot, colon or underscore that
/// does not stand between two digits.
fn inner_end(word: &str) -> usize {
    let mut before = None;
    let mut letters = word.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if matches!(letter, '.' | ':' | '_' | '·') {
            let after = letters.peek().map(|(_, letter)| *letter);
            let in_number = [before, after]
                .iter()
                .all(|side: &Option<char>| side.is_some_and(char::is_numeric));
            if !in_number {
                return at;
            }
        }
        before = Some(letter);
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_stand_where_they_say(text in "\\PC{0,60}") {
            let mut end = 0;
            for (place, word) in pieces(&text) {
                prop_assert!(place.start >= end);
                prop_assert_eq!(&text[place.clone()], word);
                end = place.end;
            }
        }

        #[test]
        fn plain_words_are_those_of_unicode(text in "[ -~\n\t]{0,60}|[a1 '.,;:_\"-]{0,30}") {
            prop_assert_eq!(pieces(&text).collect::<Vec<_>>(), Mixed::of(&text).collect::<Vec<_>>());
        }

        #[test]
        fn no_word_goes_over_a_space(
            text in "[a1'.,:_ \n\t\r\u{b}\u{301}\u{200d}\u{ad}\u{a0}\u{2028}\u{5d0}\"é·中ア🚲🇩ⓜ-]{0,30}"
        ) {
            prop_assert_eq!(pieces(&text).collect::<Vec<_>>(), Mixed::of(&text).collect::<Vec<_>>());
        }
    }
}
