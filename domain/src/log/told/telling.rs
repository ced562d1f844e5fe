//! The names that sentences are made of.

use super::{
    super::Entry,
    Part, Target,
    known::{self, Known},
};
use crate::{
    accounts::Byline,
    ids::{
        AccountId, ActionId, AppealId, ApplicationId, CommentId, DecisionId, ListingId, MeasureId,
        PlanId, RevisionNumber, RoundId, SuggestionId, TagActionId, TagId,
    },
};

/// What an entry says of an act.
#[derive(Debug)]
pub(super) struct Said {
    pub parts: Vec<Part>,
    pub why: Option<String>,
}

impl Said {
    /// Words and names, one after the other.
    pub(super) fn new(parts: Vec<Part>) -> Self {
        Self { parts, why: None }
    }

    /// And this.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// And a name between these words, if there is one.
    pub(super) fn then(self, before: &str, name: Option<Part>, after: &str) -> Self {
        match name {
            Some(name) if after.is_empty() => self.and(Self::new(vec![before.into(), name])),
            Some(name) => self.and(Self::new(vec![before.into(), name, after.into()])),
            None => self,
        }
    }

    /// With why it was done.
    pub(super) fn because(self, why: Option<String>) -> Self {
        let why = why.filter(|why| !why.is_empty());
        Self { why, ..self }
    }
}

impl From<&str> for Part {
    fn from(words: &str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Part {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

/// An entry, with what it names.
#[derive(Clone, Copy)]
pub(super) struct Telling<'t> {
    pub entry: &'t Entry,
    pub known: &'t Known,
}

impl Telling<'_> {
    /// Who did it, to begin a sentence with.
    pub(super) fn who(self) -> Part {
        match self.entry.actor {
            None => "The operator".into(),
            Some(id) => named(&self.known.person(id), "", "A former member"),
        }
    }

    /// As [`Self::who`], of what only those do who keep order.
    pub(super) fn moderator(self) -> Part {
        match self.entry.actor {
            None => "The operator".into(),
            Some(id) => named(
                &self.known.person(id),
                "The moderator ",
                "A former moderator",
            ),
        }
    }

    /// Whether it was done from the shell.
    pub(super) fn is_operators(self) -> bool {
        self.entry.actor.is_none()
    }

    /// The person that it was done to.
    pub(super) fn person(self) -> Part {
        let id = known::subject(self.entry, "account").map(AccountId);
        match id {
            Some(id) => named(&self.known.person(id), "", "a former member"),
            None => "somebody".into(),
        }
    }

    /// The role that was given.
    pub(super) fn role(self) -> &'static str {
        let role = self.entry.detail.get("role");
        match role.and_then(serde_json::Value::as_str) {
            Some("admin") => "an admin",
            Some("moderator") => "a moderator",
            _ => "a member",
        }
    }

    fn plan_id(self) -> Option<PlanId> {
        let subject = known::subject(self.entry, "plan");
        subject.or_else(|| self.number("plan")).map(PlanId)
    }

    /// The plan that it was done to, or on which.
    pub(super) fn plan(self) -> Part {
        self.title(self.plan_id())
    }

    /// The other plan: the parent, or the one that it was compared with.
    pub(super) fn other(self) -> Part {
        self.title(self.number("from").map(PlanId))
    }

    /// The fork that a suggestion came from.
    pub(super) fn fork(self) -> Option<Part> {
        let fork = self.number("fork").map(PlanId)?;
        Some(self.title(Some(fork)))
    }

    fn title(self, id: Option<PlanId>) -> Part {
        let Some(plan) = id.and_then(|id| self.known.plan(id)) else {
            return "a plan".into();
        };
        let target = Target::Plan {
            id: plan.id,
            slug: plan.slug.clone(),
        };
        Part::Link(plan.title.clone(), target)
    }

    /// The revision of this name in the detail.
    pub(super) fn revision(self, name: &str, of: Option<PlanId>) -> Option<Part> {
        let number = i32::try_from(self.number(name)?).ok()?;
        let words = format!("revision {number}");
        let plan = of.or_else(|| self.plan_id())?;
        Some(if self.known.may_read(plan) {
            Part::Link(words, Target::Revision(plan, RevisionNumber(number)))
        } else {
            words.into()
        })
    }

    /// The revision of the other plan that it was made from.
    pub(super) fn other_revision(self) -> Option<Part> {
        let other = self.number("from").map(PlanId)?;
        self.revision("from_revision", Some(other))
    }

    /// What the revision changed.
    pub(super) fn revision_note(self) -> Option<String> {
        self.known.note(known::revision(self.entry)?)
    }

    /// Why the plan was made as a fork. Of one that a moderator linked, that was somebody else.
    pub(super) fn fork_reason(self) -> Option<String> {
        let fork = self.known.plan(self.plan_id()?)?.fork.as_ref()?;
        (!fork.linked).then(|| fork.reason.clone())
    }

    /// The comment, called so.
    pub(super) fn comment(self, called: &str) -> Part {
        let subject = known::subject(self.entry, "comment");
        let id = subject.or_else(|| self.number("comment")).map(CommentId);
        match id.and_then(|id| Some((id, self.known.comment(id)?))) {
            Some((id, true)) => Part::Link(called.into(), Target::Comment(id)),
            Some((_, false)) => format!("{called}, no longer shown,").into(),
            None => called.into(),
        }
    }

    /// The suggestion.
    pub(super) fn suggestion(self) -> Part {
        const CALLED: &str = "a suggestion";
        let id = self.number("suggestion").map(SuggestionId);
        let may_read = self.plan_id().is_some_and(|plan| self.known.may_read(plan));
        match id.filter(|_| may_read) {
            Some(id) => Part::Link(CALLED.into(), Target::Suggestion(id)),
            None => CALLED.into(),
        }
    }

    /// What the suggestion says of itself.
    pub(super) fn suggestion_note(self) -> Option<String> {
        let id = self.number("suggestion").map(SuggestionId)?;
        self.known
            .suggestion(id)
            .filter(|_| self.plan_id().is_some_and(|plan| self.known.may_read(plan)))
    }

    /// The reasons that the founder gave.
    pub(super) fn decision(self) -> Option<String> {
        let id = self.number("decision").map(DecisionId)?;
        self.known
            .decision(id)
            .filter(|_| self.plan_id().is_some_and(|plan| self.known.may_read(plan)))
    }

    /// The reason that a moderator gave.
    pub(super) fn reason(self) -> Option<String> {
        let is_of_tag = known::subject(self.entry, "tag").is_some();
        let of_action = || {
            let id = self.number("action")?;
            if is_of_tag {
                self.known.tag_reason(TagActionId(id))
            } else {
                self.known.reason(ActionId(id))
            }
        };
        let of_measure = || self.known.measure(self.number("measure").map(MeasureId)?);
        of_action().or_else(of_measure)
    }

    /// What was said against a measure.
    pub(super) fn appeal(self) -> Option<String> {
        let appeal = self.known.appeal(self.number("appeal").map(AppealId)?)?;
        Some(appeal.said.clone())
    }

    /// What was answered to that.
    pub(super) fn answer(self) -> Option<String> {
        let appeal = self.known.appeal(self.number("answered").map(AppealId)?)?;
        appeal.answer.clone()
    }

    /// As [`Self::moderator`], of what the forum also does by itself.
    pub(super) fn keeper(self) -> Part {
        match self.entry.actor {
            None => "The forum".into(),
            Some(_) => self.moderator(),
        }
    }

    /// The plan that another was merged into.
    pub(super) fn home(self) -> Part {
        self.title(self.number("into").map(PlanId))
    }

    /// The person of the detail.
    pub(super) fn account(self) -> Part {
        match self.number("account").map(AccountId) {
            Some(id) => named(&self.known.person(id), "", "a former member"),
            None => "somebody".into(),
        }
    }

    /// The tag that it was done to.
    pub(super) fn tag(self) -> Part {
        self.tag_of(known::subject(self.entry, "tag"))
    }

    /// The other tag.
    pub(super) fn other_tag(self) -> Part {
        self.tag_of(self.number("other"))
    }

    fn tag_of(self, id: Option<i64>) -> Part {
        match id.and_then(|id| self.known.tag(TagId(id))) {
            Some(word) => Part::Link(format!("the tag {word}"), Target::Tag(word.to_owned())),
            None => "a tag".into(),
        }
    }

    /// The listing that it was done to.
    pub(super) fn listing(self) -> Part {
        let id = known::subject(self.entry, "listing").map(ListingId);
        match id.and_then(|id| Some((id, self.known.listing(id)?))) {
            Some((id, (title, slug))) => {
                let target = Target::Listing {
                    id,
                    slug: slug.clone(),
                };
                Part::Link(title.clone(), target)
            }
            None => "a listing".into(),
        }
    }

    /// The round that it was done to.
    pub(super) fn round(self) -> Part {
        let id = known::subject(self.entry, "round").map(RoundId);
        match id.and_then(|id| Some((id, self.known.round(id)?))) {
            Some((id, (title, slug))) => {
                let target = Target::Round {
                    id,
                    slug: slug.clone(),
                };
                Part::Link(title.clone(), target)
            }
            None => "a round".into(),
        }
    }

    /// What the version of the round changed.
    pub(super) fn round_note(self) -> Option<String> {
        self.known.round_note(known::round_version(self.entry)?)
    }

    /// The application, to a round that the viewer may see.
    pub(super) fn application(self) -> Option<Part> {
        let round = known::subject(self.entry, "round").map(RoundId)?;
        let id = self.number("application").map(ApplicationId)?;
        let words = format!("application {id}");
        self.known.round(round)?;
        Some(Part::Link(words, Target::Application(id)))
    }

    /// Why the application was accepted or declined, where the viewer may see the round.
    pub(super) fn application_reason(self) -> Option<String> {
        let round = known::subject(self.entry, "round").map(RoundId)?;
        self.known.round(round)?;
        self.known
            .application_reason(self.number("application").map(ApplicationId)?)
    }

    /// What a measure is about.
    pub(super) fn thing(self) -> Part {
        if known::subject(self.entry, "comment").is_some() {
            self.comment("a comment")
        } else if known::subject(self.entry, "account").is_some() {
            self.person()
        } else if known::subject(self.entry, "listing").is_some() {
            self.listing()
        } else {
            self.plan()
        }
    }

    /// The page of the forum's own, in its version.
    pub(super) fn page(self) -> Part {
        match known::page(self.entry) {
            Some((name, number)) => Part::Link(name.title().into(), Target::Page(name, number)),
            None => "of the forum".into(),
        }
    }

    /// What the version of the page changed.
    pub(super) fn page_note(self) -> Option<String> {
        self.known.page_note(known::page(self.entry)?)
    }

    /// A number of the detail.
    pub(super) fn number(self, name: &str) -> Option<i64> {
        known::detail(self.entry, name)
    }
}

/// Somebody by their name, or what is left of who has left.
fn named(byline: &Byline, before: &str, former: &str) -> Part {
    match &byline.person {
        Some(person) => Part::Link(
            format!("{before}{}", person.name),
            Target::Person(person.handle.clone()),
        ),
        None => former.into(),
    }
}
