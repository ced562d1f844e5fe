//! What holds for any three bodies.

use super::{Choice, Outcome, Part, PartKey, Three, apply, plan, takeable};
use crate::{merge::body::texts, numbers::testing, plans::Typed};
use proptest::prelude::*;

/// Bodies of fragments that look like headings, fences and lists, in one of three line endings.
fn contrived() -> impl Strategy<Value = String> {
    let fragment = "(## A|## B|# A|## |A\n---|===|```|~~~|<!--|-->|- a|  - b|> c|    d|x\\[\\^1\\]|\\[\\^1\\]: n|\\[a\\]: b|\\|a\\|\n\\|-\\||a|b b|c|\u{a0}| |é)";
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (prop::collection::vec(fragment, 0..14), "\n{1,3}", line_end).prop_map(|(parts, gap, end)| {
        let mut text = parts.join(&gap);
        text.push_str(&gap[1..]);
        text.replace('\n', end)
    })
}

/// Bodies of plain sections: which there are, in which order, and what each says.
fn sections() -> impl Strategy<Value = Vec<(usize, u8)>> {
    let all = prop::sample::subsequence((0..6).collect::<Vec<usize>>(), 0..=6).prop_shuffle();
    let said = prop::collection::vec(0..3_u8, 6);
    (all, said).prop_map(|(all, said)| all.into_iter().map(|at| (at, said[at])).collect())
}

const TITLES: [&str; 6] = [
    "Who pays",
    "Costs",
    "Risks",
    "Team",
    "Places",
    "Month by month",
];

/// Sections that have no word in common, two paragraphs each. The second paragraph is always the
/// same; the first tells what they say; some have another heading.
fn body(sections: &[(usize, u8)]) -> String {
    let text = |(at, said): &(usize, u8)| {
        let title = TITLES[*at];
        let word = title.to_lowercase().replace(' ', "");
        let renamed = if *said == 2 { ", again" } else { "" };
        let first = format!("{word}1 {word}2 {word}3 says{said}");
        format!("## {title}{renamed}\n\n{first}\n\n{word}4 {word}5 {word}6\n")
    };
    sections.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn three(base: &[(usize, u8)], ours: &[(usize, u8)], theirs: &[(usize, u8)]) -> Three {
    Three::of(&body(base), &body(ours), &body(theirs))
}

/// The texts of a body, whatever blank lines stand between them.
fn said(body: &str) -> Vec<String> {
    texts(body).unwrap()
}

/// What theirs has in place of ours, part by part.
fn all(parts: &[Part]) -> Vec<(PartKey, Choice)> {
    let all = parts
        .iter()
        .map(|part| (part.key.clone(), Choice::TakeTheirs));
    all.collect()
}

fn whole_plan() -> impl Strategy<Value = Typed> {
    let numbers =
        prop::option::of(testing::months().prop_map(|months| testing::numbers("USD", months)));
    let tags = prop::sample::subsequence(vec!["aa", "bb", "cc", "dd"], 0..=4).prop_shuffle();
    (sections(), "[a-c]{0,2}", tags, numbers).prop_map(|(sections, title, tags, numbers)| Typed {
        title,
        tags: tags.into_iter().map(str::to_owned).collect(),
        numbers,
        ..plan(&body(&sections))
    })
}

proptest! {
    #[test]
    fn any_three_bodies_have_an_answer(base in contrived(), ours in contrived(), theirs in contrived()) {
        let three = Three::of(&base, &ours, &theirs);
        let parts = three.parts();
        prop_assert_eq!(&three.apply(&[]).unwrap(), &three.ours);
        let keys: std::collections::HashSet<_> = parts.iter().map(|part| &part.key).collect();
        prop_assert_eq!(keys.len(), parts.len());
        for choices in [takeable(&parts), all(&parts)] {
            if let Ok(result) = apply(&three.base, &three.ours, &three.theirs, &choices) {
                prop_assert!(texts(&result.body).is_ok());
            }
        }
    }

    #[test]
    fn each_part_alone_leaves_the_others(ours in contrived(), theirs in contrived()) {
        let three = Three::of(&ours, &ours, &theirs);
        for part in three.parts() {
            prop_assert_eq!(&part.outcome, &Outcome::Clean);
            let choices = [(part.key.clone(), Choice::Take)];
            let Ok(result) = apply(&three.base, &three.ours, &three.theirs, &choices) else {
                continue;
            };
            let (mut before, mut after) = (said(&ours), said(&result.body));
            if part.key != PartKey::Order {
                let old = part.base.or_else(|| (part.key == PartKey::Preamble).then(String::new));
                let new = part.theirs.or_else(|| (part.key == PartKey::Preamble).then(String::new));
                before.extend(new);
                let replaced = before.iter().position(|text| Some(text) == old.as_ref());
                replaced.map(|at| before.remove(at));
            }
            before.sort();
            after.sort();
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn all_parts_of_theirs_on_the_base_are_theirs(base in contrived(), theirs in contrived()) {
        let three = Three::of(&base, &base, &theirs);
        let result = apply(&three.base, &three.ours, &three.theirs, &takeable(&three.parts())).unwrap();
        prop_assert_eq!(said(&result.body), said(&theirs));
    }

    #[test]
    fn all_parts_of_a_whole_plan_are_that_plan(base in whole_plan(), theirs in whole_plan()) {
        let parts = crate::merge::parts(&base, &base, &theirs).unwrap();
        let result = apply(&base, &base, &theirs, &takeable(&parts)).unwrap();
        prop_assert_eq!(said(&result.body), said(&theirs.body));
        prop_assert_eq!(Typed { body: theirs.body.clone(), ..result }, theirs);
    }

    #[test]
    fn edits_of_different_sections_are_both_made(
        base in sections(),
        editors in prop::collection::vec(0..3_u8, 6),
    ) {
        let edited = |by: &[u8]| -> Vec<(usize, u8)> {
            let edit = |(at, said): &(usize, u8)| {
                let edits = by.contains(&editors[*at]);
                (*at, if edits { said + 5 } else { *said })
            };
            base.iter().map(edit).collect()
        };
        let three = three(&base, &edited(&[1]), &edited(&[2]));
        prop_assert_eq!(three.taking_all().body, body(&edited(&[1, 2])));
    }

    #[test]
    fn what_was_taken_is_there_already(base in sections(), ours in sections(), theirs in sections()) {
        let three = three(&base, &ours, &theirs);
        let choices = takeable(&three.parts());
        let once = apply(&three.base, &three.ours, &three.theirs, &choices).unwrap();
        let again = Three { ours: once.clone(), ..three };
        let open: Vec<_> = again.parts().into_iter().filter(|part| part.outcome != Outcome::Conflict && part.is_open()).collect();
        prop_assert_eq!(open, Vec::<Part>::new());
        prop_assert_eq!(again.taking_all(), once);
    }

    #[test]
    fn a_conflict_for_one_is_one_for_the_other(base in sections(), ours in sections(), theirs in sections()) {
        let conflicts = |three: Three| {
            let parts = three.parts().into_iter();
            let conflicts = parts.filter(|part| part.outcome == Outcome::Conflict && part.key != PartKey::Order);
            let mut conflicts: Vec<_> = conflicts.map(|part| part.base.unwrap_or_default()).collect();
            conflicts.sort();
            conflicts
        };
        prop_assert_eq!(conflicts(three(&base, &ours, &theirs)), conflicts(three(&base, &theirs, &ours)));
    }

    #[test]
    fn merged_texts_are_the_same_for_both(
        base in "[ab]\n\n[ab]\n\n[ab]",
        ours in "[abc]\n\n[abc]\n\n[abc]",
        theirs in "[abc]\n\n[abc]\n\n[abc]",
    ) {
        let merged = |three: Three| {
            let is_open = |part: &Part| part.outcome == Outcome::Conflict;
            (!three.parts().iter().any(is_open)).then(|| three.taking_all().body)
        };
        prop_assert_eq!(merged(Three::of(&base, &ours, &theirs)), merged(Three::of(&base, &theirs, &ours)));
    }
}
