use super::DiffersForm;
use crate::{numbers::NumbersForm, tags};
use domain::{
    ids::PlanId,
    numbers::{CheckedNumbers, Numbers},
    plans::{Content, Difference, Licence, Note, Revision, Stage, Tag, Typed, template},
    problems::Problems,
    search::Unposted,
};
use serde::Deserialize;

/// The editor's fields exactly as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
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
    /// Set once the plans that say nearly the same have been shown.
    pub shown: String,
    /// Which button was pressed.
    pub action: String,
    /// The numbers.
    #[serde(flatten)]
    pub numbers: NumbersForm,
    /// How it differs from others.
    #[serde(flatten)]
    pub differs: DiffersForm,
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
    /// Keep it, and go on with a fork of this plan.
    Fork(PlanId),
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
    pub fn from_revision(revision: &Revision, differences: &[Difference]) -> Self {
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
            differs: DiffersForm::of(differences),
            ..Self::default()
        }
    }

    /// The same with the names that the plan's tags have by now.
    #[must_use]
    pub fn tagged(self, tags: &[Tag]) -> Self {
        let tags: Vec<&str> = tags.iter().map(Tag::as_str).collect();
        Self {
            tags: tags.join(", "),
            ..self
        }
    }

    /// Which button was pressed. Anything unknown does the least.
    #[must_use]
    pub fn action(&self) -> Action {
        match self.action.as_str() {
            "publish" => Action::Publish,
            "draft" => Action::Draft,
            other => {
                let fork = other.strip_prefix("fork-").map(str::parse);
                fork.and_then(Result::ok)
                    .map_or(Action::Preview, Action::Fork)
            }
        }
    }

    /// The plan that is to be forked instead.
    pub(super) fn fork(&self) -> Option<PlanId> {
        match self.action() {
            Action::Fork(plan) => Some(plan),
            _ => None,
        }
    }

    /// Whether title and pitch stand, so that it can be told what is like it.
    pub(super) fn stands(&self) -> bool {
        let problems = Content::check(&self.with_numbers(None)).err();
        problems.is_none_or(|problems| {
            ["title", "pitch"]
                .iter()
                .all(|it| problems.of(it).is_none())
        })
    }

    /// As it is compared with others; `family` is that of an edit's plan.
    pub(super) fn unposted(&self, family: Option<PlanId>) -> Unposted {
        let numbers = self.numbers.parse().ok().flatten();
        Unposted {
            title: self.title.clone(),
            pitch: self.pitch.clone(),
            body: self.body.clone(),
            numbers: numbers.map(CheckedNumbers::into_numbers),
            family,
        }
    }

    /// What rules look at, as far as it can be read.
    pub(crate) fn measured(&self) -> (Option<CheckedNumbers>, Stage, Licence) {
        let numbers = self.numbers.parse().ok().flatten();
        let stage = self.stage.parse().unwrap_or(Stage::Sketch);
        let licence = self.licence.parse().unwrap_or(Licence::BySa);
        (numbers, stage, licence)
    }

    /// All that was typed of a new plan, as it is sent; how it differs from others is not in it.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let words: [(&str, &str); 7] = [
            ("title", &self.title),
            ("pitch", &self.pitch),
            ("body", &self.body),
            ("tags", &self.tags),
            ("stage", &self.stage),
            ("licence", &self.licence),
            ("understood", &self.understood),
        ];
        words.into_iter().chain(self.numbers.fields()).collect()
    }

    /// What was typed, as the forum reads it.
    ///
    /// # Errors
    /// Everything that is wrong with it, if the numbers cannot be read, or what differs breaks a rule.
    pub fn typed(&self) -> Result<Typed, Problems> {
        let (numbers, wrong) = match self.numbers.parse() {
            Ok(numbers) => (
                numbers.map(CheckedNumbers::into_numbers),
                Problems::default(),
            ),
            Err(wrong) => (None, wrong),
        };
        let typed = self.with_numbers(numbers);
        let differs = self.differs.problems();
        if wrong.is_empty() && differs.is_empty() {
            return Ok(typed);
        }
        let mut problems = Content::check(&typed).err().unwrap_or_default();
        problems.0.extend(wrong.0);
        problems.0.extend(differs.0);
        Err(problems)
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
            tags: tags::separate(&self.tags),
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
    use domain::ids::PlanId;

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
    fn what_is_sent_again_is_the_same() {
        let raw = "title=a&pitch=b&body=c%0D%0Ad&tags=e&stage=f&licence=g&understood=yes&currency=h&unit=i\
                   &price=j&unit_cost=k&worksheet=p&opening_cash=q&ask=l&return_kind=m&return_terms=n&share=r\
                   &interest=s&repay_months=t&grace_months=u&cap=v&months=o";
        let form: EditorForm = read(raw).expect("a form");
        let again = serde_urlencoded::to_string(form.fields()).expect("fields");
        assert_eq!(again, raw);
        assert_eq!(read(&again), Some(form));
    }

    #[test]
    fn a_fork_names_its_plan() {
        let action = |word: &str| {
            let form = EditorForm {
                action: word.into(),
                ..EditorForm::default()
            };
            form.action()
        };
        assert_eq!(action("fork-12"), Action::Fork(PlanId(12)));
        assert_eq!(action("fork-"), Action::Preview);
    }

    #[test]
    fn it_stands_once_there_are_title_and_pitch() {
        let mut form: EditorForm =
            read("title=Solar+laundromat&pitch=Coin+laundry").expect("a form");
        assert!(!form.stands(), "the pitch is too short");
        form.pitch = "Coin laundry on roof power.".into();
        assert!(form.stands());
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let form: EditorForm = read("title=x&currency=USD&price=much&differs-7=x").expect("a form");
        let problems = form.typed_and_understood().expect_err("mistakes");
        let fields: Vec<_> = problems.0.iter().map(|problem| &*problem.field).collect();
        assert_eq!(
            fields,
            ["title", "pitch", "body", "price", "differs-7", "understood"]
        );
    }
}
