//! What the log says was written.

use crate::{
    hash::Hash,
    ids::Seq,
    log::{Entry, Kind},
};
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
    /// Where a plan runs, as it was said last.
    Place {
        /// The plan.
        plan: i64,
    },
    /// How a plan differs from another, as it was said last.
    Difference {
        /// The plan.
        plan: i64,
        /// The other.
        other: i64,
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
            Self::Place { plan } => write!(f, "the place of plan {plan}"),
            Self::Difference { plan, other } => {
                write!(f, "how plan {plan} differs from plan {other}")
            }
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

/// Half of a hash, which is plenty to tell texts apart: a large forum has millions of them.
type Half = [u8; 16];

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
        let hash = |name| {
            let hash = entry.detail.get(name)?.as_str()?;
            half_of_hex(hash)
        };
        for (text, half) in [
            text(entry).zip(hash("content")),
            decision(entry).zip(hash("reasons")),
            action(entry).zip(hash("reason")),
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
        let detail = |name| entry.detail.get(name).and_then(serde_json::Value::as_i64);
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
            let other = one.get("plan").and_then(serde_json::Value::as_i64);
            let hash = one.get("content").and_then(serde_json::Value::as_str);
            if let Some((other, half)) = other.zip(hash.and_then(half_of_hex)) {
                others.push(other);
                let text = Text::Difference { plan, other };
                self.texts.insert(text, (entry.seq, half));
            }
        }
        self.differences.insert(plan, (entry.seq, others));
    }

    /// Whether a text was written over, or taken back, after this entry: which of its states was
    /// found cannot be told then.
    pub(super) fn told_anew(&self, text: Text, entry: Seq) -> bool {
        let told = match text {
            Text::Place { plan } => self.places.get(&plan),
            Text::Difference { plan, .. } => self.differences.get(&plan).map(|(told, _)| told),
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

/// The action that an entry has a hash of the reason of.
fn action(entry: &Entry) -> Option<Text> {
    let action = entry.detail.get("action")?.as_i64()?;
    Some(Text::Action { action })
}

/// The content that an entry has a hash of.
fn text(entry: &Entry) -> Option<Text> {
    let detail = |name| entry.detail.get(name).and_then(serde_json::Value::as_i64);
    if entry.act == Kind::SuggestionOffered.as_str() {
        let suggestion = detail("suggestion")?;
        return Some(Text::Suggestion { suggestion });
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

fn number(subject: &str, kind: &str) -> Option<i64> {
    subject.strip_prefix(kind)?.parse().ok()
}

fn half_of(hash: &Hash) -> Half {
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
