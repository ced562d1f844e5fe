use crate::numbers::NumbersForm;
use domain::{
    numbers::Numbers,
    plans::{Content, Note, Revision, Typed, template},
    problems::Problems,
};
use serde::Deserialize;

/// The editor's fields exactly as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditorForm {
    /// The title.
    pub title: String,
    /// The plan in two sentences.
    pub pitch: String,
    /// Markdown.
    pub body: String,
    /// Tags, parted by commas or spaces.
    pub tags: String,
    /// The word of a stage.
    pub stage: String,
    /// The SPDX identifier of a licence.
    pub licence: String,
    /// What an edit changes and why.
    pub note: String,
    /// The plan that an edit is of.
    pub plan: String,
    /// The revision that an edit started from.
    pub base: String,
    /// The draft that this is, if it is one.
    pub draft: String,
    /// The key that makes a second submit the first one.
    pub once: String,
    /// Ticked: the writer knows that anyone may copy it.
    pub understood: String,
    /// Which button was pressed.
    pub action: String,
    /// The numbers.
    #[serde(flatten)]
    pub numbers: NumbersForm,
}

/// The editor's buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Show how it will look.
    Preview,
    /// Keep it for oneself.
    Draft,
    /// Post it.
    Publish,
}

impl EditorForm {
    /// A new plan: the sections that readers look for, each with a prompt.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            body: template().into(),
            ..Self::default()
        }
    }

    /// An edit that starts from this revision.
    #[must_use]
    pub fn from_revision(revision: &Revision) -> Self {
        let checked = revision.numbers.clone().and_then(|it| it.check().ok());
        let typed = revision.typed();
        Self {
            title: typed.title,
            pitch: typed.pitch,
            body: typed.body,
            tags: typed.tags.join(", "),
            stage: typed.stage,
            licence: typed.licence,
            base: revision.number.to_string(),
            numbers: checked.as_ref().map(NumbersForm::from).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Which button was pressed. Anything unknown does the least.
    #[must_use]
    pub fn action(&self) -> Action {
        match self.action.as_str() {
            "publish" => Action::Publish,
            "draft" => Action::Draft,
            _ => Action::Preview,
        }
    }

    /// What was typed, as the forum reads it.
    ///
    /// # Errors
    /// Everything that is wrong with it, if the numbers cannot be read.
    pub fn typed(&self) -> Result<Typed, Problems> {
        match self.numbers.parse() {
            Ok(numbers) => {
                let numbers = numbers.map(domain::numbers::CheckedNumbers::into_numbers);
                Ok(self.with_numbers(numbers))
            }
            Err(wrong) => {
                let others = Content::check(&self.with_numbers(None)).err();
                let mut problems = others.unwrap_or_default();
                problems.0.extend(wrong.0);
                Err(problems)
            }
        }
    }

    /// As [`Self::typed`] for a first publication, which takes the writer's consent.
    ///
    /// # Errors
    /// Everything that is wrong with it, if the consent is missing or the numbers cannot be read.
    pub fn typed_and_understood(&self) -> Result<Typed, Problems> {
        if !self.understood.is_empty() {
            return self.typed();
        }
        let mut problems = self.problems();
        problems.add("understood", "Tick the box if you want this to be public");
        Err(problems)
    }

    /// As [`Self::typed`] for an edit, which takes a note.
    ///
    /// # Errors
    /// Everything that is wrong with it, if the note is or the numbers cannot be read.
    pub fn typed_and_noted(&self) -> Result<Typed, Problems> {
        let Err(wrong) = self.note.parse::<Note>() else {
            return self.typed();
        };
        let mut problems = self.problems();
        problems.add("note", wrong);
        Err(problems)
    }

    fn problems(&self) -> Problems {
        let checked = self.typed().and_then(|typed| Content::check(&typed));
        checked.err().unwrap_or_default()
    }

    fn with_numbers(&self, numbers: Option<Numbers>) -> Typed {
        Typed {
            title: self.title.clone(),
            pitch: self.pitch.clone(),
            body: self.body.clone(),
            tags: self
                .tags
                .split([',', ' ', '\n', '\t'])
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            stage: self.stage.clone(),
            licence: self.licence.clone(),
            numbers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, EditorForm};
    use crate::posted::read;

    #[test]
    fn a_posted_form_is_read_with_its_numbers() {
        let raw =
            "title=Repair+caf%C3%A9&tags=repair%2C+retail&currency=USD&price=3.20&action=publish";
        let form: EditorForm = read(raw).expect("a form");
        assert_eq!(form.action(), Action::Publish);
        let typed = form.typed().expect("readable numbers");
        assert_eq!(typed.tags, ["repair", "retail"]);
        assert_eq!(typed.numbers.and_then(|numbers| numbers.price), Some(320));
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let form: EditorForm = read("title=x&currency=USD&price=much").expect("a form");
        let problems = form.typed_and_understood().expect_err("mistakes");
        let fields: Vec<_> = problems.0.iter().map(|problem| &*problem.field).collect();
        assert_eq!(fields, ["title", "pitch", "body", "price", "understood"]);
    }
}
