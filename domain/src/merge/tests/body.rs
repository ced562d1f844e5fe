//! Sections and the preamble: what is recognised as what, and where it goes.

use super::Three;

#[test]
fn a_section_that_only_theirs_changed_is_taken_as_it_is() {
    let three = Three::of(
        "## A\n\none\n\n## B\n\ntwo\n",
        "## A\n\none\n\n\n## B\n\ntwo, ours\n",
        "## A\n\nuno\n\n## B\n\ntwo\n",
    );
    assert_eq!(three.outcomes(), ["section:a clean"]);
    assert_eq!(
        three.taking(&["section:a"]),
        "## A\n\nuno\n\n\n## B\n\ntwo, ours\n"
    );
}

#[test]
fn both_changes_of_a_section_are_put_together() {
    let three = Three::of(
        "## A\n\none\n\ntwo\n",
        "## A\n\nuno\n\ntwo\n",
        "## A\n\none\n\ndue\n",
    );
    assert_eq!(
        three.outcomes(),
        [r###"section:a merged "## A\n\nuno\n\ndue""###]
    );
    assert_eq!(three.taking(&["section:a"]), "## A\n\nuno\n\ndue\n");
}

#[test]
fn an_added_section_follows_the_one_that_it_follows_in_theirs() {
    let three = Three::of(
        "## A\n\na\n\n## B\n\nb",
        "## A\n\na\n\n## Ours\n\no\n\n## B\n\nb",
        "## First\n\nf\n\n## A\n\na\n\n## New\n\nn\n\n## Newer\n\nn\n\n## B\n\nb\n\n## Last\n\nl",
    );
    let all = three.taking_all().body;
    assert_eq!(
        all,
        "## First\n\nf\n\n## A\n\na\n\n## New\n\nn\n\n## Newer\n\nn\n\n## Ours\n\no\n\n## B\n\nb\n\n## Last\n\nl"
    );
    // One by one, in any order, is the same.
    let one_by_one = [
        "section:newer",
        "section:last",
        "section:new",
        "section:first",
    ];
    let body = one_by_one
        .iter()
        .fold(three.ours.body.clone(), |body, key| {
            Three::of(&three.base.body, &body, &three.theirs.body).taking(&[key])
        });
    assert_eq!(body, all);
}

#[test]
fn a_removed_section_stands_among_the_parts_where_it_stood() {
    let three = Three::of(
        "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n",
        "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n",
        "## A\n\nx\n\n## C\n\ny\n",
    );
    assert_eq!(
        three.outcomes(),
        ["section:a clean", "removed:b clean", "section:c clean"]
    );
    assert_eq!(three.taking(&["removed:b"]), "## A\n\na\n\n## C\n\nc\n");
    let parts = three.parts();
    assert_eq!(parts[1].title, "B");
    assert_eq!(parts[1].base.as_deref(), Some("## B\n\nb"));
    assert_eq!(parts[1].theirs, None);
}

#[test]
fn what_one_removed_and_the_other_changed_is_a_conflict() {
    let (whole, changed, without) = (
        "## A\n\na\n\n## B\n\nb",
        "## A\n\na\n\n## B\n\nx",
        "## A\n\na",
    );
    assert_eq!(
        Three::of(whole, changed, without).outcomes(),
        ["removed:b conflict"]
    );
    let three = Three::of(whole, without, changed);
    assert_eq!(three.outcomes(), ["section:b conflict"]);
    assert_eq!(three.parts()[0].ours, None);
    assert_eq!(
        Three::of(whole, without, without).outcomes(),
        ["removed:b already"]
    );
}

#[test]
fn a_section_that_both_added_is_one_section() {
    let same = Three::of("## A", "## New\n\nn\n\n## A", "## A\n\n## New\n\nn");
    assert_eq!(same.outcomes(), ["section:new already"]);
    assert_eq!(same.taking(&["section:new"]), same.ours.body);
    let other = Three::of("## A", "## A\n\n## New\n\nours", "## A\n\n## New\n\ntheirs");
    assert_eq!(other.outcomes(), ["section:new conflict"]);
    assert_eq!(other.parts()[0].ours.as_deref(), Some("## New\n\nours"));
    assert_eq!(other.parts()[0].base, None);
}

#[test]
fn a_heading_renamed_on_one_side_and_its_text_changed_on_the_other() {
    let three = Three::of(
        "## Risks\n\nfire and water and wind\n",
        "## Dangers\n\nfire and water and wind\n",
        "## Risks\n\nfire and water and storms\n",
    );
    assert_eq!(
        three.outcomes(),
        [r###"section:risks merged "## Dangers\n\nfire and water and storms""###]
    );
    assert_eq!(
        three.taking(&["section:risks"]),
        "## Dangers\n\nfire and water and storms\n"
    );
}

#[test]
fn a_heading_that_both_renamed_differently_is_a_conflict() {
    let three = Three::of(
        "## Risks\n\nfire and water and wind\n",
        "## Dangers\n\nfire and water and wind\n",
        "## Perils\n\nfire and water and wind\n",
    );
    assert_eq!(three.outcomes(), ["section:perils conflict"]);
}

#[test]
fn a_renamed_section_is_found_again_when_its_text_is_another_by_now() {
    let three = Three::of(
        "## Risks\n\nfire and water and wind\n",
        "## Risks\n\nwhat can go wrong is told elsewhere\n",
        "## Perils\n\nfire and water and wind\n",
    );
    let taken = three.taking(&["section:perils"]);
    assert_eq!(taken, "## Perils\n\nwhat can go wrong is told elsewhere\n");
    let again = Three::of(&three.base.body, &taken, &three.theirs.body);
    assert_eq!(again.outcomes(), ["section:perils already"]);
}

#[test]
fn the_second_of_two_equal_headings_stays_itself() {
    let three = Three::of(
        "## Risks\n\nfire\n\n## Risks\n\nwater\n",
        "## Risks\n\nfire\n\n## Risks\n\nwater, ours\n",
        "## Risks\n\nwater\n",
    );
    assert_eq!(three.outcomes(), ["removed:risks clean"]);
    assert_eq!(
        three.taking(&["removed:risks"]),
        "## Risks\n\nwater, ours\n"
    );
    let twice = Three::of("## A\n\na", "## A\n\na", "## A\n\na\n\n## A\n\na");
    assert_eq!(twice.outcomes(), ["section:a-2 clean"]);
    assert_eq!(twice.taking(&["section:a-2"]), "## A\n\na\n\n## A\n\na");
}

#[test]
fn a_body_without_headings_is_one_preamble() {
    let three = Three::of("one\n\ntwo\n", "uno\n\ntwo\n", "one\n\ndue\n");
    assert_eq!(three.outcomes(), [r#"preamble merged "uno\n\ndue""#]);
    assert_eq!(three.taking(&["preamble"]), "uno\n\ndue\n");
    let three = Three::of("one\n", "one\n", "one\n\n## A\n\na\n");
    assert_eq!(three.outcomes(), ["section:a clean"]);
    assert_eq!(three.taking(&["section:a"]), "one\n\n## A\n\na\n");
}

#[test]
fn a_preamble_comes_and_goes() {
    let (with, without) = ("words\n\n## A\n\na\n", "## A\n\na\n");
    let comes = Three::of(without, without, with);
    assert_eq!(comes.outcomes(), ["preamble clean"]);
    assert_eq!(comes.taking(&["preamble"]), with);
    let goes = Three::of(with, with, without);
    assert_eq!(goes.taking(&["preamble"]), without);
}

#[test]
fn footnotes_belong_to_the_section_in_which_they_are_defined() {
    let (old, new) = (
        "## A\n\nword[^1]\n\n## B\n\nb\n\n[^1]: old note\n",
        "## A\n\nword[^1]\n\n## B\n\nb\n\n[^1]: new note\n",
    );
    let three = Three::of(old, old, new);
    assert_eq!(three.outcomes(), ["section:b clean"]);
    assert_eq!(three.taking(&["section:b"]), new);
}

#[test]
fn setext_headings_are_never_glued_to_what_stands_before() {
    let three = Three::of(
        "## A\nTwo\n---\n\nb",
        "## A\nTwo\n---\n\nb",
        "## A\n\ntext\n\nNew\n===\nn\n\nTwo\n---\n\nb",
    );
    assert_eq!(three.outcomes(), ["section:a clean", "section:new clean"]);
    assert_eq!(
        three.taking(&["section:a"]),
        "## A\n\ntext\n\nTwo\n---\n\nb"
    );
    assert_eq!(
        three.taking(&["section:new"]),
        "## A\n\nNew\n===\nn\n\nTwo\n---\n\nb"
    );
}

#[test]
fn empty_bodies_have_no_parts_but_what_theirs_adds() {
    assert_eq!(Three::of("", "", "").outcomes(), [""; 0]);
    let three = Three::of("", "", "## A\n\na\n");
    assert_eq!(three.outcomes(), ["section:a clean"]);
    assert_eq!(three.taking(&["section:a"]), "## A\n\na");
    let three = Three::of("## A\n\na\n", "## A\n\na\n", "");
    assert_eq!(three.taking(&["removed:a"]).trim(), "");
    assert_eq!(Three::of(" \n", "\n\n", "\t").outcomes(), [""; 0]);
}

#[test]
fn the_end_of_ours_stays_as_it_is() {
    for end in ["", "\n", "\n\n"] {
        let body = format!("## A\n\na{end}");
        let three = Three::of(&body, &body, "## A\n\na\n\n## B\n\nb\n");
        assert_eq!(
            three.taking(&["section:b"]),
            format!("## A\n\na\n\n## B\n\nb{end}")
        );
    }
}

#[test]
fn line_endings_are_no_change_and_stay_those_of_ours() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let (old, new) = (
        "## A\n\na\n\nb\n\n## B\n\nb\n",
        "## A\n\nx\n\nb\n\n## B\n\nb\n\n## C\n\nc\n",
    );
    assert_eq!(Three::of(old, old, &crlf(old)).outcomes(), [""; 0]);
    assert_eq!(
        Three::of(old, &crlf(new), new).outcomes(),
        ["section:a already", "section:c already"]
    );
    let three = Three::of(old, &crlf(old), new);
    assert_eq!(three.taking_all().body, crlf(new));
    let three = Three::of(old, old, &crlf(new));
    assert_eq!(three.taking_all().body, new);
    let ours = crlf("## A\n\na\n\ny\n\n## B\n\nb\n");
    assert_eq!(
        Three::of(old, &ours, new).taking(&["section:a"]),
        crlf("## A\n\nx\n\ny\n\n## B\n\nb\n")
    );
}

#[test]
fn what_both_changes_make_together_must_still_be_one_section() {
    let base = "## A\n\n```\n1\n\n2\n\n3\n```\n\n4";
    let theirs = "## A\n\n```\n1\n\n## 2\n\n3\n```\n\n4";
    let fenced = Three::of(base, &base.replace("```", "~~~"), theirs);
    assert_eq!(fenced.taking(&["section:a"]), theirs.replace("```", "~~~"));
    // Without its fence the line of code would be a heading.
    let unfenced = Three::of(base, &base.replace("```\n", ""), theirs);
    assert_eq!(unfenced.outcomes(), ["section:a conflict"]);
}
