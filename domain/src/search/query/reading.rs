//! Reading what was typed, term by term.

use super::{
    Filter, Query, Text,
    conditions::{NotUnderstood, condition},
};
use crate::search::words::pieces;

/// How many bytes of a query are read.
pub(in crate::search) const LONGEST: usize = 512;
/// How many words and filters are read.
pub(in crate::search) const MOST: usize = 32;

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let read = &typed[..typed.floor_char_boundary(LONGEST)];
        for term in Terms(read) {
            if query.texts.len() + query.filters.len() >= MOST {
                query.cut(format!("Only the first {MOST} words were read."));
                return query;
            }
            query.add(&term);
        }
        if read.len() < typed.trim_end().len() {
            query.cut(format!("Only the first {LONGEST} letters were read."));
        }
        query
    }

    fn ignore(&mut self, why: String) {
        if !self.ignored.contains(&why) {
            self.ignored.push(why);
        }
    }

    fn cut(&mut self, why: String) {
        self.cut = true;
        self.ignore(why);
    }

    fn add(&mut self, term: &Term<'_>) {
        let what = match term.field {
            None => return self.add_text(term),
            Some(field) => condition(&field.to_lowercase(), term.value),
        };
        match what {
            Ok(what) => self.filters.push(Filter {
                what,
                without: term.without,
            }),
            Err(why) => {
                self.ignore(why.sentence(term));
                if why == NotUnderstood::Field {
                    self.add_text(&Term {
                        field: None,
                        ..*term
                    });
                    // What stood before the colon may have been a word as well.
                    let field = term.field.unwrap_or_default();
                    self.add_text(&Term {
                        field: None,
                        value: field,
                        quoted: false,
                        ..*term
                    });
                }
            }
        }
    }

    fn add_text(&mut self, term: &Term<'_>) {
        let words: Vec<String> = pieces(term.value)
            .map(|(_, word)| word.to_owned())
            .collect();
        if !words.is_empty() {
            self.texts.push(Text {
                words,
                quoted: term.quoted,
                without: term.without,
            });
        }
    }
}

impl NotUnderstood {
    fn sentence(&self, term: &Term<'_>) -> String {
        let field = term.field.unwrap_or_default();
        match self {
            Self::Field => format!(
                "“{}:” is not something to search by; it was read as words.",
                short(field)
            ),
            Self::Value(expected) => {
                format!(
                    "“{}:{}” was left out: {expected}.",
                    short(field),
                    short(term.value)
                )
            }
        }
    }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(30).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// What was typed, term by term: what is left of it.
pub(in crate::search) struct Terms<'t>(pub &'t str);

/// `-field:value`, where any part but the value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) struct Term<'t> {
    pub without: bool,
    pub field: Option<&'t str>,
    pub value: &'t str,
    pub quoted: bool,
}

impl<'t> Iterator for Terms<'t> {
    type Item = Term<'t>;

    fn next(&mut self) -> Option<Term<'t>> {
        let rest = self.0.trim_start();
        if rest.is_empty() {
            return None;
        }
        let after = rest
            .strip_prefix(['-', '−'])
            .filter(|after| !after.starts_with(char::is_whitespace));
        let (without, rest) = after.map_or((false, rest), |after| (true, after));
        let field_end = rest
            .find(|letter: char| !letter.is_alphabetic())
            .unwrap_or(rest.len());
        let field = rest[field_end..].strip_prefix(':').filter(|value| {
            field_end > 0
                && !value.is_empty()
                && !value.starts_with(char::is_whitespace)
                && !value.starts_with("//")
        });
        let (field, rest) = match field {
            Some(value) => (Some(&rest[..field_end]), value),
            None => (None, rest),
        };
        let (value, quoted, rest) = value(rest);
        self.0 = rest;
        Some(Term {
            without,
            field,
            value,
            quoted,
        })
    }
}

/// Up to the closing quotation mark, or the next space. A mark that is never closed closes at the end.
fn value(text: &str) -> (&str, bool, &str) {
    let Some(inner) = text.strip_prefix(['"', '“', '”', '„', '«', '»']) else {
        let end = text
            .find(|letter: char| letter.is_whitespace() || letter == '"')
            .unwrap_or(text.len());
        return (&text[..end], false, &text[end..]);
    };
    match inner.find(['"', '“', '”', '„', '«', '»']) {
        Some(end) => {
            let after = inner[end..].chars().next().map_or(0, char::len_utf8);
            (&inner[..end], true, &inner[end + after..])
        }
        None => (inner, true, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As it is understood.
    fn read(typed: &str) -> String {
        Query::parse(typed).to_string()
    }

    #[test]
    fn what_is_typed_is_understood() {
        for (typed, understood) in [
            ("solar  laundry", "solar laundry"),
            ("\"roof power\" -coin", "\"roof power\" -coin"),
            ("“roof power” «solar»", "\"roof power\" \"solar\""),
            ("break-even", "\"break even\""),
            ("TAG:Energy by:@Ada", "tag:energy by:ada"),
            (
                "author:ada license:CC0 type:comments",
                "by:ada licence:cc0-1.0 kind:comment",
            ),
            ("kind:people", "kind:person"),
            ("-stage:closed stage:running", "-stage:closed stage:running"),
            ("even:<60 even:60", "even:<=59 even:60"),
            (
                "ask:<20k ask:>1.5m price:3..4.5",
                "ask:<=19999.99 ask:>=1500000.01 price:3..4.50",
            ),
            ("ask:$5,000", "ask:5000"),
            (
                "ask:$5000 forks:>3 comments:..9",
                "ask:5000 forks:>=4 comments:<=9",
            ),
            ("currency:eur", "currency:eur"),
            ("https://example.com/a", "\"https example com a\""),
            ("time: 5", "time 5"),
            ("- -- \" ((", ""),
        ] {
            assert_eq!(read(typed), understood, "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let ignored = |typed: &str| Query::parse(typed).ignored;
        assert_eq!(
            ignored("colour:red"),
            ["“colour:” is not something to search by; it was read as words."]
        );
        assert_eq!(read("colour:red"), "red colour");
        assert_eq!(
            ignored("even:soon stage:dead tag:!"),
            [
                "“even:soon” was left out: write a number after it, such as <60, >=3 or 10..20.",
                "“stage:dead” was left out: it is one of sketch, seeking, running, closed.",
                "“tag:!” was left out: a tag has 2 to 24 of a-z, 0-9 and -."
            ]
        );
        assert_eq!(
            ignored(&"a ".repeat(33)),
            ["Only the first 32 words were read."]
        );
        assert_eq!(
            ignored(&"a".repeat(600)),
            ["Only the first 512 letters were read."]
        );
    }

    proptest! {
        #[test]
        fn whatever_is_understood_is_understood_again(typed in "[-a-z:\"<>=.0-9 $kéЖß“”]{0,60}") {
            let once = Query::parse(&typed);
            let again = Query::parse(&once.to_string());
            prop_assert_eq!(again.to_string(), once.to_string());
        }

        #[test]
        fn anything_can_be_typed(typed in "\\PC{0,60}") {
            let query = Query::parse(&typed);
            prop_assert!(query.texts.len() + query.filters.len() <= MOST);
        }
    }
}
