//! The last step before anything typed reaches a page.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::links::leads_away;
use ammonia::{Builder, UrlRelative};

const TAGS: [&str; 28] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Only what [`super::markdown`] writes passes; everything else goes, with its content where it is
/// not text.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(allowed);

fn allowed() -> Builder<'static> {
    let mut allowed = Builder::empty();
    allowed
        .add_tags(TAGS)
        .add_clean_content_tags(["script", "style"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"))
        .add_generic_attributes(["id"])
        .add_tag_attributes("a", ["href", "aria-label"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("input", ["aria-label", "checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .add_tag_attribute_values("th", "align", ["left", "center", "right"])
        .add_tag_attribute_values("td", "align", ["left", "center", "right"])
        .add_tag_attribute_values("div", "role", ["group"])
        .add_tag_attribute_values("div", "aria-label", ["Table"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .add_allowed_classes("a", ["anchor", "mention", "backref"])
        .add_allowed_classes("div", ["table-scroll"])
        .add_allowed_classes("li", ["task"])
        .add_allowed_classes("section", ["footnotes"])
        .add_allowed_classes("sup", ["footnote-ref"]);
    allowed
}

/// How much text may stand in one piece while it is sanitised.
const PIECE: usize = 1024;

/// Makes HTML safe to put into a page. Doing it twice changes nothing.
pub(super) fn clean(html: &str) -> String {
    ALLOWED.clean(&in_pieces(html)).to_string()
}

/// Rendered HTML without what leads away from the forum at this address: the words of links stay.
#[must_use]
pub fn without_links(html: &str, here: &str) -> String {
    let here = here.to_owned();
    let mut allowed = allowed();
    allowed.attribute_filter(move |element, attribute, value| {
        let is_link = (element, attribute) == ("a", "href");
        (!is_link || !leads_away(value, &here)).then_some(value.into())
    });
    allowed.clean(&in_pieces(html)).to_string()
}

/// Divides long text by empty comments, which sanitising takes out again. html5ever (0.40) writes a
/// text in time quadratic in its `&`s: 256 KiB of them would take seconds.
fn in_pieces(html: &str) -> Cow<'_, str> {
    let mut divided = String::new();
    let mut copied = 0;
    let mut text_start = Some(0);
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'<' => text_start = None,
            b'>' => text_start = Some(at),
            b'&' if text_start.is_some_and(|start| at - start > PIECE) => {
                divided.push_str(&html[copied..at]);
                divided.push_str("<!---->");
                copied = at;
                text_start = Some(at);
            }
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    divided.push_str(&html[copied..]);
    Cow::Owned(divided)
}

#[cfg(test)]
mod tests {
    use super::without_links;

    #[test]
    fn links_to_elsewhere_go_and_their_words_stay() {
        let here = "https://plans.example";
        let html = "<p><a href=\"https://shop.example\">Ovens</a> <a href=\"mailto:a@b.example\">write</a> \
            <a class=\"mention\" href=\"/people/ada\">@ada</a> <a href=\"#risks\">risks</a> \
            <a href=\"https://plans.example/plans/2\">two</a></p>";
        let without = without_links(html, here);
        assert!(
            !without.contains("shop.example") && !without.contains("mailto"),
            "{without}"
        );
        for kept in [
            ">Ovens</a>",
            ">write</a>",
            "href=\"/people/ada\"",
            "href=\"#risks\"",
            "/plans/2\"",
        ] {
            assert!(without.contains(kept), "{kept}: {without}");
        }
        assert_eq!(without_links(&without, here), without);
    }
}
