use crate::checked::{self, Lines};
use std::str::FromStr;

/// Why a moderator did something, in a line of 3 to 500 letters that everybody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReason(String);

impl PublicReason {
    /// At most so many letters.
    pub const MOST: usize = 500;

    /// The reason as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicReason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, Self::MOST).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::PublicReason;

    #[test]
    fn a_reason_is_a_line_that_says_something() {
        let reason: Result<PublicReason, _> = " Word for\nword ".parse();
        assert_eq!(reason.map(|reason| reason.0), Ok("Word for word".into()));
        for wrong in ["", "  ", "no", &"x".repeat(501)] {
            assert!(wrong.parse::<PublicReason>().is_err(), "{wrong}");
        }
    }
}
