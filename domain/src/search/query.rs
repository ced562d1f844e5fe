//! The language of the search box: words, "phrases", `-without`, `tag:energy`, `even:<60`.
//!
//! It is read leniently: whatever is typed means something, and what is not understood is told as
//! ignored. Nothing in it can take long: so many words are read and no more.

use super::{Kind, words::pieces};
use crate::{
    money::Currency,
    plans::{Licence, Stage, Tag},
};
use std::fmt;

/// How many characters of a query are read.
const LONGEST: usize = 512;
/// How many words and filters are read.
const MOST: usize = 32;

/// What somebody searches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The words and phrases, in their order.
    pub texts: Vec<Text>,
    /// What they are to be found in.
    pub filters: Vec<Filter>,
    /// What was typed and is not taken into account, in sentences.
    pub ignored: Vec<String>,
}

/// A word, or several that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its words as they were typed.
    pub words: Vec<String>,
    /// Whether they were in quotation marks: then they are meant as they are, not in other forms.
    pub quoted: bool,
    /// Whether it must not be there.
    pub without: bool,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it asks.
    pub what: What,
    /// Whether it must not hold.
    pub without: bool,
}

/// What a condition asks of what is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// That it is of this kind.
    Kind(Kind),
    /// That it has this tag.
    Tag(Tag),
    /// That the person with this handle wrote it.
    By(String),
    /// That it is so far.
    Stage(Stage),
    /// That it may be copied under this licence.
    Licence(Licence),
    /// That its money is of this currency, in small letters.
    Currency(String),
    /// That a figure lies within these bounds.
    Figure(Figure, Bounds),
}

/// What can be compared with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// The day by which it breaks even.
    Even,
    /// What is asked, in hundredths of its currency.
    Ask,
    /// What one unit costs its buyer, in hundredths of its currency.
    Price,
    /// How many plans were forked from it.
    Forks,
    /// How many comments it has.
    Comments,
}

/// From and to, both inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub from: Option<i64>,
    /// At most.
    pub to: Option<i64>,
}

impl Bounds {
    /// Whether a number lies within.
    #[must_use]
    pub fn hold(self, number: i64) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }
}

impl Figure {
    const ALL: [(&'static str, Self); 5] = [
        ("even", Self::Even),
        ("ask", Self::Ask),
        ("price", Self::Price),
        ("forks", Self::Forks),
        ("comments", Self::Comments),
    ];

    /// The word before the colon.
    #[must_use]
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, figure)| *figure == self)
            .map_or("", |(word, _)| word)
    }

    fn is_money(self) -> bool {
        matches!(self, Self::Ask | Self::Price)
    }

    fn parse(self, text: &str) -> Option<i64> {
        if text.starts_with(['-', '−']) {
            return None;
        }
        // A currency's sign.
        let text = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let (text, times) = match text.to_lowercase().strip_suffix(['k', 'm']) {
            Some(number) => (
                number.to_owned(),
                if text.ends_with(['k', 'K']) {
                    1_000
                } else {
                    1_000_000
                },
            ),
            None => (text.to_owned(), 1),
        };
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let whole: i64 = whole.replace(['_', '\'', ','], "").parse().ok()?;
        let digits = part
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(part)?;
        let hundredths: i64 = format!("{digits:0<2}").get(..2)?.parse().ok()?;
        let all = whole
            .checked_mul(100)?
            .checked_add(hundredths)?
            .checked_mul(times)?;
        Some(if self.is_money() { all } else { all / 100 })
    }
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let read = &typed[..typed.floor_char_boundary(LONGEST)];
        for term in Terms(read) {
            if query.texts.len() + query.filters.len() >= MOST {
                query.ignore(format!("Only the first {MOST} words were read."));
                return query;
            }
            query.add(&term);
        }
        if read.len() < typed.trim_end().len() {
            query.ignore(format!("Only the first {LONGEST} letters were read."));
        }
        query
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.filters.is_empty()
    }

    /// Whether there is anything in it that must be there, and not only what must not.
    #[must_use]
    pub fn asks_for_something(&self) -> bool {
        self.texts.iter().any(|text| !text.without)
            || self.filters.iter().any(|filter| !filter.without)
    }

    /// The kind that it names, if it names one.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.filters.iter().find_map(|filter| match filter.what {
            What::Kind(kind) if !filter.without => Some(kind),
            _ => None,
        })
    }

    /// The query for this kind, whichever it named.
    #[must_use]
    pub fn without_kind(mut self) -> Self {
        self.filters
            .retain(|filter| !matches!(filter.what, What::Kind(_)));
        self
    }

    /// Whether it asks for this.
    #[must_use]
    pub fn has(&self, what: &What) -> bool {
        self.filters
            .iter()
            .any(|filter| !filter.without && filter.what == *what)
    }

    /// The query with this condition as well.
    #[must_use]
    pub fn with(mut self, what: What) -> Self {
        if !self.has(&what) {
            self.filters.push(Filter {
                what,
                without: false,
            });
        }
        self
    }

    /// The query with this condition, or without it if it had it. Of a figure's bounds there is only
    /// one pair.
    #[must_use]
    pub fn toggled(&self, what: What) -> Self {
        let had = self.has(&what);
        let is_replaced = |other: &What| match (&what, other) {
            (What::Figure(figure, _), What::Figure(other, _)) => figure == other,
            (what, other) => what == other,
        };
        let mut query = self.clone();
        query
            .filters
            .retain(|filter| filter.without || !is_replaced(&filter.what));
        if !had {
            query.filters.push(Filter {
                what,
                without: false,
            });
        }
        query
    }

    fn ignore(&mut self, why: String) {
        if !self.ignored.contains(&why) {
            self.ignored.push(why);
        }
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

impl fmt::Display for Query {
    /// As it can be typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.texts.iter().map(ToString::to_string);
        let filters = self.filters.iter().map(ToString::to_string);
        f.write_str(&texts.chain(filters).collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without = if self.without { "-" } else { "" };
        let words = self.words.join(" ");
        let mark = if self.quoted || self.words.len() > 1 {
            "\""
        } else {
            ""
        };
        write!(f, "{without}{mark}{words}{mark}")
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.without { "-" } else { "" })?;
        match &self.what {
            What::Kind(kind) => write!(f, "kind:{kind}"),
            What::Tag(tag) => write!(f, "tag:{tag}"),
            What::By(handle) => write!(f, "by:{handle}"),
            What::Stage(stage) => write!(f, "stage:{stage}"),
            What::Licence(licence) => write!(f, "licence:{}", licence.as_str().to_lowercase()),
            What::Currency(code) => write!(f, "currency:{code}"),
            What::Figure(figure, bounds) => {
                write!(f, "{}:{}", figure.word(), typed(*figure, *bounds))
            }
        }
    }
}

fn typed(figure: Figure, bounds: Bounds) -> String {
    let number = |number: i64| match number % 100 {
        _ if !figure.is_money() => number.to_string(),
        0 => (number / 100).to_string(),
        hundredths => format!("{}.{:02}", number / 100, hundredths.abs()),
    };
    match (bounds.from, bounds.to) {
        (Some(from), Some(to)) if from == to => number(from),
        (Some(from), Some(to)) => format!("{}..{}", number(from), number(to)),
        (Some(from), None) => format!(">={}", number(from)),
        (None, Some(to)) => format!("<={}", number(to)),
        (None, None) => String::new(),
    }
}

/// Why a condition was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NotUnderstood {
    Field,
    Value(&'static str),
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

fn condition(field: &str, value: &str) -> Result<What, NotUnderstood> {
    let value = value.trim();
    let expected = NotUnderstood::Value;
    if let Some((_, figure)) = Figure::ALL.iter().find(|(word, _)| *word == field) {
        let bounds = bounds(*figure, value);
        let bounds = bounds.ok_or(expected(
            "write a number after it, such as <60, >=3 or 10..20",
        ))?;
        return Ok(What::Figure(*figure, bounds));
    }
    let small = value.to_lowercase();
    match field {
        "kind" | "type" => small
            .trim_end_matches('s')
            .replace("people", "person")
            .parse()
            .map(What::Kind)
            .map_err(|_| expected("it is one of plan, comment, person")),
        "tag" => value
            .parse()
            .map(What::Tag)
            .map_err(|_| expected("a tag has 2 to 24 of a-z, 0-9 and -")),
        "by" | "author" | "from" => Some(small.trim_start_matches('@'))
            .filter(|handle| !handle.is_empty() && handle.chars().all(is_of_handle))
            .map(|handle| What::By(handle.to_owned()))
            .ok_or(expected("write somebody's handle after it")),
        "stage" => small
            .parse()
            .map(What::Stage)
            .map_err(|_| expected("it is one of sketch, seeking, running, closed")),
        "licence" | "license" => licence(&small)
            .map(What::Licence)
            .ok_or(expected("it is one of by-sa, by, cc0")),
        "currency" => Currency::new(&value.to_uppercase())
            .map(|currency| What::Currency(currency.code().to_lowercase()))
            .map_err(|_| expected("write a currency's code after it, such as usd")),
        _ => Err(NotUnderstood::Field),
    }
}

fn is_of_handle(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

fn licence(text: &str) -> Option<Licence> {
    let text = text.replace([' ', '_'], "-");
    let short = |licence: Licence| {
        let name = licence.as_str().to_lowercase();
        let name = name.trim_start_matches("cc-").to_owned();
        name.rsplit_once('-')
            .map_or(name.clone(), |(name, _)| name.to_owned())
    };
    let mut all = Licence::ALL.iter().copied();
    all.find(|licence| {
        let (whole, short) = (licence.as_str().to_lowercase(), short(*licence));
        text == whole || text == short || text == format!("cc-{short}")
    })
}

/// `60`, `<60`, `<=60`, `>60`, `>=60`, `10..60`, `10..`, `..60`.
fn bounds(figure: Figure, text: &str) -> Option<Bounds> {
    let number = |text: &str| figure.parse(text.trim());
    if let Some((from, to)) = text.split_once("..") {
        let side = |text: &str| {
            if text.trim().is_empty() {
                Some(None)
            } else {
                number(text).map(Some)
            }
        };
        let bounds = Bounds {
            from: side(from)?,
            to: side(to)?,
        };
        return (bounds != Bounds::default()).then_some(bounds);
    }
    let (at_least, at_most) = (
        |from| Bounds {
            from: Some(from),
            to: None,
        },
        |to| Bounds {
            from: None,
            to: Some(to),
        },
    );
    if let Some(rest) = text.strip_prefix("<=").or(text.strip_prefix('≤')) {
        number(rest).map(at_most)
    } else if let Some(rest) = text.strip_prefix(">=").or(text.strip_prefix('≥')) {
        number(rest).map(at_least)
    } else if let Some(rest) = text.strip_prefix('<') {
        number(rest)
            .filter(|most| *most > 0)
            .map(|most| at_most(most - 1))
    } else if let Some(rest) = text.strip_prefix('>') {
        number(rest).map(|from| at_least(from.saturating_add(1)))
    } else {
        let number = number(text.strip_prefix('=').unwrap_or(text))?;
        Some(Bounds {
            from: Some(number),
            to: Some(number),
        })
    }
}

/// What was typed, term by term.
struct Terms<'t>(&'t str);

/// `-field:value`, where any part but the value may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Term<'t> {
    without: bool,
    field: Option<&'t str>,
    value: &'t str,
    quoted: bool,
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

    #[test]
    fn a_choice_is_made_and_taken_back() {
        let energy = What::Tag("energy".parse().expect("a tag"));
        let query = Query::parse("solar");
        let chosen = query.toggled(energy.clone());
        assert_eq!(chosen.to_string(), "solar tag:energy");
        assert_eq!(chosen.toggled(energy), query);
        let at_most = |to| {
            What::Figure(
                Figure::Even,
                Bounds {
                    from: None,
                    to: Some(to),
                },
            )
        };
        let narrower = query.toggled(at_most(90)).toggled(at_most(60));
        assert_eq!(narrower.to_string(), "solar even:<=60");
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
