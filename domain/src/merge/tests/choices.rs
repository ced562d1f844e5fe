//! What may be done with a part, and what is refused.

use super::{ApplyError, Choice, PartKey, Three, written};

fn conflict() -> Three {
    Three::of(
        "before\n\n## A\n\none\n\n## B\n\nb\n",
        "before\n\n## A\n\nours\n\n## B\n\nb\n",
        "before\n\n## A\n\ntheirs\n\n## B\n\nb\n",
    )
}

fn key(key: &str) -> PartKey {
    key.parse().unwrap()
}

#[test]
fn nothing_chosen_is_ours() {
    let three = conflict();
    assert_eq!(three.apply(&[]), Ok(three.ours.clone()));
}

#[test]
fn a_conflict_is_decided_by_a_person() {
    let three = conflict();
    assert_eq!(
        three.apply(&[("section:a", Choice::Take)]),
        Err(ApplyError::Conflict(key("section:a")))
    );
    let theirs = three.apply(&[("section:a", Choice::TakeTheirs)]).unwrap();
    assert_eq!(theirs.body, three.theirs.body);
    let own = [("section:a", written("\n## A and more\r\n\r\nboth\n"))];
    assert_eq!(
        three.apply(&own).unwrap().body,
        "before\n\n## A and more\n\nboth\n\n## B\n\nb\n"
    );
}

#[test]
fn writing_nothing_removes_the_part() {
    let without = conflict().apply(&[("section:a", written(" \n"))]).unwrap();
    assert_eq!(without.body, "before\n\n## B\n\nb\n");
}

#[test]
fn a_text_may_be_several_sections() {
    let two = [("section:a", written("## A\n\nours\n\n## A2\n\ntheirs"))];
    assert_eq!(
        conflict().apply(&two).unwrap().body,
        "before\n\n## A\n\nours\n\n## A2\n\ntheirs\n\n## B\n\nb\n"
    );
}

#[test]
fn a_section_begins_with_its_heading() {
    let wrong = [("section:a", written("words\n\n## A"))];
    assert_eq!(
        conflict().apply(&wrong),
        Err(ApplyError::WithoutHeading(key("section:a")))
    );
}

#[test]
fn what_ours_removed_can_be_put_back() {
    let three = Three::of(
        "## A\n\na\n\n## B\n\nb\n\n## C\n\nc",
        "## A\n\na\n\n## C\n\nc",
        "## A\n\na\n\n## B\n\nnew\n\n## C\n\nc",
    );
    assert_eq!(three.outcomes(), ["section:b conflict"]);
    let theirs = three.apply(&[("section:b", Choice::TakeTheirs)]).unwrap();
    assert_eq!(theirs.body, three.theirs.body);
    let own = three
        .apply(&[("section:b", written("## B\n\nown"))])
        .unwrap();
    assert_eq!(own.body, "## A\n\na\n\n## B\n\nown\n\n## C\n\nc");
}

#[test]
fn a_removal_that_is_a_conflict_can_be_taken_or_written_over() {
    let three = Three::of(
        "## A\n\na\n\n## B\n\nb",
        "## A\n\na\n\n## B\n\nnew",
        "## A\n\na",
    );
    assert_eq!(
        three.apply(&[("removed:b", Choice::Take)]),
        Err(ApplyError::Conflict(key("removed:b")))
    );
    let gone = three.apply(&[("removed:b", Choice::TakeTheirs)]).unwrap();
    assert_eq!(gone.body, "## A\n\na");
    let own = three
        .apply(&[("removed:b", written("## B\n\nless"))])
        .unwrap();
    assert_eq!(own.body, "## A\n\na\n\n## B\n\nless");
}

#[test]
fn choices_that_fit_no_part_are_refused() {
    let three = conflict();
    for unknown in ["section:b", "removed:a", "title", "order", "numbers"] {
        assert_eq!(
            three.apply(&[(unknown, Choice::Take)]),
            Err(ApplyError::Unknown(key(unknown)))
        );
    }
    let twice = [
        ("section:a", Choice::TakeTheirs),
        ("section:a", Choice::TakeTheirs),
    ];
    assert_eq!(
        three.apply(&twice),
        Err(ApplyError::Repeated(key("section:a")))
    );
    let order = Three::of(
        "## A\n\na\n\n## B\n\nb",
        "## A\n\na\n\n## B\n\nb",
        "## B\n\nb\n\n## A\n\na",
    );
    let error = order.apply(&[("order", written("B\nA"))]).unwrap_err();
    assert_eq!(error, ApplyError::NotWritten(key("order")));
    assert_eq!(error.part(), Some(&key("order")));
    let settled = Three::of("## A\n\na", "## A\n\nb", "## A\n\nb");
    assert_eq!(settled.taking(&["section:a"]), "## A\n\nb");
    assert_eq!(
        settled.apply(&[("section:a", written("## A\n\nc"))]),
        Err(ApplyError::Settled(key("section:a")))
    );
}

#[test]
fn nothing_may_swallow_the_sections_after_it() {
    for open in ["```\ncode", "~~~~", "<!-- words", "<script>", "<pre>"] {
        let theirs = format!("## A\n\na\n\n## Open\n\n{open}");
        let three = Three::of("## A\n\na", "## A\n\na\n\n## Ours\n\no", &theirs);
        let error = three.apply(&[("section:open", Choice::Take)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "“Open” would run on into what follows it: something in it is opened and never closed, such as a block of code that begins with ``` and has no end",
            "{open}"
        );
        // At the end of ours there is nothing to swallow.
        let last = Three::of("## A\n\na", "## A\n\na", &theirs);
        assert_eq!(last.taking(&["section:open"]), theirs);
    }
    let in_ours = Three::of(
        "## A\n\n```\n",
        "## A\n\n```\n",
        "## A\n\n```\n```\n\n## B\n",
    );
    assert_eq!(
        in_ours.apply(&[("section:b", Choice::Take)]),
        Err(ApplyError::Unclosed {
            title: "A".to_owned()
        })
    );
    let preamble = [("preamble", written("```"))];
    let three = Three::of("a\n\n## A", "b\n\n## A", "c\n\n## A");
    assert_eq!(
        three.apply(&preamble),
        Err(ApplyError::Unclosed {
            title: "Before the first section".to_owned()
        })
    );
}

#[test]
fn a_body_that_grows_too_long_is_refused() {
    let long = format!("## A\n\n{}", "a ".repeat(100 * 1024));
    let longer = format!("{long}\n\n## B\n\n{}", "b ".repeat(27 * 1024));
    let ours = format!("{long}\n\n## C\n\n{}", "c ".repeat(27 * 1024));
    let three = Three::of(&long, &ours, &longer);
    assert!(matches!(
        three.apply(&[("section:b", Choice::Take)]),
        Err(ApplyError::TooComplex(_))
    ));
}
