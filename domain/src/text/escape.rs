use comrak::html;

/// A text as HTML that shows it as it is, between tags and within an attribute's double quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    html::escape(&mut escaped, text).expect("a string takes whatever is written");
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_is_html() {
        assert_eq!(
            escaped("<b title=\"a\">Tea & cake</b>"),
            "&lt;b title=&quot;a&quot;&gt;Tea &amp; cake&lt;/b&gt;"
        );
    }
}
