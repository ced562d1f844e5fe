//! A search apart from how it is read: what a feed follows and what somebody keeps.

use super::{
    Kind,
    query::{LONGEST, MOST, Query, Text},
    words::{composed, fold},
};
use crate::hash::Hash;
use std::iter::successors;

/// After so many readings even what is made to change with each has settled.
const READ_AGAIN: usize = 4;

/// What is asked, and of which kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is asked. It names no kind.
    pub query: Query,
    /// What is looked at.
    pub kind: Kind,
}

impl Asked {
    /// Reads what was typed. A kind that was chosen counts before one that the query names; plans are
    /// looked at when there is neither.
    #[must_use]
    pub fn read(typed: &str, chosen: Option<Kind>) -> Self {
        let query = Query::parse(typed);
        Self {
            kind: chosen.or(query.kind()).unwrap_or(Kind::Plan),
            query: query.without_kind(),
        }
    }

    /// Reads what was typed to be kept, which takes something to ask for, whole.
    pub(crate) fn to_keep(typed: &str, chosen: Option<Kind>) -> Result<Self, String> {
        let asked = Self::read(typed, chosen);
        if asked.query.is_empty() {
            let ignored = asked.query.ignored.join(" ");
            return Err(if ignored.is_empty() {
                "Type what to look for: a word, or a condition such as tag:energy.".into()
            } else {
                ignored
            });
        }
        // Written out it may be longer than it was typed, for `break-even` is a phrase; and where marks
        // of a script hang on what stands before them, read again it may be other words. What is kept
        // is what will be read.
        let written = |asked: &Self| Some(Self::read(&asked.query.to_string(), Some(asked.kind)));
        let readings: Vec<_> = successors(Some(asked), written).take(READ_AGAIN).collect();
        if readings.iter().any(|asked| asked.query.cut) {
            return Err(format!(
                "At most {MOST} words and {LONGEST} letters are read: leave some out."
            ));
        }
        let settled = readings.into_iter().next_back();
        settled.ok_or_else(|| "Nothing can be read of this.".into())
    }

    /// The same for every spelling that asks the same of the index, in whichever order.
    pub(super) fn meaning(&self) -> Hash {
        let texts = self.query.texts.iter().map(spelled_alike);
        let filters = self.query.filters.iter().map(ToString::to_string);
        let mut terms: Vec<_> = texts.chain(filters).collect();
        terms.sort_unstable();
        terms.dedup();
        Hash::of(&[
            self.kind.as_str().as_bytes(),
            b"\n",
            terms.join("\n").as_bytes(),
        ])
    }
}

/// A word as the index is asked for it: of a phrase only the folded words count, of any other word
/// its stems too, which may depend on its accents.
fn spelled_alike(text: &Text) -> String {
    let is_phrase = text.quoted || text.words.len() > 1;
    let spell = |word: &String| {
        if is_phrase {
            fold(word)
        } else {
            composed(word)
        }
    };
    Text {
        words: text.words.iter().map(spell).collect(),
        ..text.clone()
    }
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meaning(typed: &str) -> Hash {
        Asked::read(typed, None).meaning()
    }

    #[test]
    fn spellings_that_ask_the_same_are_the_same() {
        for (one, other) in [
            ("solar laundry", "  LAUNDRY   Solar "),
            ("solar solar", "solar"),
            ("caf\u{e9}", "CAFE\u{301}"),
            ("break-even", "\"Break even\""),
            ("\u{201c}caf\u{e9} bar\u{201d}", "\"cafe bar\""),
            ("even:<60", "EVEN:<=59"),
            ("tag:energy by:@Ada", "author:ada tag:ENERGY"),
            ("boiler kind:comment", "type:comments boiler"),
            ("wash colour:red", "red wash colour"),
        ] {
            assert_eq!(meaning(one), meaning(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_asks_for_something_else_is_another() {
        for (one, other) in [
            ("solar", "\"solar\""),
            ("solar", "-solar"),
            ("caf\u{e9}", "cafe"),
            ("solar roof", "\"solar roof\""),
            ("energy", "tag:energy"),
            ("boiler", "boiler kind:comment"),
            ("even:<60", "-even:<60"),
            ("", "a"),
        ] {
            assert_ne!(meaning(one), meaning(other), "{one} and {other}");
        }
    }

    #[test]
    fn only_what_is_read_whole_is_kept() {
        let wrong = |typed: &str| Asked::to_keep(typed, None).expect_err(typed);
        for nothing in ["", "  ", "((\"", "\u{1f9fa}", "kind:comment"] {
            assert!(
                wrong(nothing).starts_with("Type what to look for"),
                "{nothing}"
            );
        }
        assert!(wrong("tag:!").starts_with("“tag:!” was left out"));
        for long in [
            "a ".repeat(33),
            "a".repeat(600),
            "aaaaaaa-bbbbbbb ".repeat(31),
        ] {
            assert!(wrong(&long).starts_with("At most 32 words"), "{long}");
        }
        assert!(Asked::to_keep("-coin", None).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_as_it_was(typed in "[-a-z:\"<>=.0-9 $kéЖß“”]{0,60}|\\PC{0,60}|(kind:comment |é|a-|tag:ab ){0,80}") {
            if let Ok(asked) = Asked::to_keep(&typed, None) {
                let again = Asked::read(&asked.query.to_string(), Some(asked.kind));
                prop_assert_eq!(again.meaning(), asked.meaning());
                prop_assert_eq!(again.query.to_string(), asked.query.to_string());
                prop_assert_eq!(again.query.ignored, Vec::<String>::new());
            }
        }
    }
}
