//! Which language a text is in, and what the words of one language have in common.

use frostem::{Algorithm, Stemmer};

/// How much of a text is looked at: a language shows itself in its first sentences.
const LOOKED_AT: usize = 2_000;
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
        let head = &text[..text.floor_char_boundary(LOOKED_AT)];
        let detector = whatlang::Detector::with_allowlist(DETECTABLE.to_vec());
        detector
            .detect(head)
            .filter(|found| found.confidence() >= CERTAIN)
            .and_then(|found| Self::detected(found.lang()))
            .unwrap_or(Self::English)
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

#[cfg(test)]
mod tests {
    use super::Language;

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
