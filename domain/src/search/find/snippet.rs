//! The place in a text where what was searched for stands, with the words marked.

use super::terms::Forms;
use crate::search::{
    language::Language,
    query::Query,
    words::{fold, pieces, stem},
};
use foldhash::fast::RandomState;
use serde::Serialize;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What it says, never as HTML.
    pub text: String,
    /// Whether it is what was searched for.
    pub marked: bool,
}

/// What is marked: the words of a query in all their forms.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Marker {
    forms: HashSet<String>,
    languages: Vec<Language>,
    /// Whether a word is meant, of all that were met: the texts of one page say the same words.
    met: HashMap<String, bool, RandomState>,
}

impl Marker {
    pub(in crate::search) fn of(query: &Query, languages: &[Language]) -> Self {
        let mut forms = HashSet::new();
        for text in query.texts.iter().filter(|text| !text.without) {
            for word in &text.words {
                let made = Forms::of(word, languages);
                forms.insert(made.exact);
                if !text.quoted {
                    forms.extend(made.stems);
                }
            }
        }
        Self {
            forms,
            languages: languages.to_vec(),
            met: HashMap::default(),
        }
    }

    /// Whether no word is meant, because none was searched for.
    pub(in crate::search) fn is_idle(&self) -> bool {
        self.forms.is_empty()
    }

    fn is_meant(&mut self, word: &str) -> bool {
        if let Some(is_meant) = self.met.get(word) {
            return *is_meant;
        }
        let is_in = |form: Option<String>| form.is_some_and(|form| self.forms.contains(&form));
        let mut languages = self.languages.iter();
        let is_meant =
            is_in(Some(fold(word))) || languages.any(|language| is_in(stem(word, *language)));
        self.met.insert(word.to_owned(), is_meant);
        is_meant
    }

    /// How many words of a text are meant.
    pub(in crate::search) fn count(&mut self, text: &str) -> usize {
        self.meant(text).len()
    }

    fn meant(&mut self, text: &str) -> Vec<Range<usize>> {
        if self.is_idle() {
            return Vec::new();
        }
        pieces(text)
            .filter(|(_, word)| self.is_meant(word))
            .map(|(place, _)| place)
            .collect()
    }

    /// The whole text, marked.
    pub(in crate::search) fn mark(&mut self, text: &str) -> Vec<Run> {
        let meant = self.meant(text);
        runs(text, 0..text.len(), &meant)
    }

    /// The stretch of about so many letters in which most different words are meant; the beginning
    /// where there are none.
    pub(in crate::search) fn stretch(&mut self, text: &str, letters: usize) -> Stretch {
        let meant = self.meant(text);
        let (start, different) = densest(text, &meant, letters);
        Stretch {
            place: stretch(text, start, letters),
            meant,
            different,
        }
    }

    /// The same, as it is shown.
    pub(in crate::search) fn snippet(&mut self, text: &str, letters: usize) -> Vec<Run> {
        self.stretch(text, letters).marked(text)
    }
}

/// A stretch of a text.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Stretch {
    place: Range<usize>,
    /// What is meant, in all of the text.
    meant: Vec<Range<usize>>,
    /// How many different words are meant in it.
    pub(in crate::search) different: usize,
}

impl Stretch {
    /// What stands there in its text, marked.
    pub(in crate::search) fn marked(self, text: &str) -> Vec<Run> {
        runs(text, self.place, &self.meant)
    }
}

/// Where so many letters begin with the most different words, and how many these are.
fn densest(text: &str, meant: &[Range<usize>], letters: usize) -> (usize, usize) {
    let mut places: HashMap<String, usize, RandomState> = HashMap::default();
    let words = meant.iter().map(|one| {
        let next = places.len();
        *places.entry(fold(&text[one.clone()])).or_insert(next)
    });
    let words: Vec<usize> = words.collect();
    // How often each stands between the two ends, of which neither ever goes back.
    let mut times = vec![0_usize; places.len()];
    let (mut end, mut different) = (0, 0);
    let mut best = (0, 0);
    for (at, first) in meant.iter().enumerate() {
        while meant
            .get(end)
            .is_some_and(|one| one.end <= first.start + letters)
        {
            times[words[end]] += 1;
            different += usize::from(times[words[end]] == 1);
            end += 1;
        }
        if different > best.1 {
            best = (first.start, different);
        }
        if end > at {
            times[words[at]] -= 1;
            different -= usize::from(times[words[at]] == 0);
        } else {
            end = at + 1;
        }
    }
    best
}

/// So much of a text around this place, from the beginning of a word to the end of one.
fn stretch(text: &str, first: usize, letters: usize) -> Range<usize> {
    if text.trim_end().len() <= letters {
        return 0..text.len();
    }
    let lead = letters / 5;
    let from = text.floor_char_boundary(first.saturating_sub(lead));
    let line = text[from..first].rfind('\n').map(|at| from + at + 1);
    let word = if from == 0 {
        Some(0)
    } else {
        text[from..first]
            .find(char::is_whitespace)
            .map(|at| from + at + 1)
    };
    let start = line.or(word).unwrap_or(first);
    let limit = text.floor_char_boundary((start + letters).min(text.len()));
    let end = if limit == text.len() {
        limit
    } else {
        text[start..limit]
            .rfind(char::is_whitespace)
            .map_or(limit, |at| start + at)
    };
    start..end
}

/// A stretch of a text with these parts of it marked.
pub(in crate::search) fn runs(text: &str, place: Range<usize>, meant: &[Range<usize>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut push = |text: &str, marked: bool| {
        let text: String = text
            .split_inclusive(char::is_whitespace)
            .map(one_line)
            .collect();
        if !text.is_empty() {
            runs.push(Run { text, marked });
        }
    };
    if place.start > 0 {
        push("… ", false);
    }
    let mut at = place.start;
    for one in meant
        .iter()
        .filter(|one| one.start >= place.start && one.end <= place.end)
    {
        push(&text[at..one.start], false);
        push(&text[one.clone()], true);
        at = one.end;
    }
    push(text[at..place.end].trim_end(), false);
    if place.end < text.trim_end().len() {
        push(" …", false);
    }
    runs
}

fn one_line(word: &str) -> String {
    match word.strip_suffix('\n') {
        Some(word) => format!("{word} "),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As it is told: from each word that is meant on, the different ones that end within so many letters.
    fn told(text: &str, meant: &[Range<usize>], letters: usize) -> (usize, usize) {
        let stretches = meant.iter().enumerate().map(|(at, first)| {
            let within = meant[at..]
                .iter()
                .take_while(|one| one.end <= first.start + letters);
            let different: HashSet<String> = within.map(|one| fold(&text[one.clone()])).collect();
            (first.start, different.len())
        });
        stretches.fold((0, 0), |best, one| if one.1 > best.1 { one } else { best })
    }

    proptest! {
        #[test]
        fn the_densest_stretch_is_the_first_with_most_different_words(
            text in "([a-cA-C]{1,5}[ \n.]{1,3}){0,40}",
            letters in 1..40_usize,
            every in 1..3_usize,
        ) {
            let meant: Vec<_> = pieces(&text).step_by(every).map(|(place, _)| place).collect();
            prop_assert_eq!(densest(&text, &meant, letters), told(&text, &meant, letters));
        }
    }
}
