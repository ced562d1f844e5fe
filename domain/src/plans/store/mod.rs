//! Plans in the database.

mod addresses;
mod compare;
mod differs;
mod download;
mod drafts;
mod fork;
mod head;
mod history;
mod list;
mod look;
mod preview;
mod publish;
mod read;
mod restore;
mod revise;
mod tagging;
mod vote;
mod withdraw;

pub use addresses::*;
pub use compare::*;
pub use differs::{Difference, OtherPlan, differences};
pub use download::*;
pub use drafts::*;
pub use fork::{Fork, Parent};
pub use history::*;
pub use list::*;
pub use look::first_look;
pub use preview::*;
pub use publish::*;
pub use read::*;
pub use restore::*;
pub use revise::*;
pub use vote::*;
pub use withdraw::*;

pub(crate) use differs::stored_difference_hash;
pub(crate) use download::ARCHIVE_FORMAT;
pub(crate) use head::{Head, append, hot_of, insert_revision, prepare_head, prepare_head_from};
pub(crate) use publish::{found, plan_row, saved_before, too_complex};
pub(crate) use read::{as_seen, known, stored_typed, typed_in, with_authors};
pub(crate) use revise::revised;
use tagging::retag;
pub(crate) use withdraw::withhold;

use crate::{
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, MeasureId, PlanId, RevisionNumber, SuggestionId},
    plans::{Content, Licence, Stage},
    rendering::{self, Place, RenderError},
    tables::{plans, revisions},
    text::markdown::{RENDERER, Rendered},
    viewer::Member,
};
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect, sea_query::LockType};
use serde::{Deserialize, Serialize};

/// The figures that lists show, kept beside the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// ISO 4217.
    pub currency: String,
    /// What is asked, in minor units.
    pub ask: Option<i64>,
    /// The last day of the first month that does not lose cash.
    pub breaks_even_by_day: Option<u32>,
    /// The last day of the first month with a profit.
    pub profitable_by_day: Option<u32>,
    /// Each month's revenue less its costs, in minor units.
    pub cash_flow: Vec<i64>,
}

impl Figures {
    fn of(content: &Content) -> Option<Self> {
        let numbers = content.numbers()?;
        let results = numbers.results();
        Some(Self {
            currency: numbers.as_numbers().currency.clone(),
            ask: numbers.as_numbers().ask,
            breaks_even_by_day: results.breaks_even_by_day,
            profitable_by_day: results.profitable_by_day,
            cash_flow: results.months.iter().map(|month| month.cash_flow).collect(),
        })
    }
}

/// A revision ready to be stored: everything that takes long has been done.
pub(crate) struct Prepared {
    html: String,
    sections: String,
    numbers: Option<String>,
    salt: [u8; 16],
    hash: Hash,
}

impl Prepared {
    /// Of a rendered body and the content that it is part of.
    pub(crate) fn new(
        rendered: &Rendered,
        content: &Content,
        salt: [u8; 16],
    ) -> Result<Self, Broken> {
        Ok(Self {
            sections: serde_json::to_string(&rendered.sections)?,
            html: rendered.html.clone(),
            numbers: content.numbers().map(serde_json::to_string).transpose()?,
            hash: Hash::of_content(&salt, content)?,
            salt,
        })
    }

    /// The content's hash, for the log.
    pub(crate) fn hash(&self) -> Hash {
        self.hash
    }
}

pub(crate) async fn prepare(forum: &Forum, content: &Content) -> Result<Prepared, RenderError> {
    let rendered = rendering::render(forum, Place::Body, content.body()).await?;
    Ok(Prepared::new(&rendered, content, forum.entropy().bytes())?)
}

/// A plan that this write will change. On `PostgreSQL` other writes to it wait until this one
/// ends; on `SQLite` there is no other.
pub(crate) async fn hold(write: &Write, id: PlanId) -> Result<Option<plans::Model>, Broken> {
    Ok(plans::Entity::find_by_id(id)
        // Not stronger: comments that refer to the plan need not wait.
        .lock(LockType::NoKeyUpdate)
        .one(write.tx())
        .await?)
}

/// As [`hold`], and nothing when the plan is somebody else's.
pub(crate) async fn hold_own(
    write: &Write,
    author: &Member,
    id: PlanId,
) -> Result<Option<plans::Model>, Broken> {
    let plan = hold(write, id).await?;
    Ok(plan.filter(|plan| plan.author_id == author.id))
}

/// What a revision came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Its author wrote it.
    Written,
    /// An old revision was brought back.
    Restored(RevisionNumber),
    /// Parts of a suggestion were accepted.
    Suggested(SuggestionId),
    /// Parts of this revision of its parent were taken over.
    Pulled(RevisionNumber),
    /// A moderator changed its title or tags.
    Moderated(MeasureId),
}

/// Which revision it is.
pub(crate) struct Numbered<'note> {
    pub(crate) plan: PlanId,
    pub(crate) number: RevisionNumber,
    pub(crate) author: AccountId,
    pub(crate) note: &'note str,
    pub(crate) cause: Cause,
}

/// A revision as its row.
pub(crate) fn revision_row(
    of: &Numbered<'_>,
    content: &Content,
    prepared: Prepared,
    now: crate::clock::Timestamp,
) -> revisions::ActiveModel {
    let (mut restored_from, mut suggestion_id, mut pulled_revision, mut measure_id) =
        (None, None, None, None);
    match of.cause {
        Cause::Written => {}
        Cause::Restored(number) => restored_from = Some(number),
        Cause::Suggested(id) => suggestion_id = Some(id),
        Cause::Pulled(number) => pulled_revision = Some(number),
        Cause::Moderated(measure) => measure_id = Some(measure),
    }
    revisions::ActiveModel {
        plan_id: Set(of.plan),
        number: Set(of.number),
        author_id: Set(of.author),
        title: Set(content.title().into()),
        pitch: Set(content.pitch().into()),
        body: Set(content.body().into()),
        stage: Set(content.stage()),
        licence: Set(content.licence()),
        tags: Set(join_tags(content)),
        numbers: Set(prepared.numbers),
        note: Set(of.note.into()),
        restored_from: Set(restored_from),
        suggestion_id: Set(suggestion_id),
        pulled_revision: Set(pulled_revision),
        measure_id: Set(measure_id),
        html: Set(prepared.html),
        sections: Set(prepared.sections),
        renderer: Set(RENDERER),
        created_at: Set(now),
        salt: Set(prepared.salt.to_vec()),
        content_hash: Set(prepared.hash.to_vec()),
        ..Default::default()
    }
}

pub(crate) fn join_tags(content: &Content) -> String {
    let tags: Vec<_> = content.tags().iter().map(super::Tag::as_str).collect();
    tags.join(" ")
}

/// The hash of what a stored revision says. As it was stored, not checked again: the rules may have
/// changed since.
pub(crate) fn stored_hash(row: &revisions::Model) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Said<'row> {
        title: &'row str,
        pitch: &'row str,
        body: &'row str,
        tags: Vec<&'row str>,
        stage: Stage,
        licence: Licence,
        numbers: Option<serde_json::Value>,
    }
    let said = Said {
        title: &row.title,
        pitch: &row.pitch,
        body: &row.body,
        tags: row.tags.split_whitespace().collect(),
        stage: row.stage,
        licence: row.licence,
        numbers: row
            .numbers
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?,
    };
    Hash::of_content(&row.salt, &said)
}
