//! How many links to elsewhere a text has.

use super::tree;
use comrak::{Arena, nodes::NodeValue};

/// How many links a text has that lead away from the forum at this address, typed or drawn as images
/// among them. A text that is too complex to be shown has none.
#[must_use]
pub fn links_elsewhere(source: &str, here: &str) -> usize {
    let arena = Arena::new();
    let Ok(root) = tree::parse(&arena, source) else {
        return 0;
    };
    root.descendants()
        .filter(|node| match &node.data().value {
            NodeValue::Link(link) => leads_away(&link.url, here),
            _ => false,
        })
        .count()
}

/// Whether an address leads away from the forum at this one.
pub(super) fn leads_away(url: &str, here: &str) -> bool {
    let is_address = url.contains(':') || url.starts_with("//");
    let rest = url.strip_prefix(here);
    let is_here = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    is_address && !is_here
}

#[cfg(test)]
mod tests {
    use super::links_elsewhere;

    #[test]
    fn what_leads_away_is_counted_however_it_is_written() {
        let source = "[one](https://a.example) <https://b.example> https://c.example www.d.example\n\n\
            ![five](https://e.example/x.png) [six][6] mail@f.example\n\n[6]: http://g.example\n\n\
            `https://code.example` [here](/plans/1) [too](#risks) https://plans.example/plans/2\n\n\
            [no](https://plans.example.evil.example)";
        assert_eq!(links_elsewhere(source, "https://plans.example"), 8);
        assert_eq!(links_elsewhere("No links.", "https://plans.example"), 0);
    }
}
