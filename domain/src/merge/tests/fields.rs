//! Title, pitch and tags; what is no part.

use super::{Choice, Outcome, Part, apply, parts, plan, written};
use crate::plans::Typed;

fn tagged(tags: &[&str]) -> Typed {
    Typed {
        tags: tags.iter().map(ToString::to_string).collect(),
        ..plan("## A\n\na")
    }
}

fn outcome(base: &Typed, ours: &Typed, theirs: &Typed) -> Outcome {
    let parts = parts(base, ours, theirs).unwrap();
    assert_eq!(parts.len(), 1, "{parts:?}");
    parts[0].outcome.clone()
}

#[test]
fn a_field_is_one_place() {
    let title = |title: &str| Typed {
        title: title.to_owned(),
        ..plan("")
    };
    let (old, ours, theirs) = (title("Old title"), title("Our title"), title("Their title"));
    assert_eq!(outcome(&old, &old, &theirs), Outcome::Clean);
    assert_eq!(outcome(&old, &theirs, &theirs), Outcome::Already);
    assert_eq!(outcome(&old, &ours, &theirs), Outcome::Conflict);
    assert_eq!(parts(&old, &ours, &old), Ok(Vec::new()));
    let take = |choice| apply(&old, &ours, &theirs, &[("title".parse().unwrap(), choice)]);
    assert_eq!(take(Choice::TakeTheirs), Ok(theirs.clone()));
    assert_eq!(take(written("Both titles")).unwrap().title, "Both titles");
}

#[test]
fn tags_that_both_changed_are_put_together() {
    let base = tagged(&["solar", "laundry", "city"]);
    let ours = tagged(&["solar", "laundry", "city", "water"]);
    let theirs = tagged(&["laundry", "solar", "energy"]);
    assert_eq!(
        outcome(&base, &ours, &theirs),
        Outcome::Merged("solar, laundry, water, energy".to_owned())
    );
    let choices = [("tags".parse().unwrap(), Choice::Take)];
    let merged = apply(&base, &ours, &theirs, &choices).unwrap();
    assert_eq!(merged.tags, ["solar", "laundry", "water", "energy"]);
    assert_eq!(outcome(&base, &merged, &theirs), Outcome::Already);
    let clean = apply(&base, &base, &theirs, &choices).unwrap();
    assert_eq!(clean.tags, theirs.tags);
}

#[test]
fn too_many_tags_together_are_a_conflict() {
    let base = tagged(&["aa", "bb"]);
    let ours = tagged(&["aa", "bb", "cc", "dd"]);
    let theirs = tagged(&["aa", "bb", "ee", "ff"]);
    assert_eq!(outcome(&base, &ours, &theirs), Outcome::Conflict);
    let choices = [("tags".parse().unwrap(), written("aa, ee , ,ff"))];
    let own = apply(&base, &ours, &theirs, &choices).unwrap();
    assert_eq!(own.tags, ["aa", "ee", "ff"]);
}

#[test]
fn stage_and_licence_are_each_plans_own() {
    let theirs = Typed {
        stage: "running".to_owned(),
        licence: "CC0-1.0".to_owned(),
        ..plan("## A")
    };
    assert_eq!(parts(&plan("## A"), &plan("## A"), &theirs), Ok(Vec::new()));
}

#[test]
fn parts_stand_in_the_order_of_a_page() {
    let base = plan("words\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc");
    let theirs = Typed {
        title: "New title".to_owned(),
        pitch: "New pitch.".to_owned(),
        body: "new\n\n## C\n\nc\n\n## A\n\nnew".to_owned(),
        tags: vec!["solar".to_owned()],
        numbers: Some(crate::numbers::testing::simple(&[(1, 2)])),
        ..Typed::default()
    };
    let parts = parts(&base, &base, &theirs).unwrap();
    let keys: Vec<_> = parts.iter().map(|part| part.key.to_string()).collect();
    assert_eq!(
        keys,
        [
            "title",
            "pitch",
            "tags",
            "preamble",
            "section:a",
            "removed:b",
            "order",
            "numbers"
        ]
    );
    assert!(parts.iter().all(Part::is_open));
    let choices: Vec<_> = parts
        .into_iter()
        .map(|part| (part.key, Choice::Take))
        .collect();
    assert_eq!(apply(&base, &base, &theirs, &choices), Ok(theirs));
}

#[test]
fn a_part_is_plain_in_json() {
    let parts = parts(&plan("## A\n\na"), &plan("## A\n\nb"), &plan("## A\n\nc")).unwrap();
    insta::assert_json_snapshot!(parts, @r###"
    [
      {
        "key": "section:a",
        "title": "A",
        "base": "## A\n\na",
        "ours": "## A\n\nb",
        "theirs": "## A\n\nc",
        "outcome": "conflict",
        "changes": [],
        "disputed": []
      }
    ]
    "###);
}

#[test]
fn what_is_offered_is_what_taking_would_say() {
    let offered = |ours: &str, theirs: &str| {
        let base = "## A\n\na\n\nb";
        parts(&plan(base), &plan(ours), &plan(theirs)).unwrap()[0]
            .offered()
            .to_owned()
    };
    assert_eq!(
        offered("## A\n\na\n\nb", "## A\n\nx\n\nb"),
        "## A\n\nx\n\nb"
    );
    assert_eq!(
        offered("## A\n\na\n\ny", "## A\n\nx\n\nb"),
        "## A\n\nx\n\ny"
    );
    assert_eq!(
        offered("## A\n\ny\n\nb", "## A\n\nx\n\nb"),
        "## A\n\nx\n\nb"
    );
    assert_eq!(offered("## A\n\na\n\nb", ""), "");
    assert_eq!(
        offered("## A\n\nx\n\ny", "## A\n\nx\n\nb"),
        "## A\n\nx\n\ny"
    );
}
