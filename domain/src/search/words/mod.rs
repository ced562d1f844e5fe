//! The words of a text as the index knows them: each in its *exact* form, folded in case and accents,
//! and as its *stem*, which the forms of one word share. A stem begins with [`STEM`], so that the two
//! never meet: the exact form of "wash" is not the stem of "washing".

mod met;
mod pieces;

use pieces::Pieces;
pub(crate) use pieces::pieces;

use super::language::Language;
use frostem::Stemmer;
use met::Met;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;

/// What stands before a stem.
pub(super) const STEM: char = '\u{2}';
/// Longer than any word: what goes on beyond is cut.
const LONGEST: usize = 64;

/// A word without case, accents, and what is not to be seen in it.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// As [`fold`], after what a string holds already.
pub(crate) fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let kept = word.bytes().filter(|byte| !matches!(byte, b'\'' | b','));
        folded.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        let letters = word.nfkd().flat_map(char::to_lowercase);
        for letter in letters.filter(|letter| !is_left_out(*letter)) {
            match latin(letter) {
                Some(plain) => {
                    let plain = plain.chars().filter(|letter| letter.is_alphanumeric());
                    folded.extend(plain.flat_map(char::to_lowercase));
                }
                None => folded.push(letter),
            }
        }
    }
    folded.truncate(folded.floor_char_boundary(LONGEST));
}

/// Accents, vowel points, apostrophes, thousands' commas, and what shows nothing.
fn is_left_out(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\'' | '\u{2019}' | ',' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The plain letters of a Latin one that does not come apart: ß, ø, ł.
fn latin(letter: char) -> Option<&'static str> {
    matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        .then(|| deunicode::deunicode_char(letter))
        .flatten()
}

/// The stem of a word as the index holds it; a number has none.
pub(super) fn stem(word: &str, language: Language) -> Option<String> {
    let mut stem = String::new();
    stem_into(word, language.stemmer(), &mut stem).then_some(stem)
}

fn stem_into(word: &str, stemmer: Stemmer, stem: &mut String) -> bool {
    if word.contains(char::is_numeric) || word.len() > LONGEST {
        return false;
    }
    stem.push(STEM);
    if word.is_ascii() {
        fold_into(&stemmer.stem(&word.to_ascii_lowercase()), stem);
    } else {
        fold_into(&stemmer.stem(&composed(word)), stem);
    }
    true
}

/// A word as its stem is made of it: however its letters are written, and without case.
pub(super) fn composed(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'").nfc().collect()
}

/// The tokenizer of every text in the index. The text begins with the mark of its language.
#[derive(Clone, Default)]
pub(super) struct Words {
    token: Token,
    met: Met,
}

impl Words {
    /// The name that fields know it by.
    pub(super) const NAME: &str = "words";
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let (language, text) = Language::unmarked(text);
        Stream {
            pieces: pieces(text),
            language,
            token: &mut self.token,
            met: &mut self.met,
            stem: String::new(),
            has_stem: false,
        }
    }
}

/// The words of one text; each is followed by its stem, at the same place.
pub(super) struct Stream<'a> {
    pieces: Pieces<'a>,
    language: Language,
    token: &'a mut Token,
    met: &'a mut Met,
    stem: String,
    has_stem: bool,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.has_stem) {
            std::mem::swap(&mut self.token.text, &mut self.stem);
            return true;
        }
        for (place, word) in self.pieces.by_ref() {
            let (folded, stem) = self.met.forms(word, self.language);
            if folded.is_empty() {
                continue;
            }
            self.token.text.clear();
            self.token.text.push_str(folded);
            self.token.position = self.token.position.wrapping_add(1);
            (self.token.offset_from, self.token.offset_to) = (place.start, place.end);
            self.stem.clear();
            self.stem.push_str(stem);
            self.has_stem = !stem.is_empty();
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        pieces(text).map(|(_, word)| fold(word)).collect()
    }

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let mut words = Words::default();
        let mut stream = words.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push((stream.token().position, stream.token().text.clone()));
        }
        tokens
    }

    #[test]
    fn words_are_found_whatever_joins_them() {
        for (text, words) in [
            ("Break-even by day 60!", "break even by day 60"),
            (
                "solar_roof at example.com:3000",
                "solar roof at example com 3000",
            ),
            ("$1,800.50 or 3.20", "1800.50 or 3.20"),
            (
                "Ada's café, the NAÏVE Straße in Łódź",
                "adas cafe the naive strasse in lodz",
            ),
            (
                "soft\u{ad}hyphen zero\u{200b}width no\u{a0}break",
                "softhyphen zero width no break",
            ),
            ("🚲 🧺", ""),
            ("洗衣店 セルフ", "洗 衣 店 セルフ"),
            ("Прачечная Ёлка", "прачечная елка"),
            ("ﬁne ½", "fine 1⁄2"),
            ("שָׁלוֹם", "שלום"),
            ("", ""),
        ] {
            assert_eq!(folded(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn each_word_has_its_stem_at_its_place() {
        let words = |tokens: &[(usize, &str)]| -> Vec<(usize, String)> {
            let owned = tokens.iter().map(|(at, text)| (*at, (*text).to_owned()));
            owned.collect()
        };
        assert_eq!(
            tokens("Washing 60 laundries"),
            words(&[
                (0, "washing"),
                (0, "\u{2}wash"),
                (1, "60"),
                (2, "laundries"),
                (2, "\u{2}laundri")
            ])
        );
        assert_eq!(
            tokens(&Language::German.marked("Wäschereien")),
            words(&[(0, "waschereien"), (0, "\u{2}wascherei")])
        );
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(word in "[a-zA-Z0-9'À-ɏḀ-ỿΆ-ώЀ-ӿ]{1,20}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
