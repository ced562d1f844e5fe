//! Who waits for whom. Whoever gives plans tags or takes them away does so side by side with others; whoever
//! changes what words mean does so alone, so that no plan is given a tag while it is merged.

use super::{Refusal, TagError};
use crate::{
    accounts,
    broken::Broken,
    forum::{Forum, Write},
    ids::TagId,
    plans::Tag,
    tables::{tag_synonyms, tags},
    viewer::Moderator,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    QuerySelect, Statement,
};

/// Any number, the same in every process.
const TAGGING: i64 = 0x6f70_656e_7461_6773;

/// Holds what words mean until this write ends. Taken before any plan is held: whoever changes what words
/// mean holds plans after that, and the two would wait in a circle.
pub(crate) async fn share(tx: &DatabaseTransaction) -> Result<(), Broken> {
    lock(tx, "SELECT pg_advisory_xact_lock_shared($1)").await
}

/// `SQLite` has one writer and waits for nobody.
async fn lock(tx: &DatabaseTransaction, sql: &str) -> Result<(), Broken> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [TAGGING.into()]);
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

/// Begins a moderator's act on tags, alone. Whether they still are one is asked again here.
pub(super) async fn begin(forum: &Forum, moderator: &Moderator) -> Result<Write, TagError> {
    let write = forum.act(moderator).await?;
    lock(write.tx(), "SELECT pg_advisory_xact_lock($1)").await?;
    if accounts::moderates(write.tx(), moderator.id).await? {
        return Ok(write);
    }
    Err(TagError::NotFound)
}

/// A tag with its number.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub id: TagId,
    pub row: tags::Model,
}

impl Held {
    pub(super) fn name(&self) -> &str {
        &self.row.tag
    }
}

/// What this word is to the tables.
pub(super) async fn row(write: &Write, word: &str) -> Result<Option<tags::Model>, Broken> {
    Ok(tags::Entity::find_by_id(word.to_owned())
        .one(write.tx())
        .await?)
}

/// The tag that a word means without being its name.
pub(super) async fn synonym(
    write: &Write,
    word: &str,
) -> Result<Option<(tag_synonyms::Model, tags::Model)>, Broken> {
    let Some(synonym) = tag_synonyms::Entity::find_by_id(word.to_owned())
        .one(write.tx())
        .await?
    else {
        return Ok(None);
    };
    let tag = tags::Entity::find()
        .filter(tags::Column::Id.eq(synonym.tag_id))
        .one(write.tx())
        .await?
        .ok_or_else(|| Broken::internal("a word means no tag"))?;
    Ok(Some((synonym, tag)))
}

/// The tag of this name, with a number; made when nobody has given it yet.
pub(super) async fn tag(forum: &Forum, write: &Write, word: &Tag) -> Result<Held, TagError> {
    if let Some((_, tag)) = synonym(write, word.as_str()).await? {
        let means = Refusal::Means(word.clone(), super::named(&tag.tag)?);
        return Err(TagError::Refused(means));
    }
    Ok(numbered(forum, write, word.as_str()).await?)
}

/// As [`tag`], of a name that nobody else's word is.
pub(super) async fn numbered(forum: &Forum, write: &Write, word: &str) -> Result<Held, Broken> {
    let row = row(write, word).await?;
    if let Some(row) = &row
        && let Some(id) = row.id
    {
        return Ok(Held {
            id,
            row: row.clone(),
        });
    }
    let id = next(write).await?;
    let mut new = tags::ActiveModel {
        id: Set(Some(id)),
        name_salt: Set(Some(forum.entropy().bytes::<16>().to_vec())),
        ..Default::default()
    };
    let row = if row.is_some() {
        new.tag = Unchanged(word.to_owned());
        new.update(write.tx()).await?
    } else {
        new.tag = Set(word.to_owned());
        new.plans = Set(0);
        new.insert(write.tx()).await?
    };
    Ok(Held { id, row })
}

/// The number after the last: no tag is ever removed that has one.
async fn next(write: &Write) -> Result<TagId, Broken> {
    let last: Option<Option<i64>> = tags::Entity::find()
        .select_only()
        .column_as(tags::Column::Id.max(), "last")
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(TagId(last.flatten().unwrap_or(0) + 1))
}
