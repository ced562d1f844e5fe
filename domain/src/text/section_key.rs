use std::fmt;

use serde::{Deserialize, Serialize};

/// The name by which comments, links and merges address a section of a plan; also its element's id
/// in the page.
///
/// Invariant: 1 to 80 characters of `a-z`, `0-9` and `-`, neither first nor last a `-`, and never
/// one of the ids that a page may use for itself. Those are `main`, `write`, `page-…`, `field-…`,
/// `c<number>` and `c<number>-…` (a comment and what it contains), `fn-…` and `fnref-…`
/// (footnotes): pages keep to these and texts keep off them, so that no heading can take over an
/// element of the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SectionKey(String);

/// The text is not a section's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the key of a section")]
pub struct NotASectionKey;

impl SectionKey {
    const MAX: usize = 80;

    /// Takes a key that came in by an address or a form.
    ///
    /// # Errors
    /// When no heading could have it.
    pub fn parse(text: &str) -> Result<Self, NotASectionKey> {
        let ends_well = !text.starts_with('-') && !text.ends_with('-');
        let plain = text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let length = (1..=Self::MAX).contains(&text.len());
        if ends_well && plain && length && !belongs_to_the_page(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASectionKey)
        }
    }

    /// The key as it stands in addresses and ids.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether an id is one of those that pages keep for themselves: see [`SectionKey`].
pub(super) fn belongs_to_the_page(id: &str) -> bool {
    let first = id.split('-').next().unwrap_or(id);
    let comment = first.strip_prefix('c').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    comment || matches!(first, "page" | "field" | "fn" | "fnref") || matches!(id, "main" | "write")
}

impl fmt::Display for SectionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for SectionKey {
    type Error = NotASectionKey;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<SectionKey> for String {
    fn from(key: SectionKey) -> Self {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_slugs_that_no_page_uses() {
        for good in [
            "risks",
            "who-pays-2",
            "c",
            "pages",
            "section",
            "cats-9",
            "2026",
        ] {
            assert!(SectionKey::parse(good).is_ok(), "{good}");
        }
        let long = "a".repeat(81);
        for bad in [
            "",
            "-a",
            "a-",
            "A",
            "a b",
            "é",
            "page-top",
            "page",
            "c1",
            "c12-risks",
            "fn-1",
            "fnref-1-2",
            &long,
        ] {
            assert!(SectionKey::parse(bad).is_err(), "{bad}");
        }
    }

    #[cfg(feature = "store")]
    #[test]
    fn json_is_checked_on_the_way_in() {
        let key = SectionKey::parse("risks").unwrap();
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(json, "\"risks\"");
        assert_eq!(serde_json::from_str::<SectionKey>(&json).unwrap(), key);
        assert!(serde_json::from_str::<SectionKey>("\"<b>\"").is_err());
    }
}
