//! What may be said, and in which order it is read.

use super::{Forecast, Sort};
use crate::{
    checked::{self, Lines},
    ids::CommentId,
    numbers::Scenario,
    problems::Problems,
    text::SectionKey,
};
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::HashMap};

/// The most that a comment may hold, in bytes.
pub const LONGEST_BODY: usize = 10 * 1024;
/// The longest passage that may be quoted, in letters.
pub const LONGEST_QUOTE: usize = 500;

/// A comment as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewComment {
    /// Markdown.
    pub body: String,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// The key of the section that it is on; nothing or empty for the plan as a whole.
    pub section: Option<String>,
    /// A passage of that section, word for word.
    pub quote: Option<String>,
    /// Assumptions under which the plan's numbers shall stand beside the text.
    pub forecast: Option<Scenario>,
}

/// What a comment says, checked: a body of 1 letter to 10 KiB, and if it quotes, at most 500
/// letters of a section that it names. Whether the section exists and says so is known only to
/// the plan's newest revision; so is what the numbers are under other assumptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Content {
    body: String,
    section: Option<SectionKey>,
    quote: Option<String>,
    // Left out where there is none, so that comments from before have the hashes they had.
    #[serde(skip_serializing_if = "Option::is_none")]
    forecast: Option<Forecast>,
}

impl Content {
    /// Checks what somebody typed.
    ///
    /// # Errors
    /// Every field that breaks a rule, with how.
    pub fn check(typed: &NewComment) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let body = problems.take("body", check_body(&typed.body));
        let section = problems.take("section", check_section(given(typed.section.as_ref())));
        let quote = problems.take("quote", check_quote(given(typed.quote.as_ref())));
        if given(typed.section.as_ref()).is_none() && given(typed.quote.as_ref()).is_some() {
            problems.add("section", "is missing: say from which section you quote");
        }
        let (Some(body), Some(section), Some(quote), true) =
            (body, section, quote, problems.is_empty())
        else {
            return Err(problems);
        };
        Ok(Self {
            body,
            section,
            quote,
            forecast: None,
        })
    }

    /// The same comment with another forecast, or none.
    #[must_use]
    pub fn with_forecast(self, forecast: Option<Forecast>) -> Self {
        Self { forecast, ..self }
    }

    /// The same comment with another text.
    ///
    /// # Errors
    /// When the text breaks a rule.
    pub fn with_body(self, typed: &str) -> Result<Self, Problems> {
        let body = check_body(typed).map_err(|message| Problems::one("body", message))?;
        Ok(Self { body, ..self })
    }

    /// One that was checked before it was stored.
    #[cfg(feature = "store")]
    pub(super) fn stored(body: String, section: Option<SectionKey>, quote: Option<String>) -> Self {
        Self {
            body,
            section,
            quote,
            forecast: None,
        }
    }

    /// The text, in Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The section that it is on.
    #[must_use]
    pub fn section(&self) -> Option<&SectionKey> {
        self.section.as_ref()
    }

    /// The passage that it quotes, on one line.
    #[must_use]
    pub fn quote(&self) -> Option<&str> {
        self.quote.as_deref()
    }

    /// What it counts on in place of the plan's numbers.
    #[must_use]
    pub fn forecast(&self) -> Option<&Forecast> {
        self.forecast.as_ref()
    }
}

/// What a form's field holds, unless it was left empty.
fn given(field: Option<&String>) -> Option<&str> {
    field
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
}

fn check_body(body: &str) -> Result<String, String> {
    if body.len() > LONGEST_BODY {
        return Err(format!(
            "is {} bytes long; at most {LONGEST_BODY} fit (a plain letter is one, others are up to four)",
            body.len()
        ));
    }
    checked::text(body, Lines::Many, 1, LONGEST_BODY)
}

fn check_section(key: Option<&str>) -> Result<Option<SectionKey>, String> {
    key.map(SectionKey::parse)
        .transpose()
        .map_err(|_| NO_SUCH_SECTION.into())
}

/// What is said of a section that the plan does not have.
pub(super) const NO_SUCH_SECTION: &str = "is not in this plan";

fn check_quote(quote: Option<&str>) -> Result<Option<String>, String> {
    quote
        .map(|quote| checked::text(quote, Lines::One, 1, LONGEST_QUOTE))
        .transpose()
}

/// Whether a text says this passage word for word. How words are spaced does not count, because a
/// selection in a browser, a Markdown source and a form's field space the same words differently.
#[must_use]
pub fn says(text: &str, passage: &str) -> bool {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    folded(text).contains(&folded(passage))
}

/// Where a comment stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which comment.
    pub id: CommentId,
    /// The one that it answers.
    pub parent: Option<CommentId>,
    /// How many agree with it.
    pub votes: i64,
}

/// The order in which comments are read, as indexes: each followed by its answers, and theirs.
/// Comments whose parent is not among them keep the order in which they came. Answers follow each
/// other as they were written; under [`Sort::Best`], those with more votes come first.
#[must_use]
pub fn reading_order(places: &[Place], sort: Sort) -> Vec<usize> {
    let known: HashMap<CommentId, usize> = places
        .iter()
        .enumerate()
        .map(|(index, place)| (place.id, index))
        .collect();
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    let mut tops = Vec::new();
    for (index, place) in places.iter().enumerate() {
        match place.parent.and_then(|parent| known.get(&parent)) {
            Some(&parent) => answers[parent].push(index),
            None => tops.push(index),
        }
    }
    for siblings in &mut answers {
        // Reversed, because the stack below takes from the end.
        match sort {
            Sort::Best => siblings.sort_by_key(|&i| (places[i].votes, Reverse(places[i].id))),
            Sort::New | Sort::Old => siblings.sort_by_key(|&i| Reverse(places[i].id)),
        }
    }
    tops.reverse();
    let mut order = Vec::with_capacity(places.len());
    // A stack of its own: a thread may be deeper than the machine's.
    let mut ahead = tops;
    while let Some(index) = ahead.pop() {
        order.push(index);
        ahead.append(&mut answers[index]);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(body: &str, section: &str, quote: &str) -> NewComment {
        NewComment {
            body: body.into(),
            parent: None,
            section: Some(section.into()),
            quote: Some(quote.into()),
            forecast: None,
        }
    }

    #[test]
    fn a_form_left_empty_but_for_its_text_is_a_comment_on_the_plan() {
        let content = Content::check(&typed("Yes.\n", "", " ")).unwrap();
        assert_eq!(content.body(), "Yes.");
        assert_eq!((content.section(), content.quote()), (None, None));
    }

    #[test]
    fn every_mistake_is_named_by_its_field() {
        let problems = Content::check(&typed(" ", "No Key", &"x".repeat(501))).unwrap_err();
        insta::assert_snapshot!(problems, @"body: must not be empty; section: is not in this plan; quote: is 501 letters long; at most 500 are allowed");
        let problems = Content::check(&typed(&"é".repeat(5121), "", "quoted")).unwrap_err();
        insta::assert_snapshot!(problems, @"body: is 10242 bytes long; at most 10240 fit (a plain letter is one, others are up to four); section: is missing: say from which section you quote");
    }

    #[test]
    fn a_passage_is_found_however_it_is_spaced() {
        assert!(says("Card  fees\nalone were 38 cents", "fees alone"));
        assert!(!says("Card fees alone", "fees above"));
    }

    fn place(id: i64, parent: i64, votes: i64) -> Place {
        Place {
            id: CommentId(id),
            parent: (parent > 0).then_some(CommentId(parent)),
            votes,
        }
    }

    fn ids(places: &[Place], sort: Sort) -> Vec<i64> {
        reading_order(places, sort)
            .into_iter()
            .map(|index| places[index].id.0)
            .collect()
    }

    #[test]
    fn answers_follow_what_they_answer() {
        let places = [
            place(9, 0, 0),
            place(1, 0, 5),
            place(2, 1, 0),
            place(3, 1, 4),
            place(4, 2, 0),
            place(5, 9, 0),
        ];
        assert_eq!(ids(&places, Sort::Old), [9, 5, 1, 2, 4, 3]);
        assert_eq!(ids(&places, Sort::New), [9, 5, 1, 2, 4, 3]);
        assert_eq!(ids(&places, Sort::Best), [9, 5, 1, 3, 2, 4]);
    }

    #[test]
    fn a_very_deep_thread_is_put_in_order_too() {
        let chain: Vec<Place> = (1..=100_000).map(|id| place(id, id - 1, 0)).collect();
        assert_eq!(reading_order(&chain, Sort::Best).len(), chain.len());
    }

    proptest! {
        #[test]
        fn everything_is_read_once_and_after_what_it_answers(
            parents in proptest::collection::vec((0_i64..40, 0_i64..4), 0..40)
        ) {
            let places: Vec<Place> = parents
                .iter()
                .zip(1..)
                .map(|(&(parent, votes), id)| place(id, parent % id, votes))
                .collect();
            let order = reading_order(&places, Sort::Best);
            let mut once = order.clone();
            once.sort_unstable();
            prop_assert_eq!(once, (0..places.len()).collect::<Vec<_>>());
            for (at, &index) in order.iter().enumerate() {
                if let Some(parent) = places[index].parent {
                    let parent_at = order.iter().position(|&other| places[other].id == parent);
                    prop_assert!(parent_at.is_some_and(|parent_at| parent_at < at));
                }
            }
        }
    }
}
