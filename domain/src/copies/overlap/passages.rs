//! The passages that two texts share.

use super::{Text, WORDS};
use serde::Serialize;
use std::collections::HashSet;

/// The same words in two texts, as each writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// How many words it has.
    pub words: usize,
    /// As it stands in the older text …
    pub older: String,
    /// … and in the younger.
    pub younger: String,
}

/// The longest passages that both texts have, each at least a shingle long, at most so many, the longest
/// first; what everybody says left out. A passage ends where its block of the text ends.
pub(in crate::copies) fn passages(
    older: &Text,
    younger: &Text,
    own: &HashSet<u64>,
    most: usize,
) -> Vec<Passage> {
    let places = older.places();
    let (ours, theirs) = (older.shingles(), younger.shingles());
    let mut found = Vec::new();
    let mut at = 0;
    while at < theirs.len() {
        let begin = at;
        at += 1;
        let hash = theirs[begin].hash;
        let Some(there) = places.get(&hash).copied().filter(|_| own.contains(&hash)) else {
            continue;
        };
        let goes_on = |length: usize| {
            let (one, other) = (ours.get(there + length)?, theirs.get(begin + length)?);
            // Between two blocks, and where something was left out, words are missing.
            let is_next = one.first == ours[there].first + length
                && other.first == theirs[begin].first + length;
            (is_next && one.hash == other.hash && own.contains(&one.hash)).then_some(())
        };
        let mut length = 1;
        while goes_on(length).is_some() {
            length += 1;
        }
        at = begin + length;
        let slice = |text: &Text, first: usize| {
            let (slice, words) = text.between(first, first + length - 1 + WORDS - 1)?;
            Some((slice.to_owned(), words))
        };
        let both = slice(older, ours[there].first).zip(slice(younger, theirs[begin].first));
        found.extend(both.map(|((older, words), (younger, _))| Passage {
            words,
            older,
            younger,
        }));
    }
    found.sort_by_key(|passage| std::cmp::Reverse(passage.words));
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(older: &str, younger: &str) -> Vec<Passage> {
        let (older, younger) = (Text::of("", older), Text::of("", younger));
        let own = younger.own(&HashSet::new());
        passages(&older, &younger, &own, 10)
    }

    #[test]
    fn passages_are_told_as_each_text_writes_them() {
        let older = "Before. Tenants in *older* blocks walk eleven minutes to a laundry.\n\nThe boiler fails in week nine, we learned.";
        let younger = "Our boiler fails in week nine. The boiler fails in week nine, we LEARNED it.\n\nTENANTS in older blocks walk eleven minutes, and more.";
        let told: Vec<_> = shared(older, younger)
            .into_iter()
            .map(|passage| (passage.words, passage.older, passage.younger))
            .collect();
        let told: Vec<_> = told
            .iter()
            .map(|(words, older, younger)| (*words, older.as_str(), younger.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    8,
                    "The boiler fails in week nine, we learned",
                    "The boiler fails in week nine, we LEARNED"
                ),
                (
                    7,
                    "Tenants in older blocks walk eleven minutes",
                    "TENANTS in older blocks walk eleven minutes"
                ),
                (5, "boiler fails in week nine", "boiler fails in week nine"),
            ]
        );
    }

    #[test]
    fn texts_that_share_nothing_share_no_passage() {
        assert_eq!(
            shared("one two three four five", "six seven eight nine ten"),
            []
        );
        assert_eq!(shared("", "one two three four five"), []);
    }

    #[test]
    fn what_is_everybodys_is_no_passage() {
        let text = Text::of("", "one two three four five six");
        assert_eq!(passages(&text, &text, &HashSet::new(), 10), []);
    }
}
