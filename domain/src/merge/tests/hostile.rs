//! The longest and most contrived texts: an answer, and no more work than their length allows.

use super::{ApplyError, Choice, PartKey, Three, apply, takeable};
use crate::merge::body::texts;
use crate::text::compare::work;
use std::fmt::Write;

const LONG: usize = 255 * 1024;

/// So many bytes, made of what `piece` gives for each number.
fn long(piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(LONG);
    for number in 0.. {
        let next = piece(number);
        if text.len() + next.len() > LONG {
            break;
        }
        text.push_str(&next);
    }
    text
}

/// The same dice for each number and seed.
fn dice(number: usize, seed: usize) -> usize {
    number
        .wrapping_add(seed << 20)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        >> 40
}

#[test]
fn one_changed_word_in_the_longest_body_is_merged() {
    let base = long(|number| format!("{number} words\n\n"));
    let ours = base.replace("\n77 words\n", "\n77 of ours\n");
    let theirs = base.replace("\n9000 words\n", "\n9000 of theirs\n");
    let both = ours.replace("\n9000 words\n", "\n9000 of theirs\n");
    let three = Three::of(&base, &ours, &theirs);
    assert_eq!(three.taking(&["preamble"]), both);
}

/// Two-letter lines leave nothing to divide by; rare ones among them make as many exact tables as
/// there can be.
#[test]
fn the_work_for_unlike_texts_grows_with_their_length_only() {
    let letters = |seed| long(move |number| format!("{}\n", ["a", "b"][dice(number, seed) % 2]));
    let divided = |seed| {
        long(move |number| match number % 360 {
            0 => format!("line {number}\n"),
            _ => format!("{}\n", ["a", "b"][dice(number, seed) % 2]),
        })
    };
    let all = [[1, 2, 3].map(letters), [1, 2, 3].map(divided)];
    for [base, ours, theirs] in all {
        let lines = base.lines().count() + ours.lines().count().max(theirs.lines().count());
        work::reset();
        let merged = super::super::lines::merge(&base, &ours, &theirs);
        assert_eq!(merged, None);
        // A table of n by m cells holds at most √EXACT_CELLS · (n + m) / 2.
        assert!(work::done() <= 2 * lines * 363 / 2, "{}", work::done());
    }
}

#[test]
fn thousands_of_sections_are_taken_at_once() {
    let many = long(|number| format!("## New {number}\n\n"));
    let three = Three::of("## A\n", "## A\n\n## Ours\n", &format!("## A\n\n{many}"));
    let parts = three.parts();
    assert!(parts.len() > 15_000);
    let choices = takeable(&parts);
    let result = apply(&three.base, &three.ours, &three.theirs, &choices).unwrap();
    assert!(result.body.ends_with("\n\n## Ours\n"));
    assert_eq!(result.body.matches("\n## New ").count(), parts.len());
}

#[test]
fn bodies_of_nothing_but_markers_have_an_answer() {
    let markers = [
        "```\n",
        "## \n",
        "- ",
        "> ",
        "[^1]: ",
        "|a|\n|-|\n",
        "<!--",
        "#\r",
        "---\n",
    ];
    for (marker, other) in markers
        .iter()
        .flat_map(|one| markers.map(|other| (one, other)))
    {
        let (base, theirs) = (marker.repeat(99), other.repeat(99));
        let three = Three::of(&base, &format!("{base}\n\n## Ours\n"), &theirs);
        let parts = three.parts();
        let choices = parts
            .iter()
            .map(|part| (part.key.clone(), Choice::TakeTheirs));
        let choices: Vec<_> = choices.collect();
        match apply(&three.base, &three.ours, &three.theirs, &choices) {
            Ok(result) => {
                let said = texts(&result.body).unwrap();
                let offered = parts.iter().filter(|part| part.key != PartKey::Order);
                let mut offered = offered.filter_map(|part| part.theirs.as_ref());
                assert!(offered.all(|text| said.contains(text)), "{marker} {other}");
            }
            Err(error) => assert!(matches!(error, ApplyError::Unclosed { .. }), "{error}"),
        }
    }
}

#[test]
fn thousands_of_sections_that_both_changed_are_merged() {
    let side = |word: &str, at: usize| {
        let mut text = String::new();
        for number in 0..3_000 {
            let mut words = ["one", "two", "three"];
            words[at] = word;
            write!(text, "## S{number}\n\n{}\n\n", words.join("\n\n")).unwrap();
        }
        text
    };
    let three = Three::of(&side("two", 1), &side("ours", 0), &side("theirs", 2));
    let merged = three.taking_all().body;
    assert_eq!(
        merged,
        side("two", 1)
            .replace("one", "ours")
            .replace("three", "theirs")
    );
}
