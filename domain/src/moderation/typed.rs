use crate::checked::{self, Lines};

/// Why a text was refused, as a sentence to show by the field.
pub type WordsError = String;

/// A text of several lines that somebody writes to moderators or moderators to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// At most so many letters.
    pub const MOST: usize = 2_000;

    /// Checks it; at least so many letters.
    ///
    /// # Errors
    /// When it is too short, too long, or no text.
    pub fn check(typed: &str, least: usize) -> Result<Self, WordsError> {
        checked::text(typed, Lines::Many, least, Self::MOST).map(Self)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_may_have_lines_and_an_end() {
        let words = Words::check("It is mine.\n\nReally. \n", 3).map(|words| words.0);
        assert_eq!(words, Ok("It is mine.\n\nReally.".into()));
        assert!(Words::check("", 0).is_ok());
        assert!(Words::check("ab", 3).is_err());
        assert!(Words::check(&"x".repeat(Words::MOST + 1), 0).is_err());
    }
}
