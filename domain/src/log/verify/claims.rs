//! What the log says was written.

use crate::{
    hash::Hash,
    ids::Seq,
    log::{Entry, Kind},
    pages::Name,
};
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    fmt,
};

/// A text that the log has a hash of, by the numbers in the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Text {
    /// A plan's revision.
    Revision {
        /// The plan.
        plan: i64,
        /// The revision's number.
        number: i64,
    },
    /// What a comment said after so many edits.
    Comment {
        /// The comment.
        comment: i64,
        /// How often it had been edited.
        edit: i64,
    },
    /// A change offered to a plan.
    Suggestion {
        /// The suggestion.
        suggestion: i64,
    },
    /// The reasons that a founder gave.
    Decision {
        /// The decision.
        decision: i64,
    },
    /// The reason that a moderator gave.
    Action {
        /// The action.
        action: i64,
    },
    /// The reason of a measure.
    Measure {
        /// The measure.
        measure: i64,
    },
    /// What was said against a measure.
    Appeal {
        /// The appeal.
        appeal: i64,
    },
    /// What was answered to an appeal.
    AppealAnswer {
        /// The appeal.
        appeal: i64,
    },
    /// Where a plan runs, as it was said last.
    Place {
        /// The plan.
        plan: i64,
    },
    /// What a page of the forum's own said in a version.
    Page {
        /// The page.
        page: Name,
        /// The version's number.
        number: i64,
    },
    /// What a version of a page changed, as its writer said.
    PageNote {
        /// The page.
        page: Name,
        /// The version's number.
        number: i64,
    },
    /// The reason that a moderator gave for what was done about a tag.
    TagAction {
        /// The action.
        action: i64,
    },
    /// What a tag is about, as it was said last.
    About {
        /// The tag.
        tag: i64,
    },
    /// How a plan differs from another, as it was said last.
    Difference {
        /// The plan.
        plan: i64,
        /// The other.
        other: i64,
    },
    /// What a listing says, as it was said last.
    Listing {
        /// The listing.
        listing: i64,
    },
    /// What a listing says of a plan, as it was said last.
    Note {
        /// The listing.
        listing: i64,
        /// The plan.
        plan: i64,
    },
    /// Why a plan was proposed for a listing.
    Proposal {
        /// The proposal.
        proposal: i64,
    },
    /// The reason that a curator gave.
    Answer {
        /// The proposal.
        proposal: i64,
    },
    /// What a round says in a version.
    Round {
        /// The round.
        round: i64,
        /// The version's number.
        number: i64,
    },
    /// What was entered in a round, and what was found.
    Application {
        /// The application.
        application: i64,
    },
    /// Why an application was accepted or declined.
    ApplicationReason {
        /// The application.
        application: i64,
    },
    /// What a funder asked.
    Question {
        /// The question.
        question: i64,
    },
    /// What was answered to that.
    Reply {
        /// The question.
        question: i64,
    },
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision { plan, number } => write!(f, "revision {number} of plan {plan}"),
            Self::Comment { comment, edit: 0 } => write!(f, "comment {comment}"),
            Self::Comment { comment, edit } => write!(f, "edit {edit} of comment {comment}"),
            Self::Suggestion { suggestion } => write!(f, "suggestion {suggestion}"),
            Self::Decision { decision } => write!(f, "decision {decision}"),
            Self::Action { action } => write!(f, "the reason of action {action}"),
            Self::Measure { measure } => write!(f, "the reason of measure {measure}"),
            Self::Appeal { appeal } => write!(f, "appeal {appeal}"),
            Self::AppealAnswer { appeal } => write!(f, "the answer to appeal {appeal}"),
            Self::TagAction { action } => write!(f, "the reason of action {action} on tags"),
            Self::About { tag } => write!(f, "what tag {tag} is about"),
            Self::Place { plan } => write!(f, "the place of plan {plan}"),
            Self::Page { page, number } => write!(f, "version {number} of the page {page}"),
            Self::PageNote { page, number } => {
                write!(f, "the note of version {number} of the page {page}")
            }
            Self::Difference { plan, other } => {
                write!(f, "how plan {plan} differs from plan {other}")
            }
            Self::Listing { listing } => write!(f, "listing {listing}"),
            Self::Note { listing, plan } => {
                write!(f, "what listing {listing} says of plan {plan}")
            }
            Self::Proposal { proposal } => write!(f, "proposal {proposal}"),
            Self::Answer { proposal } => write!(f, "the answer to proposal {proposal}"),
            Self::Round { round, number } => write!(f, "version {number} of round {round}"),
            Self::Application { application } => write!(f, "application {application}"),
            Self::ApplicationReason { application } => {
                write!(f, "the reason of the decision on application {application}")
            }
            Self::Question { question } => write!(f, "question {question}"),
            Self::Reply { question } => write!(f, "the answer to question {question}"),
        }
    }
}

/// What a plan was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// The parent.
    pub from: i64,
    /// The parent's revision.
    pub revision: i64,
    /// The action by which a moderator said so; nothing when it was made as a fork.
    pub linked: Option<i64>,
}

/// What moderators have made of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TagState {
    /// Half of its name's hash.
    pub name: Half,
    /// The tag that it was merged into.
    pub into: Option<i64>,
    /// Whether it is retired …
    pub is_retired: bool,
    /// … and what is to be used instead.
    pub instead: Option<i64>,
}

/// A tag of which nothing was said.
const UNNAMED: (Seq, TagState) = (
    Seq(0),
    TagState {
        name: [0; 16],
        into: None,
        is_retired: false,
        instead: None,
    },
);

/// Half of a hash, which is plenty to tell texts apart: a large forum has millions of them.
pub(super) type Half = [u8; 16];

/// What the log says was written and has not been found yet.
#[derive(Default)]
pub(super) struct Claims {
    texts: HashMap<Text, (Seq, Half)>,
    /// The entry that says last where a plan runs, or that it runs nowhere any more.
    places: HashMap<i64, Seq>,
    /// The entry that says last what a plan was made from; nothing once a link was undone.
    pub(super) made: HashMap<i64, (Seq, Option<Made>)>,
    /// The entry that says last how a plan differs from others, and from which.
    differences: HashMap<i64, (Seq, Vec<i64>)>,
    /// The entry by which a plan was taken out of a listing last.
    unlisted: HashMap<Text, Seq>,
    /// The entry that names a tag last, and what has become of it.
    pub(super) tags: HashMap<i64, (Seq, TagState)>,
    accounts: HashSet<i64>,
}

/// What the log says about a text that was found.
pub(super) enum Verdict {
    /// That is what was written.
    Recorded,
    /// Something else was written, as this entry says.
    Different(Seq),
    /// Nothing.
    Unrecorded,
}

impl Claims {
    /// Takes in what an entry says.
    pub(super) fn note(&mut self, entry: &Entry) {
        if entry.act == Kind::AccountOpened.as_str() {
            self.accounts.extend(number(&entry.subject, "account:"));
        }
        self.note_place(entry);
        self.note_import(entry);
        self.note_made(entry);
        self.note_differences(entry);
        self.note_listing(entry);
        self.note_tag(entry);
        let hash = |name| {
            let hash = entry.detail.get(name)?.as_str()?;
            half_of_hex(hash)
        };
        for (text, half) in [
            text(entry).zip(hash("content")),
            decision(entry).zip(hash("reasons")),
            action(entry).zip(hash("reason")),
            page(entry)
                .map(|(page, number)| Text::Page { page, number })
                .zip(hash("content")),
            page(entry)
                .map(|(page, number)| Text::PageNote { page, number })
                .zip(hash("note")),
            id(entry, "measure")
                .map(|measure| Text::Measure { measure })
                .zip(hash("reason")),
            id(entry, "appeal")
                .map(|appeal| Text::Appeal { appeal })
                .zip(hash("words")),
            id(entry, "answered")
                .map(|appeal| Text::AppealAnswer { appeal })
                .zip(hash("answer")),
            id(entry, "application")
                .map(|application| Text::ApplicationReason { application })
                .zip(hash("reason")),
            id(entry, "question")
                .map(|question| Text::Reply { question })
                .zip(hash("reply")),
        ]
        .into_iter()
        .flatten()
        {
            self.texts.insert(text, (entry.seq, half));
        }
    }

    fn note_place(&mut self, entry: &Entry) {
        let unplaced = entry.act == Kind::PlanUnplaced.as_str();
        if !unplaced && entry.act != Kind::PlanPlaced.as_str() {
            return;
        }
        let Some(plan) = number(&entry.subject, "plan:") else {
            return;
        };
        self.places.insert(plan, entry.seq);
        if unplaced {
            self.texts.remove(&Text::Place { plan });
        }
    }

    fn note_made(&mut self, entry: &Entry) {
        let is = |kind: Kind| entry.act == kind.as_str();
        let is_linked = is(Kind::PlanLinked);
        if !is_linked && !is(Kind::PlanForked) && !is(Kind::PlanUnlinked) {
            return;
        }
        let detail = |name| entry.detail.get(name).and_then(Value::as_i64);
        let Some(plan) = number(&entry.subject, "plan:") else {
            return;
        };
        let made = detail("from").zip(detail("from_revision"));
        let made = made.map(|(from, revision)| Made {
            from,
            revision,
            linked: detail("action"),
        });
        let made = made.filter(|_| !is(Kind::PlanUnlinked));
        self.made.insert(plan, (entry.seq, made));
    }

    /// One entry tells of all the revisions that a plan was brought with.
    fn note_import(&mut self, entry: &Entry) {
        let contents = entry.detail.get("contents").and_then(|all| all.as_array());
        let Some((plan, contents)) = number(&entry.subject, "plan:").zip(contents) else {
            return;
        };
        for (number, hash) in (1..).zip(contents) {
            if let Some(half) = hash.as_str().and_then(half_of_hex) {
                let text = Text::Revision { plan, number };
                self.texts.insert(text, (entry.seq, half));
            }
        }
    }

    fn note_tag(&mut self, entry: &Entry) {
        let Some(tag) = number(&entry.subject, "tag:") else {
            return;
        };
        let name = |name| {
            let hash = entry.detail.get(name)?.as_str()?;
            half_of_hex(hash)
        };
        let is = |kind: Kind| entry.act == kind.as_str();
        let other = entry.detail.get("other").and_then(Value::as_i64);
        let (seq, state) = self.tags.entry(tag).or_insert(UNNAMED);
        *seq = entry.seq;
        state.name = name("name").unwrap_or_default();
        if is(Kind::TagMerged) {
            state.into = other;
        } else if is(Kind::TagUnmerged) {
            state.into = None;
        } else if is(Kind::TagRetired) {
            (state.is_retired, state.instead) = (true, other);
        } else if is(Kind::TagRestored) {
            (state.is_retired, state.instead) = (false, None);
        }
        if let Some(other) = other {
            let (seq, state) = self.tags.entry(other).or_insert(UNNAMED);
            *seq = entry.seq;
            state.name = name("other_name").unwrap_or_default();
        }
    }

    /// An entry that tells how a plan differs from others tells all of it.
    fn note_differences(&mut self, entry: &Entry) {
        let all = entry.detail.get("differs").and_then(|all| all.as_array());
        let Some((plan, all)) = number(&entry.subject, "plan:").zip(all) else {
            return;
        };
        if let Some((_, before)) = self.differences.remove(&plan) {
            for other in before {
                self.texts.remove(&Text::Difference { plan, other });
            }
        }
        let mut others = Vec::new();
        for one in all {
            let other = one.get("plan").and_then(Value::as_i64);
            let hash = one.get("content").and_then(Value::as_str);
            if let Some((other, half)) = other.zip(hash.and_then(half_of_hex)) {
                others.push(other);
                let text = Text::Difference { plan, other };
                self.texts.insert(text, (entry.seq, half));
            }
        }
        self.differences.insert(plan, (entry.seq, others));
    }

    /// What a listing says is written over when it changes; its first entry tells all of it.
    fn note_listing(&mut self, entry: &Entry) {
        let Some(listing) = number(&entry.subject, "listing:") else {
            return;
        };
        let detail = |name: &str| entry.detail.get(name);
        let half = |value: Option<&Value>| half_of_hex(value?.as_str()?);
        let at = |name| detail(name).and_then(Value::as_i64);
        let mut said = vec![(Some(Text::Listing { listing }), half(detail("content")))];
        let plans = detail("plans").and_then(Value::as_array);
        for one in plans.into_iter().flatten() {
            let plan = one.get("plan").and_then(Value::as_i64);
            let text = plan.map(|plan| Text::Note { listing, plan });
            said.push((text, half(one.get("note"))));
        }
        let note = at("plan").map(|plan| Text::Note { listing, plan });
        said.push((note, half(detail("note"))));
        if let Some(proposal) = at("proposal") {
            said.push((Some(Text::Proposal { proposal }), half(detail("because"))));
            said.push((Some(Text::Answer { proposal }), half(detail("reason"))));
        }
        let said = said.into_iter();
        for (text, half) in said.filter_map(|(text, half)| text.zip(half)) {
            self.texts.insert(text, (entry.seq, half));
        }
        if let Some(text) = note.filter(|_| entry.act == Kind::ListingRemoved.as_str()) {
            self.texts.remove(&text);
            self.unlisted.insert(text, entry.seq);
        }
    }

    /// Whether a text was written over, or taken back, after this entry: which of its states was
    /// found cannot be told then.
    pub(super) fn told_anew(&self, text: Text, entry: Seq) -> bool {
        let told = match text {
            Text::Place { plan } => self.places.get(&plan),
            Text::Difference { plan, .. } => self.differences.get(&plan).map(|(told, _)| told),
            Text::Listing { .. } | Text::Note { .. } => {
                let said = self.texts.get(&text).map(|(told, _)| told);
                said.max(self.unlisted.get(&text))
            }
            Text::About { tag } => self.tags.get(&tag).map(|(told, _)| told),
            _ => None,
        };
        told.is_some_and(|told| *told > entry)
    }

    /// Compares a text that was found, which is then settled.
    pub(super) fn found(&mut self, text: Text, hash: &Hash) -> Verdict {
        match self.texts.remove(&text) {
            None => Verdict::Unrecorded,
            Some((_, half)) if half == half_of(hash) => Verdict::Recorded,
            Some((seq, _)) => Verdict::Different(seq),
        }
    }

    /// Whether the log says that this account was opened.
    pub(super) fn opened(&self, account: i64) -> bool {
        self.accounts.contains(&account)
    }

    /// What was written up to this entry and not found, oldest first.
    pub(super) fn missing(&self, before: Seq) -> Vec<(Seq, Text)> {
        let mut missing: Vec<_> = self
            .texts
            .iter()
            .filter(|(_, (seq, _))| *seq <= before)
            .map(|(text, (seq, _))| (*seq, *text))
            .collect();
        missing.sort_unstable();
        missing
    }
}

/// The reasons that an entry has a hash of.
fn decision(entry: &Entry) -> Option<Text> {
    let decision = entry.detail.get("decision")?.as_i64()?;
    Some(Text::Decision { decision })
}

/// The number that an entry's detail has by this name.
fn id(entry: &Entry, name: &str) -> Option<i64> {
    entry.detail.get(name)?.as_i64()
}

/// The action that an entry has a hash of the reason of.
fn action(entry: &Entry) -> Option<Text> {
    let action = entry.detail.get("action")?.as_i64()?;
    Some(match number(&entry.subject, "tag:") {
        Some(_) => Text::TagAction { action },
        None => Text::Action { action },
    })
}

/// The version of a page that an entry has hashes of.
fn page(entry: &Entry) -> Option<(Name, i64)> {
    let name = entry.subject.strip_prefix("page:")?.parse().ok()?;
    Some((name, entry.detail.get("version")?.as_i64()?))
}

/// The content that an entry has a hash of.
fn text(entry: &Entry) -> Option<Text> {
    let detail = |name| entry.detail.get(name).and_then(Value::as_i64);
    if entry.act == Kind::SuggestionOffered.as_str() {
        let suggestion = detail("suggestion")?;
        return Some(Text::Suggestion { suggestion });
    }
    if let Some(round) = number(&entry.subject, "round:") {
        return of_round(entry, round);
    }
    if entry.act == Kind::TagDescribed.as_str() {
        let tag = number(&entry.subject, "tag:")?;
        return Some(Text::About { tag });
    }
    if let Some(comment) = number(&entry.subject, "comment:") {
        return Some(Text::Comment {
            comment,
            edit: detail("edit")?,
        });
    }
    if let Some(comment) = detail("comment") {
        return Some(Text::Comment { comment, edit: 0 });
    }
    if entry.act == Kind::PlanPlaced.as_str() {
        let plan = number(&entry.subject, "plan:")?;
        return Some(Text::Place { plan });
    }
    Some(Text::Revision {
        plan: number(&entry.subject, "plan:")?,
        number: detail("revision")?,
    })
}

/// The content of a round, or in one, that an entry has a hash of.
fn of_round(entry: &Entry, round: i64) -> Option<Text> {
    if entry.act == Kind::ApplicationAsked.as_str() {
        let question = id(entry, "question")?;
        return Some(Text::Question { question });
    }
    if let Some(application) = id(entry, "application") {
        return Some(Text::Application { application });
    }
    let number = id(entry, "version")?;
    Some(Text::Round { round, number })
}

fn number(subject: &str, kind: &str) -> Option<i64> {
    subject.strip_prefix(kind)?.parse().ok()
}

pub(super) fn half_of(hash: &Hash) -> Half {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    half
}

fn half_of_hex(hex: &str) -> Option<Half> {
    let mut half = [0; 16];
    for (index, byte) in half.iter_mut().enumerate() {
        let digits = hex.get(2 * index..2 * index + 2)?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(half)
}
