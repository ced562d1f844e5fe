//! Two changes of one text put together, line by line.
//!
//! The lines that all three texts kept divide them; what lies between was changed on one side, on
//! both alike, or is a conflict. That is diff3 (Khanna, Kunal and Pierce, "A formal investigation
//! of diff3", 2007) over our own matching of lines, whose work is bounded: diffy, which does the
//! same, compares by Myers's algorithm without a bound: three unlike texts of 64 KiB in lines of one
//! letter kept its version 0.5.2 busy for half a minute, and of 256 KiB for minutes.

use crate::text::compare::matches;
use std::collections::HashMap;

/// Both changes of `base` in one text; nothing when they are in the same place. Lines end with `\n`.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let mut numbers = HashMap::new();
    let [base, ours, theirs] = [base, ours, theirs].map(|text| Lines::read(text, &mut numbers));
    let in_ours = base.partners(&ours);
    let in_theirs = base.partners(&theirs);
    let kept = (0..base.lines.len()).filter_map(|at| Some((at, in_ours[at]?, in_theirs[at]?)));
    let end = (base.lines.len(), ours.lines.len(), theirs.lines.len());
    let mut merged: Vec<&str> = Vec::with_capacity(end.1.max(end.2));
    let mut from = (0, 0, 0);
    for to in kept.chain([end]) {
        merged.extend(between(
            &base.lines[from.0..to.0],
            &ours.lines[from.1..to.1],
            &theirs.lines[from.2..to.2],
        )?);
        merged.extend(base.lines.get(to.0));
        from = (to.0 + 1, to.1 + 1, to.2 + 1);
    }
    Some(merged.join("\n"))
}

struct Lines<'t> {
    lines: Vec<&'t str>,
    /// One for each line, equal for equal lines.
    numbers: Vec<u32>,
}

impl<'t> Lines<'t> {
    fn read(text: &'t str, known: &mut HashMap<&'t str, u32>) -> Self {
        let lines: Vec<_> = text.split('\n').collect();
        let number = |line: &&'t str| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(*line).or_insert(next)
        };
        let numbers = lines.iter().map(number).collect();
        Self { lines, numbers }
    }

    /// For each line, the one that it is in another text.
    fn partners(&self, other: &Self) -> Vec<Option<usize>> {
        let mut partners = vec![None; self.lines.len()];
        for (own, others) in matches(&self.numbers, &other.numbers) {
            partners[own] = Some(others);
        }
        partners
    }
}

/// What becomes of the lines between two that all three texts kept.
fn between<'t>(base: &[&'t str], ours: &[&'t str], theirs: &[&'t str]) -> Option<Vec<&'t str>> {
    if theirs == base || theirs == ours {
        Some(ours.to_vec())
    } else if ours == base {
        Some(theirs.to_vec())
    } else {
        one_by_one(base, ours, theirs)
    }
}

/// Rows of a table and items of a list follow each other without a line between, and each is a
/// place of its own: where all three texts have as many, they are merged one by one.
fn one_by_one<'t>(base: &[&'t str], ours: &[&'t str], theirs: &[&'t str]) -> Option<Vec<&'t str>> {
    let as_many = base.len() == ours.len() && base.len() == theirs.len();
    let mut all = base.iter().chain(ours).chain(theirs);
    if !as_many || !all.all(|line| is_row_or_item(line)) {
        return None;
    }
    let three = base.iter().zip(ours).zip(theirs);
    let one = |((base, ours), theirs): ((&&'t str, &&'t str), &&'t str)| {
        if theirs == base || theirs == ours {
            Some(*ours)
        } else {
            (ours == base).then_some(*theirs)
        }
    };
    three.map(one).collect()
}

fn is_row_or_item(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = if rest.len() < line.len() {
        &[". ", ") "][..]
    } else {
        &["|", "- ", "* ", "+ "]
    };
    mark.iter().any(|mark| rest.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> Option<String> {
        assert_eq!(merge(base, ours, theirs), merge(base, theirs, ours));
        merge(base, ours, theirs)
    }

    #[test]
    fn changes_of_different_paragraphs_are_put_together() {
        assert_eq!(
            merged("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC\n\nd").as_deref(),
            Some("A\n\nb\n\nC\n\nd")
        );
    }

    #[test]
    fn changes_of_one_line_are_a_conflict() {
        assert_eq!(merged("one two", "One two", "one Two"), None);
    }

    #[test]
    fn a_line_that_one_removed_and_the_other_changed_is_a_conflict() {
        assert_eq!(merged("a\n\nb\n\nc", "a\n\nc", "a\n\nB\n\nc"), None);
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict() {
        assert_eq!(
            merged("a\n\nb\n\nc", "a\n\nB\n\nc", "a\n\nB\n\nC").as_deref(),
            Some("a\n\nB\n\nC")
        );
    }

    #[test]
    fn lines_put_in_at_one_place_are_a_conflict() {
        assert_eq!(merged("a\nb", "a\nx\nb", "a\ny\nb"), None);
    }

    #[test]
    fn neighbouring_lines_of_a_paragraph_are_one_place() {
        assert_eq!(merged("a b\nc d", "A b\nc d", "a b\nc D"), None);
    }

    #[test]
    fn neighbouring_rows_and_items_are_places_of_their_own() {
        assert_eq!(
            merged(
                "| a | 1 |\n| b | 2 |",
                "| a | 3 |\n| b | 2 |",
                "| a | 1 |\n| b | 4 |"
            )
            .as_deref(),
            Some("| a | 3 |\n| b | 4 |")
        );
        assert_eq!(
            merged("1. a\n2. b", "1. A\n2. b", "1. a\n2. B").as_deref(),
            Some("1. A\n2. B")
        );
        assert_eq!(merged("- a\n- b", "- A\n- b", "- a\n- B\n- c"), None);
        assert_eq!(merged("- a\n- b", "- A\n- x", "- a\n- y"), None);
    }

    /// Lines that occur again and again, so that there are many ways to match them.
    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec("(- a|- b|\\| c|d|e|)", 1..12).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #[test]
        fn a_side_without_a_change_gives_the_other(base in text(), other in text()) {
            prop_assert_eq!(merge(&base, &base, &other), Some(other.clone()));
            prop_assert_eq!(merge(&base, &other, &base), Some(other.clone()));
            prop_assert_eq!(merge(&base, &other, &other), Some(other));
        }

        #[test]
        fn it_does_not_matter_who_merges(base in text(), ours in text(), theirs in text()) {
            prop_assert_eq!(merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
        }

        #[test]
        fn no_line_comes_from_nowhere(base in text(), ours in text(), theirs in text()) {
            if let Some(merged) = merge(&base, &ours, &theirs) {
                for line in merged.split('\n') {
                    prop_assert!(ours.split('\n').chain(theirs.split('\n')).any(|known| known == line));
                }
            }
        }

        #[test]
        fn changes_of_different_paragraphs_always_merge(
            paragraphs in prop::collection::vec((0..3_u8, "[a-z]{1,8}"), 1..20),
        ) {
            let side = |changed: u8| {
                let lines = paragraphs.iter().enumerate().map(|(at, (who, word))| {
                    let new = if *who == changed { " new" } else { "" };
                    format!("{at} {word}{new}")
                });
                lines.collect::<Vec<_>>().join("\n\n")
            };
            let both = paragraphs.iter().enumerate().map(|(at, (who, word))| {
                let new = if *who == 0 { "" } else { " new" };
                format!("{at} {word}{new}")
            });
            let both = both.collect::<Vec<_>>().join("\n\n");
            prop_assert_eq!(merge(&side(9), &side(1), &side(2)), Some(both));
        }
    }
}
