//! Which language a text is in, and what the words of one language have in common.

use frostem::{Algorithm, Stemmer};

/// How much of a text is looked at: a language shows itself in its first sentences.
const LOOKED_AT: usize = 1_000;
/// How much of it is enough to see that it is English.
const GLANCED_AT: usize = 400;
/// Below this certainty a text counts as English.
const CERTAIN: f64 = 0.5;
/// A private character that tells the tokenizer the language of the text it stands before.
const FIRST_MARK: u32 = 0xE000;

macro_rules! languages {
    ($($name:ident = $code:literal, $whatlang:ident;)+) => {
        /// A language whose words are known by their stems.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Language {
            $($name),+
        }

        impl Language {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];

            /// Its code of ISO 639-1.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            const fn algorithm(self) -> Algorithm {
                match self { $(Self::$name => Algorithm::$name),+ }
            }

            fn detected(lang: whatlang::Lang) -> Option<Self> {
                match lang {
                    $(whatlang::Lang::$whatlang => Some(Self::$name),)+
                    _ => None,
                }
            }
        }

        /// What is asked of a text: one of the known languages.
        const DETECTABLE: &[whatlang::Lang] = &[$(whatlang::Lang::$whatlang),+];
    };
}

languages! {
    English = "en", Eng;
    Danish = "da", Dan;
    Dutch = "nl", Nld;
    Finnish = "fi", Fin;
    French = "fr", Fra;
    German = "de", Deu;
    Italian = "it", Ita;
    Norwegian = "no", Nob;
    Polish = "pl", Pol;
    Portuguese = "pt", Por;
    Russian = "ru", Rus;
    Spanish = "es", Spa;
    Swedish = "sv", Swe;
    Turkish = "tr", Tur;
}

impl Language {
    /// The language of a text; English when it does not show.
    pub(crate) fn of(text: &str) -> Self {
        // Comparing with all languages takes longer than taking a comment into the index.
        if shows_english(&text[..text.floor_char_boundary(GLANCED_AT)]) {
            return Self::English;
        }
        let head = &text[..text.floor_char_boundary(LOOKED_AT)];
        let detector = whatlang::Detector::with_allowlist(DETECTABLE.to_vec());
        detector
            .detect(head)
            .filter(|found| found.confidence() >= CERTAIN)
            .and_then(|found| Self::detected(found.lang()))
            .unwrap_or(Self::English)
    }

    /// The language of a text that is in several parts.
    pub(super) fn of_parts<const PARTS: usize>(parts: [&str; PARTS]) -> Self {
        let mut head = String::with_capacity(LOOKED_AT + parts.len());
        for part in parts {
            let room = LOOKED_AT.saturating_sub(head.len());
            head.push_str(&part[..part.floor_char_boundary(room)]);
            head.push('\n');
        }
        Self::of(&head)
    }

    /// The text with the mark of its language before it, as the index's tokenizer reads it.
    pub(super) fn marked(self, text: &str) -> String {
        let mark = char::from_u32(FIRST_MARK + self as u32).unwrap_or(' ');
        let mut marked = String::with_capacity(text.len() + mark.len_utf8());
        marked.push(mark);
        marked.push_str(text);
        marked
    }

    /// The language that a marked text names, and the text; English without a mark.
    pub(super) fn unmarked(text: &str) -> (Self, &str) {
        let marked = text.chars().next().and_then(|mark| {
            let place = u32::from(mark).checked_sub(FIRST_MARK)?;
            let language = Self::ALL.get(usize::try_from(place).ok()?)?;
            Some((*language, &text[mark.len_utf8()..]))
        });
        marked.unwrap_or((Self::English, text))
    }

    pub(super) fn stemmer(self) -> Stemmer {
        Stemmer::new(self.algorithm())
    }
}

/// Frequent words that English has and none of the others.
const ENGLISH: [&str; 24] = [
    "the", "and", "that", "this", "with", "from", "they", "their", "which", "would", "you", "your",
    "what", "who", "when", "than", "because", "there", "these", "those", "been", "but", "our",
    "its",
];

/// How long they are at most.
const LONGEST_TELLING: usize = 7;

/// Whether at least every twelfth word, and not just one, is such as English has and none of the
/// others.
fn shows_english(head: &str) -> bool {
    let (mut words, mut telling) = (0, 0);
    for word in head.split(|letter: char| !letter.is_alphanumeric()) {
        words += usize::from(!word.is_empty());
        let is_short = word.len() <= LONGEST_TELLING;
        telling +=
            usize::from(is_short && ENGLISH.iter().any(|one| one.eq_ignore_ascii_case(word)));
    }
    telling >= 2 && telling * 12 >= words
}

#[cfg(test)]
mod tests {
    use super::{Language, shows_english};

    #[test]
    fn a_language_is_seen_in_a_few_sentences() {
        for (text, language) in [
            (
                "The laundry runs on the roof's solar power, and residents prepay their washes.",
                Language::English,
            ),
            (
                "Die Wäscherei läuft mit dem Strom vom Dach, und die Mieter zahlen ihre Wäsche im Voraus.",
                Language::German,
            ),
            (
                "La laverie fonctionne avec l'énergie du toit, et les habitants paient leurs lavages d'avance.",
                Language::French,
            ),
            (
                "La lavandería funciona con la energía del tejado y los vecinos pagan sus lavados por adelantado.",
                Language::Spanish,
            ),
            (
                "A lavanderia funciona com a energia do telhado e os moradores pagam as lavagens antecipadamente.",
                Language::Portuguese,
            ),
            (
                "La lavanderia funziona con l'energia del tetto e gli inquilini pagano i lavaggi in anticipo.",
                Language::Italian,
            ),
            (
                "Прачечная работает на солнечной энергии с крыши, и жильцы платят заранее.",
                Language::Russian,
            ),
            (
                "De wasserij draait op stroom van het dak, en de bewoners betalen hun was vooruit.",
                Language::Dutch,
            ),
            ("", Language::English),
            ("123 456", Language::English),
        ] {
            assert_eq!(Language::of(text), language, "{text}");
        }
    }

    #[test]
    fn english_shows_at_a_glance_and_nothing_else_does() {
        for text in [
            "The laundry runs on the roof's solar power, and residents prepay their washes.",
            "Would you do that with fewer machines?",
        ] {
            assert!(shows_english(text), "{text}");
        }
        for text in [
            "",
            "The",
            "Solar laundry",
            "Wir nennen es \u{201e}the laundry\u{201c}, und die Mieter zahlen im Voraus, was sie waschen: \
             keine Münzen, keine Karten, nur eine Liste an der Tür, in die sich jeder einträgt.",
            "De was wordt op het dak gedroogd en de bewoners betalen met een kaart.",
            "And og gås sælges på torvet, men kun når det er lørdag.",
        ] {
            assert!(!shows_english(text), "{text}");
        }
    }

    #[test]
    fn a_mark_is_read_again() {
        for language in Language::ALL {
            assert_eq!(
                Language::unmarked(&language.marked("Größe")),
                (*language, "Größe")
            );
        }
        assert_eq!(Language::unmarked("Größe"), (Language::English, "Größe"));
        assert_eq!(Language::unmarked(""), (Language::English, ""));
        assert_eq!(
            Language::unmarked("\u{e0ff}a"),
            (Language::English, "\u{e0ff}a")
        );
    }
}
