use std::fmt::Write;
use std::time::Instant;

use proptest::prelude::*;

use super::*;

/// A comparison as a reader without colours sees it: `[-old-]`, `{+new+}`.
fn shown(old: &str, new: &str) -> String {
    let mut shown = String::new();
    for section in compare(old, new).unwrap().sections {
        let moved = if section.moved { " moved" } else { "" };
        let renamed = section
            .renamed_from
            .map(|title| format!(" was {title:?}"))
            .unwrap_or_default();
        writeln!(
            shown,
            "{:?} {:?}{moved}{renamed}: {}",
            section.part,
            section.status,
            words(&section.heading)
        )
        .unwrap();
        for block in section.blocks {
            let was = block
                .was
                .as_ref()
                .map(|was| format!(" was {:?}", was.kind))
                .unwrap_or_default();
            let text = match &block.content {
                Content::Pieces(pieces) => words(pieces),
                Content::Cells(cells) => {
                    let cells = cells
                        .iter()
                        .map(|cell| format!("{:?} {}", cell.status, words(&cell.pieces)));
                    cells.collect::<Vec<_>>().join(" | ")
                }
            };
            writeln!(
                shown,
                "  {:?} {:?}{was}: {text}",
                block.status, block.shape.kind
            )
            .unwrap();
        }
    }
    shown
}

fn words(pieces: &[Piece]) -> String {
    let mut words = String::new();
    for piece in pieces {
        let text = match (&piece.link, &piece.link_was) {
            (Some(link), Some(was)) => format!("{}<{was} → {link}>", piece.text),
            (Some(link), None) => format!("{}<{link}>", piece.text),
            (None, Some(was)) => format!("{}<{was} → none>", piece.text),
            (None, None) => piece.text.clone(),
        };
        let (before, after) = match piece.change {
            Change::Same => ("", ""),
            Change::Deleted => ("[-", "-]"),
            Change::Inserted => ("{+", "+}"),
        };
        words.extend([before, &text, after]);
    }
    words
}

#[test]
fn words_change_inside_their_sections() {
    insta::assert_snapshot!(shown(
        "Before.\n\n## Who pays\n\nTenants walk eleven minutes.\n\nThey pay $4.50 a load.\n\n## Risks\n\nNone.\n",
        "Before.\n\n## Who pays\n\nTenants of older blocks walk nine minutes.\n\nThey pay $4.50 a load.\n\nNow.\n\n## Risks\n\nNone.\n",
    ), @r#"
Preamble Same: 
  Same Paragraph: Before.
Section(SectionKey("who-pays")) Changed: Who pays
  Changed Paragraph: Tenants {+of older blocks +}walk [-eleven-]{+nine+} minutes.
  Same Paragraph: They pay $4.50 a load.
  Added Paragraph: {+Now.+}
Section(SectionKey("risks")) Same: Risks
  Same Paragraph: None.
"#);
}

#[test]
fn sections_are_renamed_moved_added_and_removed() {
    insta::assert_snapshot!(shown(
        "## One\n\na b c d\n\n## Two\n\ne f g\n\n## Gone\n\nx y z\n\n## Three\n\nh i j\n\n## Four\n\nk l\n",
        "## Three\n\nh i j\n\n## First\n\na b c d e\n\n## Two\n\ne f g\n\n## New\n\nm n o\n\n## Four\n\nk l\n",
    ), @r#"
Section(SectionKey("three")) Same moved: Three
  Same Paragraph: h i j
Section(SectionKey("first")) Changed was "One": [-One-]{+First+}
  Changed Paragraph: a b c d{+ e+}
Section(SectionKey("two")) Same: Two
  Same Paragraph: e f g
Section(SectionKey("gone")) Removed: [-Gone-]
  Removed Paragraph: [-x y z-]
Section(SectionKey("new")) Added: {+New+}
  Added Paragraph: {+m n o+}
Section(SectionKey("four")) Same: Four
  Same Paragraph: k l
"#);
}

#[test]
fn the_second_of_two_equal_headings_stays_itself() {
    insta::assert_snapshot!(shown("## Risks\n\nfire\n\n## Risks\n\nwater", "## Risks\n\nwater"), @r#"
Section(SectionKey("risks")) Removed: [-Risks-]
  Removed Paragraph: [-fire-]
Section(SectionKey("risks")) Same: Risks
  Same Paragraph: water
"#);
}

#[test]
fn lists_boxes_headings_and_code_keep_their_shape() {
    insta::assert_snapshot!(shown(
        "## A\n\n### Deep words here\n\n1. one thing\n2. two things\n   - inner thing\n\n- [ ] ask the owner\n\n```\nlet a = 1;\nlet b = 2;\n```\n\n> said so\n",
        "## A\n\n#### Deep words here\n\n1. zero at all\n2. one thing\n3. two more things\n   - inner thing\n\n- [x] ask the owner\n\n```\nlet a = 1;\nlet b = 3;\n```\n\n> said it so\n",
    ), @r#"
Section(SectionKey("a")) Changed: A
  Changed Heading { level: 4 } was Heading { level: 3 }: Deep words here
  Added Item { number: Some(1), done: None }: {+zero at all+}
  Same Item { number: Some(2), done: None }: one thing
  Changed Item { number: Some(3), done: None }: two {+more +}things
  Same Item { number: None, done: None }: inner thing
  Changed Item { number: None, done: Some(true) } was Item { number: None, done: Some(false) }: ask the owner
  Same Code { first: true }: let a = 1;
  Changed Code { first: false }: let b = [-2-]{+3+};
  Changed Paragraph: said {+it +}so
"#);
}

#[test]
fn tables_change_by_cell_row_and_column() {
    insta::assert_snapshot!(shown(
        "| per wash | grid | solar |\n|---|---|---|\n| price | $3.20 | $3.20 |\n| energy | $1.31 | $0.58 |\n| room | $1.50 | $1.50 |\n",
        "| per wash | solar | wind |\n|---|---|---|\n| price | $3.40 | $3.20 |\n| energy | $0.58 | $0.70 |\n| fees | $0.20 | $0.20 |\n",
    ), @r#"
Preamble Changed: 
  Changed Row { header: true }: Same per wash | Removed [-grid-] | Same solar | Added {+wind+}
  Changed Row { header: false }: Same price | Removed [-$3.20-] | Changed [-$3.20-]{+$3.40+} | Added {+$3.20+}
  Changed Row { header: false }: Same energy | Removed [-$1.31-] | Same $0.58 | Added {+$0.70+}
  Removed Row { header: false }: Removed [-room-] | Removed [-$1.50-] | Removed [-$1.50-] | Same 
  Added Row { header: false }: Added {+fees+} | Same  | Added {+$0.20+} | Added {+$0.20+}
"#);
}

#[test]
fn links_change_by_address_and_by_words() {
    insta::assert_snapshot!(shown(
        "See [the price list](https://a.example) and [this](https://b.example) or that page.",
        "See [the price list](https://c.example) and [that](https://b.example) or [that page](/x).",
    ), @r#"
Preamble Changed: 
  Changed Paragraph: See the price list<https://a.example → https://c.example> and [-this<https://b.example>-]{+that<https://b.example>+} or that page< → /x>.
"#);
}

#[test]
fn footnotes_stand_by_themselves_at_the_end() {
    insta::assert_snapshot!(shown("## A\n\nword[^1]\n\n[^1]: old note here", "## A\n\nword[^1]\n\n[^1]: new note here"), @r#"
Section(SectionKey("a")) Same: A
  Same Paragraph: word[^1]
Footnotes Changed: 
  Changed Footnote { name: "1" }: [-old-]{+new+} note here
"#);
}

#[test]
fn another_mark_up_of_the_same_is_no_change() {
    let old = "Title\n-----\n\n* a\n* b\n\n_word_ <https://a.example>\nnext";
    let new = "## Title\n\n- a\n- b\n\n*word* [https://a.example](https://a.example) next";
    let compared = compare(old, new).unwrap();
    assert!(
        compared
            .sections
            .iter()
            .all(|section| section.status == Status::Same)
    );
    assert!(compared.words().changed_share() < f64::EPSILON);
}

#[test]
fn the_share_of_changed_words_is_counted() {
    let words = compare("one two three four", "one two three five")
        .unwrap()
        .words();
    assert_eq!(
        words,
        WordCount {
            same: 3,
            deleted: 1,
            inserted: 1
        }
    );
    assert!((words.changed_share() - 0.25).abs() < f64::EPSILON);
    assert!((compare("", "a").unwrap().words().changed_share() - 1.0).abs() < f64::EPSILON);
    let words = compare("The boiler.", "The boiler, and gas.")
        .unwrap()
        .words();
    assert_eq!((words.same, words.deleted, words.inserted), (2, 0, 2));
}

/// The text of each block on one side of a comparison.
fn side(comparison: &Comparison, other: Change) -> Vec<String> {
    let text = |pieces: &mut dyn Iterator<Item = &Piece>| {
        pieces
            .filter(|piece| piece.change != other)
            .map(|piece| piece.text.as_str())
            .collect::<String>()
    };
    let gone = if other == Change::Deleted {
        Status::Removed
    } else {
        Status::Added
    };
    let mut texts = Vec::new();
    for section in comparison
        .sections
        .iter()
        .filter(|section| section.status != gone)
    {
        texts.push(text(&mut section.heading.iter()));
        texts.extend(
            section
                .blocks
                .iter()
                .filter(|block| block.status != gone)
                .map(|block| text(&mut block.pieces())),
        );
    }
    texts
}

fn source() -> impl Strategy<Value = String> {
    "((## (A|B|C)|- a b|1\\. c|> d|\\*\\*e\\*\\* f|\\[g\\]\\(h\\)|\\| a \\| b \\|\n\\|---\\|---\\|\n\\| c \\| d \\||```\nx y\n```|a b c d|x\\[\\^1\\]|\\[\\^1\\]: n|---)\n\n){0,12}"
}

proptest! {
    #[test]
    fn both_texts_can_be_read_from_a_comparison(old in source(), new in source()) {
        let compared = compare(&old, &new).unwrap();
        let alone_new = compare("", &new).unwrap();
        prop_assert_eq!(side(&compared, Change::Deleted), side(&alone_new, Change::Deleted));
        let mut was = side(&compared, Change::Inserted);
        let mut alone_old = side(&compare(&old, "").unwrap(), Change::Inserted);
        // Sections that moved stand where they are now.
        was.sort();
        alone_old.sort();
        prop_assert_eq!(was, alone_old);
    }

    #[test]
    fn a_text_is_the_same_as_itself(source in source()) {
        let compared = compare(&source, &source).unwrap();
        prop_assert!(compared.sections.iter().all(|section| section.status == Status::Same && !section.moved));
    }
}

/// Plain prose of about this length; a different one for each seed.
fn prose(length: usize, seed: u64) -> String {
    let mut state = seed;
    let mut text = String::new();
    while text.len() < length {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let dice = state >> 40;
        match dice % 97 {
            0 => write!(text, "\n\n## Part {dice}\n\n").unwrap(),
            1..3 => text.push_str(".\n\n"),
            3 => text.push_str("\n- "),
            _ => write!(text, "w{} ", (dice / 97) % 1_000).unwrap(),
        }
    }
    text
}

fn edited(text: &str) -> String {
    let edit = |(at, word): (usize, &str)| {
        if at % 31 == 0 {
            format!("{word} new")
        } else {
            word.to_owned()
        }
    };
    text.split(' ')
        .enumerate()
        .map(edit)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The most that a pair of texts made to be hard may cost, as a multiple of what an edited plan of 64
/// KiB costs in the same run: the worst of these takes thirty times as long, and what grows with the
/// square of the text would take thousands.
const HARDEST: u32 = 100;

#[test]
fn no_pair_of_texts_takes_long() {
    let long = 250 * 1024;
    let pairs = [
        ("unlike", prose(64 * 1024, 1), prose(64 * 1024, 2)),
        ("long and unlike", prose(long, 1), prose(long, 2)),
        ("one word", "a ".repeat(long / 2), "b ".repeat(long / 2)),
        (
            "two words",
            "a b ".repeat(long / 4),
            "b a a ".repeat(long / 6),
        ),
        (
            "paragraphs",
            "a\n\n".repeat(long / 3),
            "b\n\n".repeat(long / 3),
        ),
        (
            "items",
            "- a b\n".repeat(long / 6),
            "- b c\n".repeat(long / 6),
        ),
        (
            "sections",
            "## a\n\nb\n\n".repeat(long / 9),
            "## b\n\nc\n\n".repeat(long / 9),
        ),
    ];
    let took = |old: &str, new: &str| {
        let start = Instant::now();
        compare(old, new).unwrap();
        start.elapsed()
    };
    let plan = prose(64 * 1024, 1);
    let usual = took(&plan, &edited(&plan));
    for (name, old, new) in pairs {
        let took = took(&old, &new);
        println!("{name}: {took:?}, an edited plan: {usual:?}");
        assert!(took < HARDEST * usual, "{name} took {took:?}");
    }
}
