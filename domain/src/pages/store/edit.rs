//! Writing pages.

use super::read::head;
use crate::{
    accounts,
    broken::{Broken, acts},
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, VersionNumber},
    log::{Act, Kind, Subject},
    pages::{Content, Name, TypedPage, rules::check_body},
    problems::Problems,
    rendering::{self, Place, RenderError},
    tables::page_versions,
    text::markdown::RENDERER,
    viewer::Admin,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, SqlErr, Statement};
use serde::Serialize;

/// Why a page was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditPageError {
    /// There is no such version, or the person is no admin any more.
    #[error("no such page")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The page has a newer version than the one that the edit started from.
    #[error("the page has been changed since: it is at version {newest}")]
    Stale {
        /// The page's newest version.
        newest: VersionNumber,
    },
    /// It says that already.
    #[error("the page says that already")]
    Unchanged,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(EditPageError);

impl From<RenderError> for EditPageError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::TooComplex(_) => Self::Invalid(Problems::one(
                "body",
                "cannot be shown: its tables grow far beyond its own length",
            )),
            RenderError::Broken(broken) => Self::Broken(broken),
        }
    }
}

/// A text as it would be shown once saved.
///
/// # Errors
/// When it could not be saved as it is.
pub async fn preview(forum: &Forum, _: &Admin, body: &str) -> Result<String, EditPageError> {
    let body =
        check_body(body).map_err(|wrong| EditPageError::Invalid(Problems::one("body", wrong)))?;
    Ok(rendering::render(forum, Place::Body, &body).await?.html)
}

/// Saves a new version of a page. A save that started from an older version than the newest is refused, and
/// nothing is lost: the caller still has the text. The same save sent twice is one.
///
/// # Errors
/// When a rule is broken, the edit is stale, or the person is no admin any more.
pub async fn edit(
    forum: &Forum,
    admin: &Admin,
    page: Name,
    typed: &TypedPage,
) -> Result<VersionNumber, EditPageError> {
    let content = Content::check(typed).map_err(EditPageError::Invalid)?;
    save(
        forum,
        admin,
        page,
        VersionNumber(typed.base),
        &content,
        None,
    )
    .await
}

/// As [`edit`], of what was checked.
pub(super) async fn save(
    forum: &Forum,
    admin: &Admin,
    page: Name,
    base: VersionNumber,
    content: &Content,
    restored_from: Option<VersionNumber>,
) -> Result<VersionNumber, EditPageError> {
    let html = rendering::render(forum, Place::Body, content.body())
        .await?
        .html;
    let write = forum.act(admin).await?;
    if !accounts::is_still_admin(&write, admin).await? {
        return Err(EditPageError::NotFound);
    }
    let before = head(write.tx(), page).await?;
    let newest = before
        .as_ref()
        .map_or(VersionNumber::SHIPPED, |row| row.number);
    if newest != base {
        let is_this = before.as_ref().is_some_and(|row| {
            newest == base.next() && row.author_id == admin.id && row.body == content.body()
        });
        return if is_this {
            Ok(newest)
        } else {
            Err(EditPageError::Stale { newest })
        };
    }
    let said = before
        .as_ref()
        .map_or(page.shipped().trim_end(), |row| row.body.as_str());
    if said == content.body() {
        return Err(EditPageError::Unchanged);
    }
    let number = newest.next();
    let hashed = Hashed::of(forum, content)?;
    let row = page_versions::ActiveModel {
        page: Set(page),
        number: Set(number),
        author_id: Set(admin.id),
        body: Set(content.body().into()),
        html: Set(html),
        renderer: Set(RENDERER),
        note: Set(content.note().into()),
        restored_from: Set(restored_from),
        created_at: Set(write.now()),
        salt: Set(hashed.salt.to_vec()),
        content_hash: Set(hashed.body.to_vec()),
        note_salt: Set(hashed.note_salt.to_vec()),
        note_hash: Set(hashed.note.to_vec()),
        ..Default::default()
    };
    let inserted = page_versions::Entity::insert(row)
        .exec_without_returning(write.tx())
        .await;
    match inserted {
        Ok(_) => {}
        // Somebody else has saved this number meanwhile: `PostgreSQL` has several writers.
        Err(error) if is_taken(&error) => return Err(EditPageError::Stale { newest: number }),
        Err(error) => return Err(error.into()),
    }
    let act = Act::by(admin.id, Kind::PageEdited, Subject::Page(page))
        .with("version", number.0)
        .with("content", hashed.body)
        .with("note", hashed.note);
    write.record(act).await?;
    Ok(number)
}

fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// The hashes of a version. Its text is the forum's and stays; its note is somebody's, and is erased with
/// their words. So each has a salt of its own.
struct Hashed {
    salt: [u8; 16],
    body: Hash,
    note_salt: [u8; 16],
    note: Hash,
}

impl Hashed {
    fn of(forum: &Forum, content: &Content) -> Result<Self, Broken> {
        let salt = forum.entropy().bytes::<16>();
        let note_salt = forum.entropy().bytes::<16>();
        Ok(Self {
            body: body_hash(&salt, content.body())?,
            salt,
            note: note_hash(&note_salt, content.note())?,
            note_salt,
        })
    }
}

fn body_hash(salt: &[u8], body: &str) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Said<'s> {
        body: &'s str,
    }
    Hash::of_content(salt, &Said { body })
}

fn note_hash(salt: &[u8], note: &str) -> Result<Hash, Broken> {
    #[derive(Serialize)]
    struct Said<'s> {
        note: &'s str,
    }
    Hash::of_content(salt, &Said { note })
}

/// The hash of what is stored of a version's text.
pub(crate) fn stored_body_hash(row: &page_versions::Model) -> Result<Hash, Broken> {
    body_hash(&row.salt, &row.body)
}

/// The hash of what is stored of a version's note; nothing once it was erased.
pub(crate) fn stored_note_hash(row: &page_versions::Model) -> Result<Option<Hash>, Broken> {
    match row.erased_at {
        Some(_) => Ok(None),
        None => note_hash(&row.note_salt, &row.note).map(Some),
    }
}

/// Takes the notes of an admin, who leaves with their words. The texts are the forum's.
pub(crate) async fn empty_notes(write: &Write, admin: AccountId) -> Result<(), Broken> {
    let backend = write.tx().get_database_backend();
    let no_salt: &[u8] = &[];
    let sql =
        "UPDATE page_versions SET note = '', note_salt = $2, erased_at = $3 WHERE author_id = $1";
    let values = [admin.into(), no_salt.into(), write.now().into()];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    write.tx().execute_raw(statement).await?;
    Ok(())
}
