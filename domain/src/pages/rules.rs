use crate::{
    checked::{self, Lines},
    ids::VersionNumber,
    problems::Problems,
};
use serde::Serialize;
use std::str::FromStr;

/// The longest text of a page, in bytes.
pub const LONGEST_PAGE: usize = 64 * 1024;

/// A page as an admin typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPage {
    /// The version that they had in front of them.
    pub base: i32,
    /// What it says now, in Markdown.
    pub body: String,
    /// What was changed and why.
    pub note: String,
}

/// What a page says, and what was changed, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    body: String,
    note: Note,
}

impl Content {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every field that breaks a rule, with how.
    pub fn check(typed: &TypedPage) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let body = problems.take("body", check_body(&typed.body));
        let note = problems.take("note", typed.note.parse::<Note>());
        match (body, note) {
            (Some(body), Some(note)) => Ok(Self { body, note }),
            _ => Err(problems),
        }
    }

    /// What an old version said, brought back.
    pub(super) fn restored(body: String, from: VersionNumber) -> Self {
        Self {
            body,
            note: Note::restored(from),
        }
    }

    /// What it says, in Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What was changed and why.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note.0
    }
}

/// What was changed and why, in a line of 3 to 200 letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note(String);

impl Note {
    /// At most so many letters.
    pub const MOST: usize = 200;

    fn restored(from: VersionNumber) -> Self {
        Self(match from {
            VersionNumber::SHIPPED => "Restored the text that ships with the program".into(),
            number => format!("Restored version {number}"),
        })
    }
}

impl FromStr for Note {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, Self::MOST).map(Self)
    }
}

/// A text that is not empty and not too long.
pub(super) fn check_body(body: &str) -> Result<String, String> {
    if body.len() > LONGEST_PAGE {
        return Err(format!(
            "is {} KiB long; at most {} KiB fit",
            body.len().div_ceil(1024),
            LONGEST_PAGE / 1024
        ));
    }
    checked::text(body, Lines::Many, 1, LONGEST_PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_told_at_once() {
        let wrong = Content::check(&TypedPage {
            base: 0,
            body: " \n".into(),
            note: "no".into(),
        });
        let problems = wrong.expect_err("two mistakes");
        assert!(problems.of("body").is_some() && problems.of("note").is_some());
        let long = "x".repeat(LONGEST_PAGE + 1);
        assert!(check_body(&long).is_err_and(|wrong| wrong.contains("64 KiB")));
        assert!(check_body(&long[1..]).is_ok());
    }
}
