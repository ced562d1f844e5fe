//! Sections that stand elsewhere.

use super::{Choice, Three};

const BASE: &str = "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n";

#[test]
fn a_section_that_moved_and_changed_is_two_parts() {
    let three = Three::of(BASE, BASE, "## C\n\nx\n\n## A\n\na\n\n## B\n\nb\n");
    assert_eq!(three.outcomes(), ["section:c clean", "order clean"]);
    let order = &three.parts()[1];
    assert_eq!(order.base.as_deref(), Some("A\nB\nC"));
    assert_eq!(order.theirs.as_deref(), Some("C\nA\nB"));
    assert_eq!(
        three.taking(&["section:c"]),
        "## A\n\na\n\n## B\n\nb\n\n## C\n\nx\n"
    );
    assert_eq!(
        three.taking(&["order"]),
        "## C\n\nc\n\n## A\n\na\n\n## B\n\nb\n"
    );
    assert_eq!(three.taking_all().body, three.theirs.body);
}

#[test]
fn what_only_ours_has_goes_with_the_section_that_it_follows() {
    let three = Three::of(
        BASE,
        "## A\n\na\n\n## Ours\n\no\n\n## B\n\nb\n\n## C\n\nc",
        "## B\n\nb\n\n## New\n\nn\n\n## A\n\na\n\n## C\n\nc",
    );
    assert_eq!(three.outcomes(), ["section:new clean", "order clean"]);
    assert_eq!(
        three.taking_all().body,
        "## B\n\nb\n\n## New\n\nn\n\n## A\n\na\n\n## Ours\n\no\n\n## C\n\nc"
    );
}

#[test]
fn an_order_that_ours_has_already_is_nothing_to_decide() {
    let new = "## B\n\nb\n\n## A\n\na\n\n## C\n\nc\n";
    assert_eq!(Three::of(BASE, new, new).outcomes(), ["order already"]);
    assert_eq!(Three::of(BASE, new, BASE).outcomes(), [""; 0]);
}

#[test]
fn two_new_orders_are_a_conflict() {
    let three = Three::of(
        BASE,
        "## B\n\nb\n\n## A\n\na\n\n## C\n\nc\n",
        "## A\n\na\n\n## C\n\nc\n\n## B\n\nb\n",
    );
    assert_eq!(three.outcomes(), ["order conflict"]);
    let theirs = three.apply(&[("order", Choice::TakeTheirs)]).unwrap();
    assert_eq!(theirs.body, three.theirs.body);
}

#[test]
fn only_sections_that_all_have_are_in_an_order() {
    let three = Three::of(
        BASE,
        "## A\n\na\n\n## B\n\nb\n",
        "## C\n\nc\n\n## A\n\na\n\n## B\n\nb\n",
    );
    assert_eq!(three.outcomes(), [""; 0]);
}
