//! What a plan says, as typed and as checked.

use super::{Licence, Stage, template};
use crate::{
    checked::{self, Lines},
    ids::RevisionNumber,
    numbers::{CheckedNumbers, Numbers},
    problems::Problems,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most that a body may hold, in bytes.
pub const LONGEST_BODY: usize = 256 * 1024;
/// The most tags a plan may have.
pub const MOST_TAGS: usize = 5;

/// A tag: 2 to 24 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(String);

impl Tag {
    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let tag = text.trim().trim_start_matches('#').to_lowercase();
        let plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !(2..=24).contains(&tag.chars().count())
            || !tag.chars().all(plain)
            || tag.starts_with('-')
            || tag.ends_with('-')
        {
            return Err(format!(
                "“{}” cannot be a tag: use 2 to 24 of a-z, 0-9 and -",
                tag.chars().take(30).collect::<String>()
            ));
        }
        Ok(Self(tag))
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A plan as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The title.
    pub title: String,
    /// The plan in two sentences.
    pub pitch: String,
    /// Markdown, in sections under `##` headings.
    pub body: String,
    /// Tags.
    pub tags: Vec<String>,
    /// A [`Stage`]'s word; empty for a sketch.
    pub stage: String,
    /// A [`Licence`]'s SPDX identifier; empty for the default.
    pub licence: String,
    /// The structured part, if it is given.
    pub numbers: Option<Numbers>,
}

/// A plan's content that keeps every rule: title 8 to 120 letters, pitch 20 to 280, a body of at
/// most 256 KiB, up to five tags, numbers that add up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Content {
    title: String,
    pitch: String,
    body: String,
    tags: Vec<Tag>,
    stage: Stage,
    licence: Licence,
    numbers: Option<CheckedNumbers>,
}

impl Content {
    /// Checks what somebody typed.
    ///
    /// # Errors
    /// Every field that breaks a rule, with how.
    pub fn check(typed: &Typed) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let title = problems.take("title", checked::text(&typed.title, Lines::One, 8, 120));
        let pitch = problems.take("pitch", checked::text(&typed.pitch, Lines::One, 20, 280));
        let body = problems.take("body", check_body(&typed.body));
        let tags = problems.take("tags", check_tags(&typed.tags));
        let stage = problems.take("stage", word_or(&typed.stage, Stage::Sketch));
        let licence = problems.take("licence", word_or(&typed.licence, Licence::BySa));
        let numbers = match typed.numbers.clone().map(Numbers::check).transpose() {
            Ok(numbers) => numbers,
            Err(wrong) => {
                for problem in wrong.0 {
                    problems.add(format!("numbers.{}", problem.field), problem.message);
                }
                None
            }
        };
        let (Some(title), Some(pitch), Some(body), Some(tags), Some(stage), Some(licence), true) = (
            title,
            pitch,
            body,
            tags,
            stage,
            licence,
            problems.is_empty(),
        ) else {
            return Err(problems);
        };
        Ok(Self {
            title,
            pitch,
            body,
            tags,
            stage,
            licence,
            numbers,
        })
    }

    /// The title, on one line.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The pitch, on one line.
    #[must_use]
    pub fn pitch(&self) -> &str {
        &self.pitch
    }

    /// The body, in Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The tags, as given, each once.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The same with these tags, each once.
    #[cfg(feature = "store")]
    #[must_use]
    pub(crate) fn tagged(mut self, tags: Vec<Tag>) -> Self {
        self.tags.clear();
        for tag in tags {
            if !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
        self
    }

    /// The stage.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The licence.
    #[must_use]
    pub fn licence(&self) -> Licence {
        self.licence
    }

    /// The numbers.
    #[must_use]
    pub fn numbers(&self) -> Option<&CheckedNumbers> {
        self.numbers.as_ref()
    }

    /// The same as a form has it.
    #[must_use]
    pub fn typed(&self) -> Typed {
        Typed {
            title: self.title.clone(),
            pitch: self.pitch.clone(),
            body: self.body.clone(),
            tags: self.tags.iter().map(ToString::to_string).collect(),
            stage: self.stage.to_string(),
            licence: self.licence.to_string(),
            numbers: self.numbers().map(|numbers| numbers.as_numbers().clone()),
        }
    }
}

/// Why a revision was made, in a line of 3 to 200 letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// The note of every plan's first revision.
    #[must_use]
    pub fn first() -> Self {
        Self("First version".into())
    }

    /// The note of a revision that brings an old one back.
    #[must_use]
    pub fn restored(number: RevisionNumber) -> Self {
        Self(format!("Restored revision {number}"))
    }

    /// The note of a revision that takes over what somebody else counts on.
    #[cfg(feature = "store")]
    pub(crate) fn numbers_by(whom: &str) -> Self {
        Self(format!("Numbers by {whom}"))
    }

    /// The note as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Note {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, 200).map(Self)
    }
}

fn check_body(body: &str) -> Result<String, String> {
    if body.len() > LONGEST_BODY {
        return Err(format!(
            "is {} KiB long; at most {} KiB fit",
            body.len().div_ceil(1024),
            LONGEST_BODY / 1024
        ));
    }
    let body = checked::text(body, Lines::Many, 1, LONGEST_BODY)?;
    if body == template().trim_end() {
        return Err("has only the prompts so far: write your plan in their place".into());
    }
    Ok(body)
}

fn check_tags(typed: &[String]) -> Result<Vec<Tag>, String> {
    let mut tags = Vec::new();
    for text in typed.iter().filter(|text| !text.trim().is_empty()) {
        let tag: Tag = text.parse()?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(format!(
            "are {}; at most {MOST_TAGS} are allowed",
            tags.len()
        ));
    }
    Ok(tags)
}

fn word_or<W: FromStr>(word: &str, otherwise: W) -> Result<W, W::Err> {
    if word.is_empty() {
        return Ok(otherwise);
    }
    word.parse()
}
