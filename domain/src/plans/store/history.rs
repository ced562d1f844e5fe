//! A plan's revisions, newest first, without their texts.

use super::{MOST_PER_PAGE, Page, Plan};
use crate::{
    accounts::{self, Byline, Bylines},
    broken::Broken,
    clock::Timestamp,
    forks::RevisionOrigin,
    forum::Forum,
    ids::{AccountId, MeasureId, RevisionNumber, SuggestionId},
    tables::{revisions, suggestions},
    text::markdown::RenderedSection,
    viewer::Viewer,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, Func},
};
use std::collections::{HashMap, HashSet};

/// A revision in the list of a plan's revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionSummary {
    /// Its number in the plan.
    pub number: RevisionNumber,
    /// Who wrote it.
    pub author: Byline,
    /// The title then.
    pub title: String,
    /// What was changed and why.
    pub note: String,
    /// The revision whose content this one brought back.
    pub restored_from: Option<RevisionNumber>,
    /// The suggestion of which it took over parts, and whose that was.
    pub suggestion: Option<(SuggestionId, Byline)>,
    /// The parent's revision of which it took over parts.
    pub pulled: Option<RevisionNumber>,
    /// The measure by which a moderator made it.
    pub measure: Option<MeasureId>,
    /// Who wrote it where, if that is another forum.
    pub origin: Option<RevisionOrigin>,
    /// When it was saved.
    pub created_at: Timestamp,
    /// When its text was erased.
    pub erased_at: Option<Timestamp>,
    /// How long its body is, in bytes.
    pub bytes: i32,
    /// The titles of the sections that are not as they were in the revision before.
    pub changed: Vec<String>,
}

#[derive(FromQueryResult)]
struct Row {
    number: RevisionNumber,
    author_id: AccountId,
    title: String,
    note: String,
    restored_from: Option<RevisionNumber>,
    suggestion_id: Option<SuggestionId>,
    pulled_revision: Option<RevisionNumber>,
    measure_id: Option<MeasureId>,
    origin: Option<String>,
    created_at: Timestamp,
    erased_at: Option<Timestamp>,
    bytes: i32,
    sections: String,
}

/// A page of a plan's revisions, newest first, from below this number on; empty for whoever may
/// not read the plan.
///
/// # Errors
/// When the database fails.
pub async fn history(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    below: Option<RevisionNumber>,
    limit: u64,
) -> Result<Page<RevisionSummary, RevisionNumber>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let rows = rows(forum, plan, below, limit + 1).await?;
    let suggesters = suggesters(forum, rows.iter().filter_map(|row| row.suggestion_id)).await?;
    let people = rows.iter().map(|row| row.author_id);
    let authors = accounts::bylines(forum, people.chain(suggesters.values().copied())).await?;
    let mut items = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    // What is one too many still tells what the last on the page changed.
    while let Some(row) = rows.next_if(|_| (items.len() as u64) < limit) {
        let changed = changed_sections(rows.peek(), &row)?;
        items.push(summary(row, &authors, &suggesters, changed)?);
    }
    let more = rows.peek().is_some();
    Ok(Page {
        next: items.last().filter(|_| more).map(|last| last.number),
        items,
    })
}

async fn rows(
    forum: &Forum,
    plan: &Plan,
    below: Option<RevisionNumber>,
    limit: u64,
) -> Result<Vec<Row>, Broken> {
    let bytes = Func::cust("octet_length").arg(Expr::col(revisions::Column::Body));
    Ok(revisions::Entity::find()
        .select_only()
        .columns([
            revisions::Column::Number,
            revisions::Column::AuthorId,
            revisions::Column::Title,
            revisions::Column::Note,
            revisions::Column::RestoredFrom,
            revisions::Column::SuggestionId,
            revisions::Column::PulledRevision,
            revisions::Column::MeasureId,
            revisions::Column::Origin,
            revisions::Column::CreatedAt,
            revisions::Column::ErasedAt,
            revisions::Column::Sections,
        ])
        .expr_as(Expr::from(bytes), "bytes")
        .filter(revisions::Column::PlanId.eq(plan.id))
        .apply_if(below, |query, below| {
            query.filter(revisions::Column::Number.lt(below))
        })
        .order_by_desc(revisions::Column::Number)
        .limit(limit)
        .into_model()
        .all(forum.read())
        .await?)
}

/// Who made these suggestions.
async fn suggesters(
    forum: &Forum,
    ids: impl Iterator<Item = SuggestionId>,
) -> Result<HashMap<SuggestionId, AccountId>, Broken> {
    let ids: Vec<SuggestionId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(SuggestionId, AccountId)> = suggestions::Entity::find()
        .select_only()
        .columns([suggestions::Column::Id, suggestions::Column::AuthorId])
        .filter(suggestions::Column::Id.is_in(ids))
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(found.into_iter().collect())
}

fn summary(
    row: Row,
    authors: &Bylines,
    suggesters: &HashMap<SuggestionId, AccountId>,
    changed: Vec<String>,
) -> Result<RevisionSummary, Broken> {
    let suggester = |id: SuggestionId| Some((id, authors.of(*suggesters.get(&id)?)));
    Ok(RevisionSummary {
        number: row.number,
        author: authors.of(row.author_id),
        title: row.title,
        note: row.note,
        restored_from: row.restored_from,
        suggestion: row.suggestion_id.and_then(suggester),
        pulled: row.pulled_revision,
        measure: row.measure_id,
        origin: row
            .origin
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?,
        created_at: row.created_at,
        erased_at: row.erased_at,
        bytes: row.bytes,
        changed,
    })
}

/// The sections that are new or different, and those that are gone.
fn changed_sections(before: Option<&Row>, after: &Row) -> Result<Vec<String>, Broken> {
    let Some(before) = before else {
        return Ok(Vec::new());
    };
    let before: Vec<RenderedSection> = serde_json::from_str(&before.sections)?;
    let after: Vec<RenderedSection> = serde_json::from_str(&after.sections)?;
    let same: HashSet<_> = before
        .iter()
        .map(|section| (&section.key, &section.hash))
        .collect();
    let kept: HashSet<_> = after.iter().map(|section| &section.key).collect();
    let different = after
        .iter()
        .filter(|section| !same.contains(&(&section.key, &section.hash)));
    let gone = before.iter().filter(|section| !kept.contains(&section.key));
    Ok(different
        .chain(gone)
        .map(|section| section.title.clone())
        .collect())
}
