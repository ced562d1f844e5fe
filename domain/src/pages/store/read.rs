//! Reading pages. Everybody may, every version of them.

use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::{AccountId, VersionNumber},
    pages::Name,
    plans::{MOST_PER_PAGE, Page},
    rendering::{self, Place, RenderError},
    tables::page_versions,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use std::collections::{HashMap, HashSet};

/// A page as it is or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which page.
    pub page: Name,
    /// Its number.
    pub number: VersionNumber,
    /// What it says, in Markdown.
    pub body: String,
    /// The same, rendered and made safe.
    pub html: String,
    /// Who saved it, when and why; nothing of the text that ships with the program.
    pub saved: Option<Saving>,
}

/// Who saved a version, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saving {
    /// Who.
    pub by: Byline,
    /// When.
    pub at: Timestamp,
    /// What was changed and why; nothing once its writer has left with their words.
    pub note: Option<String>,
    /// The version whose text was brought back.
    pub restored_from: Option<VersionNumber>,
}

/// A version in the list of a page's versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionSummary {
    /// Its number.
    pub number: VersionNumber,
    /// Who saved it, when and why; nothing of the text that ships with the program.
    pub saved: Option<Saving>,
}

/// A page as it is now.
///
/// # Errors
/// When the database fails.
pub async fn newest(forum: &Forum, page: Name) -> Result<Version, Broken> {
    match head(forum.read(), page).await? {
        Some(row) => read(forum, row).await,
        None => shipped(forum, page).await,
    }
}

/// A page as it was in this version.
///
/// # Errors
/// When the database fails.
pub async fn version(
    forum: &Forum,
    page: Name,
    number: VersionNumber,
) -> Result<Option<Version>, Broken> {
    if number == VersionNumber::SHIPPED {
        return shipped(forum, page).await.map(Some);
    }
    let row = page_versions::Entity::find()
        .filter(page_versions::Column::Page.eq(page))
        .filter(page_versions::Column::Number.eq(number))
        .one(forum.read())
        .await?;
    match row {
        Some(row) => read(forum, row).await.map(Some),
        None => Ok(None),
    }
}

/// The newest row of a page; none while the text that ships with the program stands.
pub(super) async fn head(
    db: &impl ConnectionTrait,
    page: Name,
) -> Result<Option<page_versions::Model>, Broken> {
    Ok(page_versions::Entity::find()
        .filter(page_versions::Column::Page.eq(page))
        .order_by_desc(page_versions::Column::Number)
        .one(db)
        .await?)
}

async fn shipped(forum: &Forum, page: Name) -> Result<Version, Broken> {
    let body = page.shipped().trim_end();
    let rendered = match rendering::render(forum, Place::Body, body).await {
        Ok(rendered) => rendered,
        Err(RenderError::Broken(broken)) => return Err(broken),
        Err(RenderError::TooComplex(error)) => return Err(Broken::internal(error.to_string())),
    };
    Ok(Version {
        page,
        number: VersionNumber::SHIPPED,
        body: body.into(),
        html: rendered.html,
        saved: None,
    })
}

async fn read(forum: &Forum, mut row: page_versions::Model) -> Result<Version, Broken> {
    let stored = [(row.id, row.renderer, &mut row.html)];
    rendering::refresh::<page_versions::Entity>(forum, stored).await?;
    let by = accounts::byline(forum, row.author_id).await?;
    let saved = Saving {
        by,
        at: row.created_at,
        note: row.erased_at.is_none().then_some(row.note),
        restored_from: row.restored_from,
    };
    Ok(Version {
        page: row.page,
        number: row.number,
        body: row.body,
        html: row.html,
        saved: Some(saved),
    })
}

/// What lists read of a version.
type Row = (
    VersionNumber,
    AccountId,
    Timestamp,
    String,
    Option<VersionNumber>,
    Option<Timestamp>,
);

/// The versions of a page below this number, the newest first; the last is the text that ships with the
/// program.
///
/// # Errors
/// When the database fails.
pub async fn history(
    forum: &Forum,
    page: Name,
    below: Option<VersionNumber>,
    limit: u64,
) -> Result<Page<VersionSummary, VersionNumber>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let rows: Vec<Row> = page_versions::Entity::find()
        .select_only()
        .columns([
            page_versions::Column::Number,
            page_versions::Column::AuthorId,
            page_versions::Column::CreatedAt,
            page_versions::Column::Note,
            page_versions::Column::RestoredFrom,
            page_versions::Column::ErasedAt,
        ])
        .filter(page_versions::Column::Page.eq(page))
        .apply_if(below, |query, below| {
            query.filter(page_versions::Column::Number.lt(below))
        })
        .order_by_desc(page_versions::Column::Number)
        .limit(limit + 1)
        .into_tuple()
        .all(forum.read())
        .await?;
    let people = accounts::bylines(forum, rows.iter().map(|row| row.1)).await?;
    let saved = |(number, by, at, note, restored_from, erased_at): Row| VersionSummary {
        number,
        saved: Some(Saving {
            by: people.of(by),
            at,
            note: erased_at.is_none().then_some(note),
            restored_from,
        }),
    };
    let mut items: Vec<VersionSummary> = rows.into_iter().map(saved).collect();
    if below.is_none_or(|below| below > VersionNumber::SHIPPED) {
        items.push(VersionSummary {
            number: VersionNumber::SHIPPED,
            saved: None,
        });
    }
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > most;
    items.truncate(most);
    Ok(Page {
        next: items.last().filter(|_| more).map(|last| last.number),
        items,
    })
}

/// What these versions changed, as their writers said.
pub(crate) async fn notes(
    forum: &Forum,
    versions: &HashSet<(Name, VersionNumber)>,
) -> Result<HashMap<(Name, VersionNumber), String>, Broken> {
    if versions.is_empty() {
        return Ok(HashMap::new());
    }
    let one_of = versions
        .iter()
        .fold(Condition::any(), |any, (page, number)| {
            let this = Condition::all()
                .add(page_versions::Column::Page.eq(*page))
                .add(page_versions::Column::Number.eq(*number));
            any.add(this)
        });
    let found: Vec<(Name, VersionNumber, String)> = page_versions::Entity::find()
        .select_only()
        .columns([
            page_versions::Column::Page,
            page_versions::Column::Number,
            page_versions::Column::Note,
        ])
        .filter(one_of)
        .filter(page_versions::Column::ErasedAt.is_null())
        .into_tuple()
        .all(forum.read())
        .await?;
    let note = |(page, number, note)| ((page, number), note);
    Ok(found.into_iter().map(note).collect())
}

/// When pages were last changed; those are left out of which the text that ships with the program stands.
///
/// # Errors
/// When the database fails.
pub async fn changed(forum: &Forum) -> Result<HashMap<Name, Timestamp>, Broken> {
    let found: Vec<(Name, Timestamp)> = page_versions::Entity::find()
        .select_only()
        .column(page_versions::Column::Page)
        .column_as(page_versions::Column::CreatedAt.max(), "changed_at")
        .group_by(page_versions::Column::Page)
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(found.into_iter().collect())
}
