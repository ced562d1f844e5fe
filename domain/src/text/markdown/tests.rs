use std::time::Instant;

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
    ), @r##"
<p>Ask <a class="mention" href="/people/ada" rel="nofollow ugc noopener">@ada</a> or @nobody, see <a href="https://example.com" rel="nofollow ugc noopener">https://example.com</a> and <del>not</del> <strong>this</strong>.</p>
<h2 id="costs">Costs <a class="anchor" href="#costs" aria-label="Link to this heading" rel="nofollow ugc noopener">#</a></h2>
<div class="table-scroll" role="group" aria-label="Table" tabindex="0">
<table>
<thead>
<tr>
<th>per wash</th>
<th align="right">grid</th>
</tr>
</thead>
<tbody>
<tr>
<td>price</td>
<td align="right">$3.20</td>
</tr>
</tbody>
</table>
</div>
<ul>
<li class="task"><input type="checkbox" disabled="" aria-label="Done" checked=""> asked</li>
<li class="task"><input type="checkbox" disabled="" aria-label="To do"> bought</li>
</ul>
<ol start="3">
<li>three</li>
<li>four</li>
</ol>
<blockquote>
<p>quoted<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-1" aria-label="Footnote 1" rel="nofollow ugc noopener">1</a></sup> twice<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2" aria-label="Footnote 1" rel="nofollow ugc noopener">1</a></sup></p>
</blockquote>
<pre><code>let a = 1 &lt; 2;
</code></pre>
<h3 id="why">Why <a class="anchor" href="#why" aria-label="Link to this heading" rel="nofollow ugc noopener">#</a></h3>
<section class="footnotes">
<ol>
<li id="fn-1">
<p>Because</p>
<p>of this. </p>
<a class="backref" href="#fnref-1-1" aria-label="Back to reference 1 of footnote 1" rel="nofollow ugc noopener">↩</a><a class="backref" href="#fnref-1-2" aria-label="Back to reference 2 of footnote 1" rel="nofollow ugc noopener">↩</a></li>
</ol>
</section>
"##);
}

#[test]
fn raw_html_is_shown_as_text() {
    insta::assert_snapshot!(html("<script>alert(1)</script>\n<b>x</b>\n\na <img src=x onerror=alert(1)> b\n"), @r#"
<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
<p>&lt;b&gt;x&lt;/b&gt;</p>
<p>a &lt;img src=x onerror=alert(1)&gt; b</p>
"#);
}

#[test]
fn images_become_links() {
    insta::assert_snapshot!(html("![a machine](https://a.example/x.png) ![](y.png) [![small](z.png)](https://b.example)"), @r#"<p><a href="https://a.example/x.png" rel="nofollow ugc noopener">a machine</a> <a href="y.png" rel="nofollow ugc noopener">y.png</a> <a href="https://b.example" rel="nofollow ugc noopener">small</a></p>"#);
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
    insta::assert_snapshot!(comment.html, @r##"
<h4 id="c12-a">A <a class="anchor" href="#c12-a" aria-label="Link to this heading" rel="nofollow ugc noopener">#</a></h4>
<p><a href="#c12-a" rel="nofollow ugc noopener">up</a> b<sup class="footnote-ref"><a href="#c12-fn-1" id="c12-fnref-1-1" aria-label="Footnote 1" rel="nofollow ugc noopener">1</a></sup></p>
<h5 id="c12-c">C <a class="anchor" href="#c12-c" aria-label="Link to this heading" rel="nofollow ugc noopener">#</a></h5>
<section class="footnotes">
<ol>
<li id="c12-fn-1">
<p>d </p>
<a class="backref" href="#c12-fnref-1-1" aria-label="Back to reference 1 of footnote 1" rel="nofollow ugc noopener">↩</a></li>
</ol>
</section>
"##);
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

/// What keeps a parser busy when repeated.
const REPEATED: &str = "> ␤- ␤1. ␤* > ␤[␤![␤*a ␤_a_␤**␤a**b␤~~a ␤<␤<a ␤<!--␤<?␤<![CDATA[␤`a␤&␤&amp;␤\\␤[a](␤[a](<b␤[a][\
    ␤[](␤![[]()␤[^1]␤[^␤@␤@ada ␤@ada␤www.␤http://a␤a@b.c ␤|␤|⏎␤|-␤a|⏎-|⏎␤- [ ] ␤- [ ] a⏎␤\t␤# a⏎␤## a⏎⏎␤a⏎===⏎␤[a]: b⏎\
    ␤[a]: b [a]␤*_␤[*␤***a ␤a_b_␤\"␤'␤-⏎␤+⏎  ␤> ⏎⏎␤```⏎␤~~~␤<div>⏎␤\r␤\0␤é␤🏴␤[^a]: ␤[^a]:⏎␤[^a]: [^a]⏎⏎␤:--␤)␤](␤<http://a\
    ␤<a@b␤*a*␤_*a";

/// Sources of 40 kB made to take long.
fn bombs() -> Vec<(String, String)> {
    let repeated = REPEATED.replace('⏎', "\n");
    let repeated = repeated
        .split('␤')
        .map(|unit| (unit.to_owned(), unit.repeat(40_000 / unit.len())));
    let made = nested_bombs().into_iter().chain(long_bombs());
    repeated
        .chain(made.map(|(name, source)| (name.to_owned(), source)))
        .collect()
}

fn around(before: &str, times: usize, after: &str) -> String {
    format!("{}a{}", before.repeat(times), after.repeat(times))
}

fn many(times: usize, each: impl Fn(usize) -> String) -> String {
    (0..times).map(each).collect()
}

fn nested_bombs() -> [(&'static str, String); 7] {
    [
        ("emphasis", around("*", 20_000, "*")),
        ("brackets", around("[", 20_000, "]")),
        ("links", around("[", 8_000, "](b)")),
        ("images", around("![", 7_000, "](b)")),
        ("strong", around("**a ", 6_000, "b**")),
        ("lists", many(280, |n| format!("{}- a\n", "  ".repeat(n)))),
        ("quotes", many(200, |n| format!("{}a\n\n", "> ".repeat(n)))),
    ]
}

fn long_bombs() -> [(&'static str, String); 11] {
    let row = |cell: &str| cell.repeat(3_000);
    [
        ("title", format!("[a](b \"{}\")", "&".repeat(40_000))),
        ("address", format!("[a](b?{})", "&".repeat(40_000))),
        ("code", format!("```\n{}\n```", "&".repeat(40_000))),
        ("ticks", many(280, |n| "`".repeat(n) + "a")),
        (
            "wide table",
            format!("{}\n{}\n{}", row("|a"), row("|-"), "|\n".repeat(10_000)),
        ),
        (
            "long table",
            format!("|a|b|\n|-|-|\n{}", "|a|b|\n".repeat(6_000)),
        ),
        ("tables", "|a|b\n|-|-\n|\n\n".repeat(3_000)),
        ("footnote", format!("{}\n\n[^1]: a", "[^1]".repeat(10_000))),
        (
            "footnotes",
            many(2_000, |n| format!("[^{n}]\n\n[^{n}]: a\n\n")),
        ),
        (
            "references",
            format!("[a]: {}\n\n{}", "b".repeat(1_900), "[a]".repeat(7_000)),
        ),
        ("headings", many(3_000, |n| format!("## a {}\n", n % 7))),
    ]
}

/// How many times the work of an ordinary text of its length the hardest may be; what grows with the
/// square of the text would take thousands.
const HARDEST: u32 = 30;

#[test]
fn no_text_takes_long() {
    let took = |source: &str| {
        let start = Instant::now();
        let _ = render(source, &Context::body(&|_| true));
        let _ = mentions(source);
        start.elapsed()
    };
    let ordinary = many(1_000, |n| {
        format!("Wash *{n}* costs `$3.20`, see [the grid](/help).\n\n")
    });
    let usual = took(&ordinary).max(took(&ordinary));
    for (name, source) in bombs() {
        let took = took(&source);
        println!("{name}: {took:?}, an ordinary text: {usual:?}");
        assert!(took < HARDEST * usual, "{name} took {took:?}");
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
    assert_eq!(render(&wide, &context).unwrap_err(), TooComplex::Tables);
    let addresses = "<http://a".repeat(5_000);
    assert_eq!(
        render(&addresses, &context).unwrap_err(),
        TooComplex::Addresses
    );
    let headings = "# a\n".repeat(20_000);
    assert_eq!(render(&headings, &context).unwrap_err(), TooComplex::Output);
    assert_eq!(
        render(&"a".repeat(tree::MAX_SOURCE_BYTES + 1), &context).unwrap_err(),
        TooComplex::Source
    );
}

#[test]
fn what_is_nested_too_deep_is_text() {
    let html = html(&format!("{}deep", "> ".repeat(10_000)));
    assert_eq!(html.matches("<blockquote>").count(), 16);
    assert!(html.contains("&gt; &gt; deep"));
    let rule = "- ".repeat(40);
    assert_eq!(
        render(&rule, &Context::body(&|_| true)).unwrap().html,
        "<hr>\n"
    );
}

/// A definition that comrak leaves where it stands takes what follows into the footnotes.
#[test]
fn what_stands_among_the_footnotes_is_no_section() {
    for source in [
        "[^1]:\n|-|-|\n[^1]:\n\n## ",
        "## One\n\na\n\n[^1]:\n|-|-|\n[^1]:\n\n## Two\n\nb",
    ] {
        assert_safe(source);
    }
}
