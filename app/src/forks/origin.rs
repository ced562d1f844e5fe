//! Who wrote what was brought from another forum.

use domain::forks::RevisionOrigin;
use leptos::prelude::*;

/// `Ada Lovelace elsewhere, as revision 3 of 1 March 2025`. The name is what a file said, so it links
/// to nobody.
pub fn written_elsewhere(origin: &RevisionOrigin) -> AnyView {
    let day = match origin.saved.parse::<jiff::Timestamp>() {
        Ok(saved) => saved.strftime("%-d %B %Y").to_string(),
        Err(_) => origin.saved.clone(),
    };
    let author = &origin.author;
    view! {
        {format!("{author} elsewhere, as revision {} of ", origin.number)}
        <time datetime=origin.saved.clone()>{day}</time>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::written_elsewhere;
    use crate::render::fragment;
    use domain::forks::RevisionOrigin;

    #[test]
    fn a_name_from_elsewhere_is_text() {
        let origin = RevisionOrigin {
            author: "<script>".into(),
            number: 3,
            saved: "2025-03-01T10:00:00Z".into(),
        };
        let html = fragment(|| written_elsewhere(&origin));
        assert!(
            html.contains("&lt;script&gt; elsewhere, as revision 3 of "),
            "{html}"
        );
        assert!(html.contains(">1 March 2025</time>"), "{html}");
    }
}
