//! What of a query is still being typed.

use crate::search::{
    Filter, Kind, What,
    query::{LONGEST, Query, Term, Terms, is_field},
    words::{fold, pieces},
};

/// Fewer letters are not enough to tell anything by …
const SHORTEST: usize = 2;
/// … but one sign is, in the scripts of East Asia that begin here: it is a word.
const SIGNS: char = '\u{2e80}';
/// How many words are looked at.
const MOST_WORDS: usize = 8;

/// What somebody is about to say: nothing without words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typing {
    /// What a tag or a person is put behind, to complete the query.
    pub before: String,
    /// Whether it is the value of a condition, as in `tag:en`.
    pub is_condition: bool,
    /// All of the query, for what it asks beside.
    pub query: Query,
    /// The folded words to complete; the last need not be whole.
    pub words: Vec<String>,
    /// How a tag may begin that completes it.
    pub tags: Vec<String>,
    /// Whether plans complete it …
    pub plans: bool,
    /// … or people.
    pub people: bool,
}

impl Typing {
    pub(super) fn of(typed: &str) -> Self {
        // What is typed beyond what is read of a query is completed by nothing.
        if typed.len() > LONGEST {
            return Self::default();
        }
        match last_term(typed) {
            Some((_, term)) if is_pending(&term, typed) => Self::default(),
            Some((at, term)) => match term.field.map(str::to_lowercase) {
                Some(field) if is_field(&field) => Self::of_condition(typed, &field, &term),
                _ if term.without => Self::default(),
                _ => Self::of_words(typed, &typed[..at]),
            },
            None => Self::of_words(typed, typed),
        }
    }

    fn of_condition(typed: &str, field: &str, term: &Term<'_>) -> Self {
        let is_tag = field == "tag";
        let is_by = matches!(field, "by" | "author" | "from");
        let words = enough(folded(term.value));
        if term.quoted || words.is_empty() || !(is_tag || is_by) {
            return Self::default();
        }
        let beginning = term.value.to_lowercase();
        Self {
            before: typed[..typed.len() - term.value.len()].to_owned(),
            is_condition: true,
            tags: tag_beginnings([beginning].into_iter().filter(|_| is_tag)),
            people: is_by,
            words,
            ..Self::default()
        }
    }

    fn of_words(typed: &str, before: &str) -> Self {
        let query = Query::parse(typed);
        let wanted = query.texts.iter().filter(|text| !text.without);
        let words = wanted.flat_map(|text| text.words.iter().map(|word| fold(word)));
        let words = enough(words.filter(|word| !word.is_empty()).collect());
        let Some(last) = words.last() else {
            return Self::default();
        };
        let is_narrowed = query.filters.iter().any(|filter| !is_kind(filter));
        let (plans, people) = match query.kind() {
            None => (true, !is_narrowed),
            Some(kind) => (kind == Kind::Plan, kind == Kind::Person && !is_narrowed),
        };
        let tags = plans.then(|| [last.clone(), words.join("-")]);
        Self {
            before: before.to_owned(),
            is_condition: false,
            tags: tag_beginnings(tags.into_iter().flatten()),
            plans,
            people,
            query: query.without_kind(),
            words,
        }
    }
}

/// The last term, unless a space tells that it is whole, and where it begins.
fn last_term(typed: &str) -> Option<(usize, Term<'_>)> {
    let mut terms = Terms(typed);
    let mut last = None;
    loop {
        let at = typed.len() - terms.0.trim_start().len();
        match terms.next() {
            Some(term) => last = Some((at, term)),
            None => return last.filter(|_| !typed.ends_with(char::is_whitespace)),
        }
    }
}

/// Whether a condition has been named and its value not begun: `laundry tag:`.
fn is_pending(term: &Term<'_>, typed: &str) -> bool {
    let name = term.value.strip_suffix(':');
    term.field.is_none() && typed.ends_with(':') && name.is_some_and(is_field)
}

fn is_kind(filter: &Filter) -> bool {
    matches!(filter.what, What::Kind(_))
}

fn folded(text: &str) -> Vec<String> {
    let words = pieces(text).map(|(_, word)| fold(word));
    words.filter(|word| !word.is_empty()).collect()
}

/// The words without a last one that has only just been begun: what there was to say to those
/// before is said until there is more. Of very many the last.
fn enough(mut words: Vec<String>) -> Vec<String> {
    let tells = |word: &String| word.chars().count() >= SHORTEST || word.starts_with(is_sign);
    if !words.last().is_some_and(tells) {
        words.pop();
    }
    if !words.last().is_some_and(tells) {
        return Vec::new();
    }
    words.split_off(words.len().saturating_sub(MOST_WORDS))
}

fn is_sign(letter: char) -> bool {
    letter >= SIGNS
}

/// Only what a tag can begin with, each once.
fn tag_beginnings(texts: impl Iterator<Item = String>) -> Vec<String> {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    let mut beginnings: Vec<String> = texts
        .filter(|text| text.len() >= SHORTEST && text.bytes().all(fits))
        .collect();
    beginnings.dedup();
    beginnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> String {
        Typing::of(typed).words.join(" ")
    }

    #[test]
    fn the_last_word_is_completed() {
        for (typed, completed) in [
            ("sol", "sol"),
            ("solar", "solar"),
            ("solar ", "solar"),
            ("Solar Café", "solar cafe"),
            // One letter is not enough, and no reason to forget the words before it.
            ("solar l", "solar"),
            ("s", ""),
            ("ж", ""),
            ("жи", "жи"),
            ("水", "水"),
            ("\"roof pow", "roof pow"),
            ("laundry -coi", ""),
            ("laundry -coin ", "laundry"),
            ("laundry even:<60", ""),
            ("laundry even:<60 ", "laundry"),
            ("even:<60 laun", "laun"),
            ("stage:run", ""),
            ("laundry tag:", ""),
            ("laundry tag", "laundry tag"),
            ("colour:red", "red colour"),
            ("((", ""),
            ("\u{200b}\u{301}🧺", ""),
            ("e\u{301}t", "et"),
            ("a b c d e f g h ij kl", "c d e f g h ij kl"),
        ] {
            assert_eq!(words(typed), completed, "{typed}");
        }
        assert_eq!(words(&"x".repeat(10_000)), "");
        assert_eq!(words(&"solar ".repeat(10_000)), "");
    }

    #[test]
    fn a_condition_is_completed_behind_what_stands_before_it() {
        let tag = Typing::of("laundry -TAG:Ener");
        assert_eq!(tag.before, "laundry -TAG:");
        assert_eq!(
            (tag.is_condition, tag.plans, tag.people),
            (true, false, false)
        );
        assert_eq!(tag.tags, ["ener"]);
        let by = Typing::of("by:ad");
        assert_eq!((by.before.as_str(), by.people), ("by:", true));
        assert!(by.tags.is_empty());
        assert_eq!(Typing::of("tag:e"), Typing::default());
        assert_eq!(Typing::of("tag:\"ener"), Typing::default());
    }

    #[test]
    fn conditions_narrow_what_is_completed() {
        let narrowed = Typing::of("stage:running roof sol");
        assert_eq!(narrowed.before, "stage:running roof ");
        assert_eq!((narrowed.plans, narrowed.people), (true, false));
        assert_eq!(narrowed.tags, ["sol", "roof-sol"]);
        assert_eq!(narrowed.query.filters.len(), 1);
        let people = Typing::of("kind:person ad");
        assert_eq!((people.plans, people.people), (false, true));
        assert!(people.tags.is_empty());
        let comments = Typing::of("kind:comment ad");
        assert_eq!((comments.plans, comments.people), (false, false));
    }
}
