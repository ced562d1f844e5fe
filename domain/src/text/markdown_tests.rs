use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::text::mentions;

fn body(source: &str) -> Rendered {
    render(source, &Context::body(&|handle| handle == "ada")).unwrap()
}

fn html(source: &str) -> String {
    body(source).html
}

#[test]
fn github_flavoured_markdown_is_shown() {
    insta::assert_snapshot!(html(
        "Ask @ada or @nobody, see https://example.com and ~~not~~ **this**.\n\n\
         ## Costs\n\n| per wash | grid |\n|---|--:|\n| price | $3.20 |\n\n\
         - [x] asked\n- [ ] bought\n\n3. three\n4. four\n\n> quoted[^why] twice[^why]\n\n```rust\nlet a = 1 < 2;\n```\n\n\
         ### Why\n\n[^why]: Because\n\n    of this.\n"
    ), @"");
}

#[test]
fn raw_html_is_shown_as_text() {
    insta::assert_snapshot!(html("<script>alert(1)</script>\n<b>x</b>\n\na <img src=x onerror=alert(1)> b\n"), @"");
}

#[test]
fn images_become_links() {
    insta::assert_snapshot!(html("![a machine](https://a.example/x.png) ![](y.png) [![small](z.png)](https://b.example)"), @"");
}

#[test]
fn links_lead_only_where_they_may() {
    for bad in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&Tab;script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://a.example",
    ] {
        assert_eq!(html(&format!("[x]({bad})")), "<p>x</p>\n", "{bad}");
    }
    for good in [
        "https://a.example/",
        "HTTP://a.example/",
        "mailto:ada@example.com",
        "/plans/1",
        "#risks",
        "other?a:b",
    ] {
        assert!(html(&format!("[x]({good})")).contains("<a href="), "{good}");
    }
}

#[test]
fn every_link_is_marked_as_not_ours() {
    let html =
        html("## A\n\n[a](b) <https://c.example> www.d.example e@f.example @ada x[^1]\n\n[^1]: y");
    assert_eq!(
        html.matches("<a ").count(),
        html.matches("rel=\"nofollow ugc noopener\"").count()
    );
    assert_eq!(html.matches("<a ").count(), 8);
}

#[test]
fn a_comment_keeps_its_ids_and_headings_to_itself() {
    let comment = render(
        "# A\n\n[up](#a) b[^1]\n\n### C\n\n[^1]: d",
        &Context::comment("c12-", &|_| false),
    )
    .unwrap();
    insta::assert_snapshot!(comment.html, @"");
    assert_eq!(comment.sections.len(), 1);
    assert!(comment.html[comment.sections[0].start..].starts_with("<h4 id=\"c12-a\">"));
}

#[test]
fn sections_can_be_taken_apart() {
    let rendered = body(
        "before\n\n## One *two*\n\na[^1]\n\n> ## quoted\n\n### One two\n\n## Three\n\nb\n\n[^1]: note",
    );
    let parts = rendered.parts();
    assert_eq!(parts.preamble, "<p>before</p>\n");
    assert!(
        parts.sections[0]
            .heading
            .starts_with("One <em>two</em> <a class=\"anchor\"")
    );
    assert!(parts.sections[0].content.contains("<h3 id=\"one-two-2\">"));
    assert!(parts.sections[0].content.contains("<h2 id=\"quoted\">"));
    assert_eq!(parts.sections[1].content, "\n<p>b</p>\n");
    assert!(parts.footnotes.starts_with("<section class=\"footnotes\""));
    let stored = serde_json::to_string(&rendered.sections).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<RenderedSection>>(&stored).unwrap(),
        rendered.sections
    );
}

#[test]
fn damaged_offsets_show_less_and_do_not_fail() {
    let mut rendered = body("## é\n\nb");
    rendered.sections[0].end = 1_000;
    rendered.sections[0].heading_end = 13;
    assert_eq!(rendered.parts().sections[0].content, "");
}

fn assert_safe(source: &str) {
    let Ok(rendered) = render(source, &Context::body(&|_| true)) else {
        return;
    };
    assert_eq!(sanitise::clean(&rendered.html), rendered.html, "{source:?}");
    let parts = rendered.parts();
    let slices = parts
        .sections
        .iter()
        .map(|part| part.content)
        .chain([parts.preamble, parts.footnotes]);
    for slice in slices {
        assert_eq!(
            sanitise::clean(slice),
            slice,
            "a part of {source:?} is not whole"
        );
    }
    let total: usize = parts
        .sections
        .iter()
        .map(|part| part.section.end - part.section.start)
        .sum();
    assert_eq!(
        parts.preamble.len() + total + parts.footnotes.len(),
        rendered.html.len()
    );
}

#[test]
fn naughty_strings_are_harmless() {
    for text in naughty_strings::BLNS {
        for source in [
            (*text).to_owned(),
            format!("## {text}"),
            format!("[{text}]({text})"),
            format!("| {text} |\n|---|\n| {text} |"),
        ] {
            assert_safe(&source);
            let Ok(rendered) = render(&source, &Context::body(&|_| true)) else {
                continue;
            };
            let lower = rendered.html.to_lowercase();
            assert!(
                !lower.contains("<script") && !lower.contains("<img") && !lower.contains("<iframe"),
                "{source}"
            );
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_safe(source in "([#>a@\\[\\]():`~|!<&\"'\\\\ \n*_-]|ada|\\[\\^1\\]|\\[x\\] |1\\. |http://a\\.b|\n\n## |\n\\|-\\|-\\|\n){0,80}") {
        assert_safe(&source);
    }

    #[test]
    fn any_unicode_is_safe(source in any::<String>()) {
        assert_safe(&source);
    }
}

/// Sources made to keep a parser busy, 40 kB each.
fn bombs() -> Vec<(String, String)> {
    let size = 40_000;
    let repeated = [
        "> ",
        "- ",
        "1. ",
        "* > ",
        "[",
        "![",
        "*a ",
        "_a_",
        "**",
        "a**b",
        "~~a ",
        "<",
        "<a ",
        "<!--",
        "<?",
        "<![CDATA[",
        "`a",
        "&",
        "&amp;",
        "\\",
        "[a](",
        "[a](<b",
        "[a][",
        "[](",
        "![[]()",
        "[^1]",
        "[^",
        "@",
        "@ada ",
        "@ada",
        "www.",
        "http://a",
        "a@b.c ",
        "|",
        "|\n",
        "|-",
        "a|\n-|\n",
        "- [ ] ",
        "- [ ] a\n",
        "\t",
        "# a\n",
        "## a\n\n",
        "a\n===\n",
        "[a]: b\n",
        "[a]: b [a]",
        "*_",
        "[*",
        "***a ",
        "a_b_",
        "\"",
        "'",
        "-\n",
        "+\n  ",
        "> \n\n",
        "```\n",
        "~~~",
        "<div>\n",
        "\r",
        "\0",
        "é",
        "🏴",
        "[^a]: ",
        "[^a]:\n",
        "[^a]: [^a]\n\n",
        ":--",
        ")",
        "](",
        "<http://a",
        "<a@b",
        "*a*",
        "_*a",
    ];
    let mut bombs: Vec<_> = repeated
        .iter()
        .map(|unit| ((*unit).to_owned(), unit.repeat(size / unit.len())))
        .collect();
    let half = size / 2;
    bombs.push((
        "open and close".into(),
        format!("{}a{}", "*".repeat(half), "*".repeat(half)),
    ));
    bombs.push((
        "brackets".into(),
        format!("{}a{}", "[".repeat(half), "]".repeat(half)),
    ));
    bombs.push((
        "links".into(),
        format!("{}a{}", "[".repeat(half / 3), "](b)".repeat(half / 3)),
    ));
    bombs.push((
        "images".into(),
        format!("{}a{}", "![".repeat(half / 3), "](b)".repeat(half / 3)),
    ));
    bombs.push((
        "strong".into(),
        format!("{}a{}", "**a ".repeat(half / 4), "b**".repeat(half / 4)),
    ));
    bombs.push((
        "ticks".into(),
        (1..280).map(|n| "`".repeat(n) + "a").collect(),
    ));
    bombs.push((
        "deeper lists".into(),
        (0..280)
            .map(|n| format!("{}- a\n", "  ".repeat(n)))
            .collect(),
    ));
    bombs.push((
        "deeper quotes".into(),
        (0..200)
            .map(|n| format!("{}a\n\n", "> ".repeat(n)))
            .collect(),
    ));
    bombs.push((
        "table".into(),
        format!(
            "{}\n{}\n{}",
            "|a".repeat(3_000),
            "|-".repeat(3_000),
            "|\n".repeat(10_000)
        ),
    ));
    bombs.push((
        "narrow table".into(),
        format!("|a|b|\n|-|-|\n{}", "|a|b|\n".repeat(6_000)),
    ));
    bombs.push(("tables".into(), "|a|b\n|-|-\n|\n\n".repeat(3_000)));
    bombs.push((
        "footnotes".into(),
        format!("{}\n\n[^1]: a", "[^1]".repeat(10_000)),
    ));
    bombs.push((
        "many footnotes".into(),
        (0..2_000)
            .map(|n| format!("[^{n}]\n\n[^{n}]: a\n\n"))
            .collect(),
    ));
    bombs.push((
        "references".into(),
        format!("[a]: {}\n\n{}", "b".repeat(half), "[a]".repeat(half / 3)),
    ));
    bombs.push((
        "same headings".into(),
        (0..3_000).map(|n| format!("## a {}\n", n % 7)).collect(),
    ));
    bombs
}

/// What takes more than linear time takes seconds here even in a release build; the bar leaves room
/// for an unoptimised one on a busy machine.
#[test]
fn no_text_takes_long() {
    for (name, source) in bombs() {
        let start = Instant::now();
        let rendered = render(&source, &Context::body(&|_| true));
        let took = start.elapsed();
        if std::env::var_os("SHOW").is_some() && took > Duration::from_millis(150) {
            println!(
                "{took:?} {name:?} {:?}",
                rendered.as_ref().map(|r| r.html.len())
            );
        }
        mentions(&source);
        assert!(took < Duration::from_secs(3), "{name:?} took {took:?}");
    }
}

#[test]
fn what_would_fill_the_page_is_refused() {
    let context = Context::body(&|_| true);
    let wide = format!(
        "{}\n{}\n{}",
        "|a".repeat(2_000),
        "|-".repeat(2_000),
        "|\n".repeat(6_000)
    );
    assert_eq!(render(&wide, &context), Err(TooComplex::Tables));
    let links = format!("[a]: {}\n\n{}", "b".repeat(2_000), "[a] ".repeat(5_000));
    assert_eq!(render(&links, &context), Err(TooComplex::Output));
    assert_eq!(
        render(&"a".repeat(tree::MAX_SOURCE_BYTES + 1), &context),
        Err(TooComplex::Source)
    );
}

#[test]
fn what_is_nested_too_deep_is_text() {
    let html = html(&format!("{}deep", "> ".repeat(10_000)));
    assert_eq!(html.matches("<blockquote>").count(), 16);
    assert!(html.contains("&gt; &gt; deep"));
    let rule = "- ".repeat(40);
    assert_eq!(
        super::render(&rule, &Context::body(&|_| true))
            .unwrap()
            .html,
        "<hr>\n"
    );
}
