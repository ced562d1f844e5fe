//! The last step before anything typed reaches a page.

use std::sync::LazyLock;

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
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed = Builder::empty();
    allowed
        .add_tags(TAGS)
        .add_clean_content_tags(["script", "style"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"))
        .add_generic_attributes(["id"])
        .add_tag_attributes("a", ["href", "title", "aria-label"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("input", ["aria-label", "checked"])
        .add_tag_attributes("section", ["aria-label"])
        .add_tag_attribute_values("th", "align", ["left", "center", "right"])
        .add_tag_attribute_values("td", "align", ["left", "center", "right"])
        .add_tag_attribute_values("div", "role", ["group"])
        .add_tag_attribute_values("div", "aria-label", ["Table"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .add_allowed_classes("a", ["anchor", "mention", "backref"])
        .add_allowed_classes("div", ["table-scroll"])
        .add_allowed_classes("li", ["task"])
        .add_allowed_classes("section", ["footnotes"])
        .add_allowed_classes("sup", ["footnote-ref"]);
    allowed
});

/// Makes HTML safe to put into a page. Doing it twice changes nothing.
pub(super) fn clean(html: &str) -> String {
    ALLOWED.clean(html).to_string()
}
