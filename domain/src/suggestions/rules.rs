use crate::checked::{self, Lines};
use std::str::FromStr;

/// What a suggestion changes and why, in a line of 3 to 500 letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// The note as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Note {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, 500).map(Self)
    }
}

/// What a founder says to a part of a suggestion, in a line of 3 to 500 letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The reason as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, 500).map(Self)
    }
}
