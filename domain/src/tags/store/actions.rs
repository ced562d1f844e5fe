//! What moderators did about tags, kept with their reasons.

use super::{TagError, TagTold, held::Held, named};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, TagActionId, TagId},
    log::{Act, Kind, Subject},
    moderation::PublicReason,
    plans::Tag,
    problems::Problems,
    tables::{column_of, numbered, tag_actions, tag_synonyms, tags as tag_rows},
    tags::Deed,
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// How many of the actions on one tag are told, the newest.
const MOST_TOLD: u64 = 50;

/// What a moderator did about a tag.
#[derive(Clone, Debug)]
pub struct TagAction {
    /// Its number.
    pub id: TagActionId,
    /// What it was.
    pub deed: Deed,
    /// Who did it.
    pub moderator: Byline,
    /// Why. Nothing once the moderator has left with their words.
    pub reason: Option<String>,
    /// The tag's name before.
    pub word: Tag,
    /// The new name, the tag that it was merged into or apart from, or the one to use instead.
    pub other: Option<Tag>,
    /// When.
    pub at: Timestamp,
}

/// What was typed beside a reason, with all that is wrong told at once.
pub(super) fn checked<T>(
    field: &'static str,
    typed: Result<T, String>,
    reason: &str,
) -> Result<(T, PublicReason), TagError> {
    let mut problems = Problems::default();
    let typed = problems.take(field, typed);
    let reason = problems.take("reason", reason.parse::<PublicReason>());
    typed.zip(reason).ok_or(TagError::Invalid(problems))
}

/// An action about to be recorded.
pub(super) struct Doing<'d> {
    pub write: Write,
    pub moderator: &'d Moderator,
    pub deed: Deed,
    /// The tag as it was before.
    pub tag: &'d Held,
    pub other: Option<&'d Held>,
    pub reason: &'d str,
}

impl Doing<'_> {
    /// Keeps the action with its reason, and records it.
    pub(super) async fn record(
        self,
        forum: &Forum,
        detail: impl FnOnce(Act) -> Act,
    ) -> Result<(), TagError> {
        let name = self.tag.name().to_owned();
        let other = self.other.map(|other| other.name().to_owned());
        self.end(forum, (&name, other), detail).await
    }

    /// As [`Self::record`], of a tag that is called so from now on.
    pub(super) async fn record_renamed(self, forum: &Forum, to: &Tag) -> Result<(), TagError> {
        let other = Some(to.to_string());
        self.end(forum, (to.as_str(), other), |act| act).await
    }

    async fn end(
        self,
        forum: &Forum,
        (name, other): (&str, Option<String>),
        detail: impl FnOnce(Act) -> Act,
    ) -> Result<(), TagError> {
        let salt = forum.entropy().bytes::<16>();
        let reason = hash_of_reason(&salt, self.reason)?;
        let row = tag_actions::ActiveModel {
            deed: Set(self.deed),
            tag_id: Set(self.tag.id),
            other_id: Set(self.other.map(|other| other.id)),
            word: Set(self.tag.name().into()),
            other_word: Set(other),
            moderator_id: Set(self.moderator.id),
            reason: Set(self.reason.into()),
            created_at: Set(self.write.now()),
            salt: Set(salt.to_vec()),
            content_hash: Set(reason.to_vec()),
            ..Default::default()
        };
        let id = row.insert(self.write.tx()).await?.id;
        let mut act = Act::by(
            self.moderator.id,
            kind(self.deed),
            Subject::Tag(self.tag.id),
        )
        .with("action", id.0)
        .with("reason", reason)
        .with(
            "name",
            hash_of_name(self.tag.row.name_salt.as_deref(), name)?,
        );
        if let Some(other) = self.other {
            let name = hash_of_name(other.row.name_salt.as_deref(), other.name())?;
            act = act.with("other", other.id.0).with("other_name", name);
        }
        self.write.record(detail(act)).await?;
        Ok(())
    }
}

fn kind(deed: Deed) -> Kind {
    match deed {
        Deed::Renamed => Kind::TagRenamed,
        Deed::Merged => Kind::TagMerged,
        Deed::Unmerged => Kind::TagUnmerged,
        Deed::Described => Kind::TagDescribed,
        Deed::Retired => Kind::TagRetired,
        Deed::Restored => Kind::TagRestored,
    }
}

/// The hash of a tag's name: a word that somebody gave, so that the log does not say it.
pub(crate) fn hash_of_name(salt: Option<&[u8]>, name: &str) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Said<'s> {
        name: &'s str,
    }
    Hash::of_content(salt.unwrap_or_default(), &Said { name })
}

/// The hash of what a tag is about.
pub(crate) fn hash_of_about(salt: &[u8], about: &str) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Said<'s> {
        about: &'s str,
    }
    Hash::of_content(salt, &Said { about })
}

fn hash_of_reason(salt: &[u8], reason: &str) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Said<'s> {
        reason: &'s str,
    }
    Hash::of_content(salt, &Said { reason })
}

/// The hash of the reason that is stored of an action.
pub(crate) fn stored_tag_action_hash(row: &tag_actions::Model) -> Result<Hash, Broken> {
    hash_of_reason(&row.salt, &row.reason)
}

/// What moderators did about a tag, and about those that are merged into it, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn history(forum: &Forum, tag: &TagTold) -> Result<Vec<TagAction>, Broken> {
    let Some(id) = tag.id else {
        return Ok(Vec::new());
    };
    let merged: Vec<TagId> = tag_synonyms::Entity::find()
        .select_only()
        .column(tag_synonyms::Column::HomeId)
        .distinct()
        .filter(tag_synonyms::Column::TagId.eq(id))
        .into_tuple()
        .all(forum.read())
        .await?;
    let about = Condition::any()
        .add(tag_actions::Column::TagId.is_in(merged.into_iter().chain([id])))
        .add(tag_actions::Column::OtherId.eq(id));
    let rows = tag_actions::Entity::find()
        .filter(about)
        .order_by_desc(tag_actions::Column::Id)
        .limit(MOST_TOLD)
        .all(forum.read())
        .await?;
    let people = accounts::bylines(forum, rows.iter().map(|row| row.moderator_id)).await?;
    let told = rows.into_iter().map(|row| {
        Ok(TagAction {
            id: row.id,
            deed: row.deed,
            moderator: people.of(row.moderator_id),
            reason: row.erased_at.is_none().then_some(row.reason),
            word: named(&row.word)?,
            other: row.other_word.as_deref().map(named).transpose()?,
            at: row.created_at,
        })
    });
    told.collect()
}

/// Takes what a moderator wrote about tags from everywhere, who leaves with their words. What they did
/// stands.
pub(crate) async fn empty_tag_actions(write: &Write, moderator: AccountId) -> Result<(), Broken> {
    let backend = write.tx().get_database_backend();
    let no_salt: &[u8] = &[];
    for (sql, values) in [
        (
            "UPDATE tags SET about = '', about_salt = $2 WHERE about_by = $1",
            vec![moderator.into(), no_salt.into()],
        ),
        (
            "UPDATE tag_actions SET reason = '', salt = $2, erased_at = $3 WHERE moderator_id = $1",
            vec![moderator.into(), no_salt.into(), write.now().into()],
        ),
    ] {
        let statement = Statement::from_sql_and_values(backend, sql, values);
        write.tx().execute_raw(statement).await?;
    }
    Ok(())
}

/// The present words of these tags.
pub(crate) async fn words_of(
    forum: &Forum,
    ids: &HashSet<TagId>,
) -> Result<HashMap<TagId, String>, Broken> {
    let number = tag_rows::Column::Id;
    let query = tag_rows::Entity::find()
        .select_only()
        .columns([number, tag_rows::Column::Tag]);
    let found: Vec<(Option<TagId>, String)> = numbered(forum, query, number, ids).await?;
    let found = found.into_iter();
    Ok(found.filter_map(|(id, word)| Some((id?, word))).collect())
}

/// The reasons of these actions, but for those that left with their moderators.
pub(crate) async fn reasons(
    forum: &Forum,
    ids: &HashSet<TagActionId>,
) -> Result<HashMap<TagActionId, String>, Broken> {
    let columns = (tag_actions::Column::Id, tag_actions::Column::Reason);
    let query = tag_actions::Entity::find().filter(tag_actions::Column::ErasedAt.is_null());
    column_of(forum, query, columns, ids).await
}
