//! The names of the parts of a plan.

use crate::text::SectionKey;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Which part of a plan a change is in.
///
/// As text, in forms, addresses and JSON: `title`, `section:who-pays`, `removed:risks`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartKey {
    /// The title.
    Title,
    /// The pitch.
    Pitch,
    /// All tags.
    Tags,
    /// What stands before the first section.
    Preamble,
    /// A section, by its key in what is offered.
    Section(SectionKey),
    /// A section that is no longer in what is offered, by its key in the base.
    Removed(SectionKey),
    /// The order of the sections that all three have.
    Order,
    /// The structured part.
    Numbers,
}

impl PartKey {
    /// Whether it is a part of the body.
    pub(super) fn is_in_body(&self) -> bool {
        match self {
            Self::Preamble | Self::Section(_) | Self::Removed(_) | Self::Order => true,
            Self::Title | Self::Pitch | Self::Tags | Self::Numbers => false,
        }
    }
}

/// The text is not the name of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a part of a plan: title, pitch, tags, preamble, section:…, removed:…, order or numbers"
)]
pub struct NotAPart;

impl fmt::Display for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("title"),
            Self::Pitch => f.write_str("pitch"),
            Self::Tags => f.write_str("tags"),
            Self::Preamble => f.write_str("preamble"),
            Self::Section(key) => write!(f, "section:{key}"),
            Self::Removed(key) => write!(f, "removed:{key}"),
            Self::Order => f.write_str("order"),
            Self::Numbers => f.write_str("numbers"),
        }
    }
}

impl FromStr for PartKey {
    type Err = NotAPart;

    fn from_str(text: &str) -> Result<Self, NotAPart> {
        let section = |key| SectionKey::parse(key).map_err(|_| NotAPart);
        match text.split_once(':') {
            Some(("section", key)) => section(key).map(Self::Section),
            Some(("removed", key)) => section(key).map(Self::Removed),
            Some(_) => Err(NotAPart),
            None => match text {
                "title" => Ok(Self::Title),
                "pitch" => Ok(Self::Pitch),
                "tags" => Ok(Self::Tags),
                "preamble" => Ok(Self::Preamble),
                "order" => Ok(Self::Order),
                "numbers" => Ok(Self::Numbers),
                _ => Err(NotAPart),
            },
        }
    }
}

impl TryFrom<String> for PartKey {
    type Error = NotAPart;

    fn try_from(text: String) -> Result<Self, NotAPart> {
        text.parse()
    }
}

impl From<PartKey> for String {
    fn from(key: PartKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{NotAPart, PartKey};

    #[test]
    fn a_key_is_the_same_text_everywhere() {
        for text in [
            "title",
            "pitch",
            "tags",
            "preamble",
            "section:who-pays",
            "removed:risks-2",
            "order",
            "numbers",
        ] {
            let key: PartKey = text.parse().expect(text);
            assert_eq!(key.to_string(), text);
            let json = serde_json::to_string(&key).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<PartKey>(&json).unwrap(), key);
        }
    }

    #[test]
    fn nothing_else_is_a_key() {
        for text in [
            "",
            "Title",
            "section:",
            "section:Who pays",
            "section:page-top",
            "removed",
            "title:risks",
            "stage",
        ] {
            assert_eq!(text.parse::<PartKey>(), Err(NotAPart), "{text}");
        }
    }
}
