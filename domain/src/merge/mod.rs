//! Three-way merge of a plan: what somebody changed in a copy of it, to be taken over part by part.
//!
//! There are three states: the *base* that both started from, *ours*, the plan that takes the change,
//! and *theirs*, the change that is offered. [`parts`] tells every part that theirs changed and what
//! would come of it; [`apply`] makes ours with the chosen parts. Nothing is resolved silently: where
//! both changed the same place, the part is a conflict, to be decided by a person. Stage and licence
//! are no parts: they are each plan's own.
//!
//! Sections are recognised as a comparison recognises them (same content, same key, most alike), so
//! a renamed or moved section is still itself. All steps are bounded, as those of
//! [`compare`](crate::text::compare) are; nothing here reads a database.

mod bodies;
mod body;
mod fields;
mod key;
mod layout;
mod lines;
mod numbers;
mod order;
#[cfg(test)]
mod tests;

pub use key::{NotAPart, PartKey};

use crate::{
    plans::{FieldChange, Typed},
    text::TooComplex,
};
use bodies::Bodies;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A part that theirs changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Which one.
    pub key: PartKey,
    /// What it is called for people: a section's heading, or the name of a field.
    pub title: String,
    /// What it said in the base; nothing where it was not there.
    pub base: Option<String>,
    /// What it says in ours.
    pub ours: Option<String>,
    /// What it says in theirs.
    pub theirs: Option<String>,
    /// What comes of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Of the numbers: what theirs changed in them, figure by figure. Empty for other parts.
    pub changes: Vec<FieldChange>,
    /// Of the numbers in conflict: the names of the figures that both changed differently.
    pub disputed: Vec<String>,
}

/// What comes of a part that theirs changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "merged")]
pub enum Outcome {
    /// Ours did not touch it: it can be taken as it is.
    Clean,
    /// Both changed it in different places: this is both changes in one.
    Merged(String),
    /// Both changed the same place, or one removed what the other changed.
    Conflict,
    /// Ours has all of this change: there is nothing to decide.
    Already,
}

impl Part {
    /// Whether there is something to decide.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome != Outcome::Already
    }

    /// What the part would say once it is taken; in a conflict, what theirs says. Empty when it
    /// would be removed.
    #[must_use]
    pub fn offered(&self) -> &str {
        match &self.outcome {
            Outcome::Merged(text) => text,
            Outcome::Clean | Outcome::Conflict => self.theirs.as_deref().unwrap_or_default(),
            Outcome::Already => self.ours.as_deref().unwrap_or_default(),
        }
    }

    fn new(key: PartKey, title: impl Into<String>, texts: [Option<&str>; 3]) -> Self {
        let [base, ours, theirs] = texts.map(|text| text.map(str::to_owned));
        Self {
            key,
            title: title.into(),
            base,
            ours,
            theirs,
            outcome: Outcome::Conflict,
            changes: Vec::new(),
            disputed: Vec::new(),
        }
    }

    fn with(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }
}

/// What is done with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The change is taken: theirs, or both changes in one. Not possible in a conflict.
    Take,
    /// Theirs is taken in place of ours, also in a conflict.
    TakeTheirs,
    /// What a person wrote in place of the part, its heading included. Empty removes the part.
    Text(String),
}

/// Why parts were not applied. Where it is about one [`part`](Self::part), the words follow its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// Theirs did not change such a part.
    #[error("is not among the changes that are offered")]
    Unknown(PartKey),
    /// It was chosen twice.
    #[error("is chosen twice")]
    Repeated(PartKey),
    /// Both changed it, and somebody has to say what it shall be.
    #[error("was changed in both plans: choose one of the texts, or write your own")]
    Conflict(PartKey),
    /// A text was written in place of a part that ours has already.
    #[error("is in the plan already: there is nothing to write in its place")]
    Settled(PartKey),
    /// A text was written in place of an order.
    #[error("can be taken or left, not written")]
    NotWritten(PartKey),
    /// A section was written without a heading at its beginning.
    #[error("must begin with its heading, such as “## Risks”")]
    WithoutHeading(PartKey),
    /// The numbers that were written are not understood.
    #[error("{1}")]
    Numbers(PartKey, String),
    /// The sections after this one would become a part of it.
    #[error(
        "“{title}” would run on into what follows it: something in it is opened and never closed, such as a block of code that begins with ``` and has no end"
    )]
    Unclosed {
        /// What the section is called.
        title: String,
    },
    /// The body would be too complex to be shown.
    #[error(transparent)]
    TooComplex(#[from] TooComplex),
}

impl ApplyError {
    /// The part that it is about, when it is about one.
    #[must_use]
    pub fn part(&self) -> Option<&PartKey> {
        match self {
            Self::Unknown(key)
            | Self::Repeated(key)
            | Self::Conflict(key)
            | Self::Settled(key)
            | Self::NotWritten(key)
            | Self::WithoutHeading(key)
            | Self::Numbers(key, _) => Some(key),
            Self::Unclosed { .. } | Self::TooComplex(_) => None,
        }
    }
}

/// Every part that theirs changed: title, pitch, tags, preamble, the sections as they stand in theirs
/// with removed ones where they stood, order, numbers.
///
/// # Errors
/// When one of the bodies is too complex to be shown, which none is that was ever saved.
pub fn parts(base: &Typed, ours: &Typed, theirs: &Typed) -> Result<Vec<Part>, TooComplex> {
    let bodies = Bodies::read(base, ours, theirs)?;
    Ok(all_parts(base, ours, theirs, &bodies))
}

fn all_parts(base: &Typed, ours: &Typed, theirs: &Typed, bodies: &Bodies<'_>) -> Vec<Part> {
    let mut parts = fields::before_body(base, ours, theirs);
    parts.extend(bodies.parts());
    parts.extend(order::part(bodies));
    parts.extend(fields::numbers(base, ours, theirs));
    parts
}

/// Ours with exactly the chosen parts; all else of it stays byte for byte. What is put in takes
/// over the line endings of ours. Whether the result keeps every rule of a plan is still to be
/// checked.
///
/// # Errors
/// When a choice does not fit its part, or a part would change how the text after it is read.
pub fn apply(
    base: &Typed,
    ours: &Typed,
    theirs: &Typed,
    choices: &[(PartKey, Choice)],
) -> Result<Typed, ApplyError> {
    let bodies = Bodies::read(base, ours, theirs)?;
    let parts = all_parts(base, ours, theirs, &bodies);
    let chosen = chosen(&parts, choices)?;
    let mut result = ours.clone();
    let mut edits = Vec::new();
    for (part, taken) in chosen {
        if part.key.is_in_body() {
            edits.push((&part.key, taken));
        } else {
            fields::take(&part.key, taken, theirs, &mut result)?;
        }
    }
    if !edits.is_empty() {
        result.body = layout::body(&bodies, &ours.body, &edits)?;
    }
    Ok(result)
}

/// What goes in the place of a part.
#[derive(Clone, Copy)]
enum Taken<'c> {
    /// What theirs says.
    Theirs,
    /// Both changes in one.
    Merged(&'c str),
    /// What a person wrote.
    Written(&'c str),
}

/// The parts that are chosen, with what goes in their place.
fn chosen<'c>(
    parts: &'c [Part],
    choices: &'c [(PartKey, Choice)],
) -> Result<Vec<(&'c Part, Taken<'c>)>, ApplyError> {
    let known: HashMap<_, _> = parts.iter().map(|part| (&part.key, part)).collect();
    let mut seen = HashSet::new();
    let mut chosen = Vec::with_capacity(choices.len());
    for (key, choice) in choices {
        let part = known
            .get(key)
            .ok_or_else(|| ApplyError::Unknown(key.clone()))?;
        if !seen.insert(key) {
            return Err(ApplyError::Repeated(key.clone()));
        }
        chosen.extend(taken(part, choice)?.map(|taken| (*part, taken)));
    }
    Ok(chosen)
}

/// Nothing when ours has it already.
fn taken<'c>(part: &'c Part, choice: &'c Choice) -> Result<Option<Taken<'c>>, ApplyError> {
    match (choice, &part.outcome) {
        (Choice::TakeTheirs, _) | (Choice::Take, Outcome::Clean) => Ok(Some(Taken::Theirs)),
        (Choice::Take, Outcome::Merged(text)) => Ok(Some(Taken::Merged(text))),
        (Choice::Take, Outcome::Already) => Ok(None),
        (Choice::Take, Outcome::Conflict) => Err(ApplyError::Conflict(part.key.clone())),
        (Choice::Text(_), Outcome::Already) => Err(ApplyError::Settled(part.key.clone())),
        (Choice::Text(_), _) if part.key == PartKey::Order => {
            Err(ApplyError::NotWritten(part.key.clone()))
        }
        (Choice::Text(text), _) => Ok(Some(Taken::Written(text))),
    }
}

/// What comes of a text that theirs changed. `is_whole` tells whether both changes in one still make
/// one part.
fn settle(part: Part, is_whole: impl Fn(&str) -> bool) -> Part {
    let outcome = if part.theirs == part.ours {
        Outcome::Already
    } else if part.ours == part.base {
        Outcome::Clean
    } else {
        match (&part.base, &part.ours, &part.theirs) {
            (Some(base), Some(ours), Some(theirs)) => match lines::merge(base, ours, theirs) {
                Some(merged) if merged == *ours => Outcome::Already,
                Some(merged) if is_whole(&merged) => Outcome::Merged(merged),
                _ => Outcome::Conflict,
            },
            _ => Outcome::Conflict,
        }
    };
    part.with(outcome)
}
