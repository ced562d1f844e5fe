//! Tags that look alike: one thing that goes by two names, most likely.

use crate::plans::Tag;
use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap, HashSet},
};

/// Shorter words differ by a letter and mean something else: `bar` and `car`.
const LONG: usize = 5;
/// As many tags with one key are looked at; more would be a key that tells nothing.
const MOST_OF_A_KEY: usize = 40;

/// Two tags that look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The one that fewer plans have, …
    pub less: Tag,
    /// … how many, …
    pub less_plans: i64,
    /// … the other …
    pub more: Tag,
    /// … and how many have that.
    pub more_plans: i64,
    /// In what they are alike.
    pub why: Why,
}

/// In what two tags are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same words, in other order, joined otherwise or in another number: `solar-roof`, `roofs-solar`.
    Words,
    /// One letter differs, is missing or has changed places: `recyling`.
    Letter,
}

/// Pairs of these tags that look alike, those of many plans first. Of as many tags as there are it takes
/// about as long as reading them: only what has a key in common is compared.
#[must_use]
pub fn look_alike(tags: &[(Tag, i64)], most: usize) -> Vec<LookAlike> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (tag, _)) in tags.iter().enumerate() {
        for key in keys(tag.as_str()) {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut seen = HashSet::new();
    let mut alike = Vec::new();
    for places in by_key.values() {
        let places = &places[..places.len().min(MOST_OF_A_KEY)];
        for (at, &one) in places.iter().enumerate() {
            for &other in &places[at + 1..] {
                if seen.insert((one.min(other), one.max(other))) {
                    alike.extend(compare(&tags[one], &tags[other]));
                }
            }
        }
    }
    alike.sort_by_key(|pair| {
        let plans = pair.less_plans.saturating_add(pair.more_plans);
        (Reverse(plans), pair.less.clone(), pair.more.clone())
    });
    alike.truncate(most);
    alike
}

/// What the tags have in common that are worth comparing: the words, and the letters without any one.
fn keys(tag: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::from([format!("words {}", words(tag))]);
    let letters = joined(tag);
    if letters.len() >= LONG {
        keys.insert(letters.clone());
        for at in 0..letters.len() {
            keys.insert(format!("{}{}", &letters[..at], &letters[at + 1..]));
        }
    }
    keys
}

fn compare(one: &(Tag, i64), other: &(Tag, i64)) -> Option<LookAlike> {
    let (less, more) = if (one.1, &other.0) < (other.1, &one.0) {
        (one, other)
    } else {
        (other, one)
    };
    Some(LookAlike {
        less: less.0.clone(),
        less_plans: less.1,
        more: more.0.clone(),
        more_plans: more.1,
        why: why(one.0.as_str(), other.0.as_str())?,
    })
}

fn why(one: &str, other: &str) -> Option<Why> {
    let (joined_one, joined_other) = (joined(one), joined(other));
    if words(one) == words(other) || joined_one == joined_other {
        return Some(Why::Words);
    }
    // A number tells two apart that are alike in all else: `industry-40`, `industry-50`.
    let digits = |word: &str| {
        word.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let is_near = joined_one.len().min(joined_other.len()) >= LONG
        && digits(one) == digits(other)
        && is_a_letter_apart(joined_one.as_bytes(), joined_other.as_bytes());
    is_near.then_some(Why::Letter)
}

/// The letters without hyphens.
fn joined(tag: &str) -> String {
    tag.replace('-', "")
}

/// The words in the singular, in the order of the alphabet, as one.
fn words(tag: &str) -> String {
    let mut words: Vec<_> = tag.split('-').map(singular).collect();
    words.sort_unstable();
    words.concat()
}

/// An English word without what makes several of it; good enough to compare by.
fn singular(word: &str) -> String {
    if word.len() > 4
        && let Some(stem) = word.strip_suffix("ies")
    {
        return format!("{stem}y");
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    let is_several = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    word[..word.len() - usize::from(is_several)].to_owned()
}

/// Whether one becomes the other by one letter more, less or another, or by two that change places.
fn is_a_letter_apart(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same..], &long[same..]);
    match (short, long) {
        ([] | [_], [_]) => true,
        ([a, b, ..], [c, d, ..]) if short.len() == long.len() => {
            short[1..] == long[1..] || ((a, b) == (d, c) && short[2..] == long[2..])
        }
        _ => short.len() + 1 == long.len() && *short == long[1..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> Option<Why> {
        let tags: Vec<(Tag, i64)> = [one, other]
            .map(|tag| (tag.parse().expect("a tag"), 1))
            .into();
        look_alike(&tags, 9).first().map(|pair| pair.why)
    }

    #[test]
    fn the_same_words_otherwise_put_are_alike() {
        for (one, other) in [
            ("solar-roof", "roof-solar"),
            ("solar-roof", "solarroof"),
            ("bakery", "bakeries"),
            ("box", "boxes"),
            ("lunches", "lunch"),
            ("repair-cafes", "repair-cafe"),
            ("ai-s", "ais"),
        ] {
            assert_eq!(alike(one, other), Some(Why::Words), "{one} {other}");
        }
    }

    #[test]
    fn a_slip_of_the_keyboard_is_alike() {
        for (one, other) in [
            ("recycling", "recyling"),
            ("recycling", "recyclign"),
            ("recycling", "recycling1"),
            ("laundry", "laundrz"),
            ("co-housing", "cohousng"),
        ] {
            let digits = other.ends_with('1');
            let expected = (!digits).then_some(Why::Letter);
            assert_eq!(alike(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn other_things_are_not_alike() {
        for (one, other) in [
            ("bar", "car"),
            ("food", "fold"),
            ("energy", "laundry"),
            ("industry-40", "industry-50"),
            ("recycling", "recylcnig"),
            ("glass", "glas"),
            ("solar", "polars"),
        ] {
            assert_eq!(alike(one, other), None, "{one} {other}");
        }
    }

    #[test]
    fn the_one_of_fewer_plans_is_named_first_and_much_used_pairs_come_first() {
        let tags: Vec<(Tag, i64)> = [
            ("bakery", 40),
            ("bakeries", 3),
            ("lunch", 2),
            ("lunches", 1),
        ]
        .map(|(tag, plans)| (tag.parse().expect("a tag"), plans))
        .into();
        let pairs = look_alike(&tags, 9);
        let named: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.less.as_str(), pair.more.as_str()))
            .collect();
        assert_eq!(named, [("bakeries", "bakery"), ("lunches", "lunch")]);
        assert_eq!(look_alike(&tags, 1).len(), 1);
    }

    #[test]
    fn two_are_found_among_many() {
        let named = |number: u32| {
            let digits = format!("{:08}", number.wrapping_mul(2_654_435_761) % 100_000_000);
            let letters = digits.bytes().map(|digit| char::from(digit - b'0' + b'a'));
            letters.collect::<String>()
        };
        let words = (0..20_000).map(|number| (named(number), 1));
        let planted = [("laundry".to_owned(), 9), ("laundy".to_owned(), 8)];
        let tags: Vec<(Tag, i64)> = words
            .chain(planted)
            .map(|(word, plans)| (word.parse().expect("a tag"), plans))
            .collect();
        let first = look_alike(&tags, 1);
        assert_eq!(
            (first[0].less.as_str(), first[0].more.as_str()),
            ("laundy", "laundry")
        );
    }
}
