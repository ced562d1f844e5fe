use super::form::Form;
use domain::{ids::PlanId, problems::Problems};

/// Which form of the page something was typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Title, introduction and question.
    Words,
    /// A plan to be put into it.
    Add,
    /// The note on a plan in it.
    Note(PlanId),
    /// Who is to be a curator.
    Curator,
}

/// What was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub words: Option<Form>,
    /// Whether somebody else has changed the words meanwhile.
    pub is_stale: bool,
    pub plan: String,
    pub note: String,
    pub handle: String,
    pub wrong: Option<(Part, Problems)>,
}

impl Typed {
    pub(super) fn wrong(part: Part, problems: Problems) -> Self {
        Self {
            wrong: Some((part, problems)),
            ..Self::default()
        }
    }

    pub(super) fn problems(&self, part: Part) -> Problems {
        let wrong = self.wrong.as_ref().filter(|(of, _)| *of == part);
        wrong
            .map(|(_, problems)| problems.clone())
            .unwrap_or_default()
    }
}
