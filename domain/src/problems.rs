//! What is wrong with a form, field by field, in words its writer can act on.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// One field's mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field's name in the form and in JSON, such as `title` or `numbers.months[3].costs[0].amount`.
    pub field: Cow<'static, str>,
    /// What is wrong, as a sentence for the person who typed it.
    pub message: String,
}

/// All mistakes of one form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// A single mistake.
    pub fn one(field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(field, message);
        problems
    }

    /// Notes a mistake.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, message: impl Into<String>) {
        self.0.push(Problem {
            field: field.into(),
            message: message.into(),
        });
    }

    /// Takes the value out of a check, or notes its mistake under this field.
    pub fn take<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        checked: Result<T, E>,
    ) -> Option<T> {
        checked
            .map_err(|error| self.add(field, error.to_string()))
            .ok()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first thing said of this field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|problem| problem.field == field)
            .map(|problem| problem.message.as_str())
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {}", problem.field, problem.message)?;
        }
        Ok(())
    }
}
