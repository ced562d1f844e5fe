//! A plan to take away: as Markdown with front matter, and as JSON with its whole history.

use super::{Difference, Plan, Revision, read::stored_tags};
use crate::{
    accounts,
    broken::Broken,
    clock::Timestamp,
    forks::RevisionOrigin,
    forum::Forum,
    hash::Hash,
    ids::{PlanId, RevisionNumber},
    numbers::Numbers,
    plans::{Licence, Stage, Tag},
    tables::revisions,
    viewer::Viewer,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// The shape of a plan's JSON.
pub(crate) const ARCHIVE_FORMAT: &str = "openplan-plan-1";
/// How many revisions are read at once for a download: with bodies of 256 KiB each, two megabytes.
const BATCH: u64 = 8;

/// Where a revision of a plan stands, whatever its title is by now.
fn address(forum: &Forum, plan: PlanId, number: RevisionNumber) -> String {
    format!(
        "{}/plans/{plan}/history/{number}",
        forum.policy().public_url
    )
}

/// The line that credits a plan at a revision, as its licence asks: title, author, source, licence.
#[must_use]
pub fn attribution(forum: &Forum, plan: &Plan, number: RevisionNumber) -> String {
    credit(
        forum,
        plan.id,
        &plan.title,
        plan.author.name(),
        number,
        plan.licence,
    )
}

fn credit(
    forum: &Forum,
    plan: PlanId,
    title: &str,
    author: &str,
    number: RevisionNumber,
    licence: Licence,
) -> String {
    format!(
        "“{title}” by {author}, revision {number}, {}, {} ({})",
        address(forum, plan, number),
        licence.name(),
        licence.url(),
    )
}

#[derive(Serialize)]
struct FrontMatter<'r> {
    title: &'r str,
    pitch: &'r str,
    author: &'r str,
    licence: Licence,
    licence_url: &'r str,
    stage: Stage,
    tags: &'r [Tag],
    revision: RevisionNumber,
    saved: String,
    note: &'r str,
    source: String,
    attribution: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    forked_from: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    based_on: &'r [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differs: Vec<DiffersFrom<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<&'r Numbers>,
}

#[derive(Serialize)]
struct DiffersFrom<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    because: &'r str,
}

/// The address of the plan that another differs from, while everybody may see it.
fn other_address(forum: &Forum, difference: &Difference) -> Option<String> {
    let other = difference.other.as_ref()?;
    Some(plan_address(forum, difference.plan, &other.slug))
}

fn plan_address(forum: &Forum, id: PlanId, slug: &str) -> String {
    format!("{}/plans/{id}/{slug}", forum.policy().public_url)
}

/// A revision as Markdown: TOML front matter between lines of `+++`, then the body as it was typed.
/// `credits` are those of [`crate::forks::credits`], `differences` those of [`super::differences`],
/// which only the newest revision has. Nothing when its text was erased.
///
/// # Errors
/// When the front matter cannot be written.
pub fn markdown_of(
    forum: &Forum,
    plan: &Plan,
    revision: &Revision,
    credits: &[String],
    differences: &[Difference],
) -> Result<Option<String>, Broken> {
    if revision.erased_at.is_some() {
        return Ok(None);
    }
    let author = revision.written_by();
    let is_newest = revision.number == plan.head;
    let front = FrontMatter {
        title: &revision.title,
        pitch: &revision.pitch,
        author,
        licence: revision.licence,
        licence_url: revision.licence.url(),
        stage: revision.stage,
        tags: &revision.tags,
        revision: revision.number,
        saved: revision.created_at.to_rfc3339(),
        note: &revision.note,
        source: address(forum, plan.id, revision.number),
        attribution: credit(
            forum,
            plan.id,
            &revision.title,
            author,
            revision.number,
            revision.licence,
        ),
        forked_from: plan
            .fork
            .as_ref()
            .map(|fork| address(forum, fork.from, fork.revision)),
        based_on: credits,
        differs: differences
            .iter()
            .filter(|_| is_newest)
            .map(|difference| DiffersFrom {
                from: other_address(forum, difference),
                because: &difference.because,
            })
            .collect(),
        numbers: revision.numbers.as_ref(),
    };
    let front = toml::to_string(&front)?;
    Ok(Some(format!("+++\n{front}+++\n\n{}\n", revision.body)))
}

/// What a plan's JSON begins with; its revisions follow, see [`archived`].
#[derive(Clone, Debug, Serialize)]
pub struct Archive {
    /// The shape of this document.
    pub format: &'static str,
    /// How another forum can check a revision's hash.
    pub content_hash: &'static str,
    /// The plan's number in the forum that it comes from.
    pub id: PlanId,
    /// Its address there.
    pub source: String,
    /// The line that credits its newest revision.
    pub attribution: String,
    /// The revision it was forked from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forked_from: Option<String>,
    /// The address that it was brought from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought_from: Option<String>,
    /// The lines that credit what it was made from, the nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<String>,
    /// How it differs from other plans of that forum. Whoever brings it elsewhere leaves this behind,
    /// where these plans are not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<ArchivedDifference>,
    /// Its newest revision.
    pub head: RevisionNumber,
}

/// In a plan's JSON how it differs from another. Its hash is of the salt's bytes and then `because` and
/// `plan` in canonical JSON.
#[derive(Clone, Debug, Serialize)]
pub struct ArchivedDifference {
    /// The other's number.
    pub plan: PlanId,
    /// The other's address; none once it was taken back.
    pub from: Option<String>,
    /// In what it differs.
    pub because: String,
    /// The salt of its hash, in hexadecimal.
    pub salt: String,
    /// The hash that the log has of it.
    pub content_hash: String,
}

/// One revision in a plan's JSON.
#[derive(Clone, Debug, Serialize)]
pub struct ArchivedRevision {
    /// Its number.
    pub number: RevisionNumber,
    /// Who wrote it, here or where it was brought from, as everybody sees it.
    pub author: String,
    /// By whom, when and as which it was saved in the forum that it was brought from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<RevisionOrigin>,
    /// When it was saved, in UTC.
    pub saved: String,
    /// What was changed and why.
    pub note: String,
    /// The revision whose content this one brought back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored_from: Option<RevisionNumber>,
    /// Its content; none once it was erased.
    pub content: Option<ArchivedContent>,
    /// The salt of its hash, in hexadecimal; none once it was erased.
    pub salt: Option<String>,
    /// The hash that the log has of it.
    pub content_hash: String,
    /// When it was erased, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased: Option<String>,
}

/// A revision's content, in the shape that its hash is made of.
#[derive(Clone, Debug, Serialize)]
pub struct ArchivedContent {
    /// The title.
    pub title: String,
    /// The pitch.
    pub pitch: String,
    /// The body, in Markdown.
    pub body: String,
    /// The tags.
    pub tags: Vec<Tag>,
    /// The stage.
    pub stage: Stage,
    /// The licence, by its SPDX identifier.
    pub licence: Licence,
    /// The numbers.
    pub numbers: Option<Numbers>,
}

/// What a plan's JSON begins with; `credits` are those of [`crate::forks::credits`], `differences`
/// those of [`super::differences`].
#[must_use]
pub fn archive(
    forum: &Forum,
    plan: &Plan,
    credits: &[String],
    differences: &[Difference],
) -> Archive {
    Archive {
        format: ARCHIVE_FORMAT,
        content_hash: "SHA-256 of the salt's bytes and then `content` in canonical JSON (RFC 8785)",
        id: plan.id,
        source: plan_address(forum, plan.id, &plan.slug),
        attribution: attribution(forum, plan, plan.head),
        based_on: credits.to_vec(),
        forked_from: plan
            .fork
            .as_ref()
            .map(|fork| address(forum, fork.from, fork.revision)),
        brought_from: plan.origin.as_ref().map(|origin| origin.address.clone()),
        differs: differences
            .iter()
            .map(|difference| ArchivedDifference {
                plan: difference.plan,
                from: other_address(forum, difference),
                because: difference.because.clone(),
                salt: hex(&difference.salt),
                content_hash: difference.content_hash.to_hex(),
            })
            .collect(),
        head: plan.head,
    }
}

/// The next few revisions after this number, oldest first, for a plan's JSON; nothing after the
/// last, and for whoever may not read the plan.
///
/// # Errors
/// When the database fails.
pub async fn archived(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    after: RevisionNumber,
) -> Result<Vec<ArchivedRevision>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let rows = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan.id))
        .filter(revisions::Column::Number.gt(after))
        .order_by_asc(revisions::Column::Number)
        .limit(BATCH)
        .all(forum.read())
        .await?;
    let authors = accounts::bylines(forum, rows.iter().map(|row| row.author_id)).await?;
    rows.into_iter()
        .map(|row| {
            let author = authors.of(row.author_id).name().to_owned();
            ArchivedRevision::from_row(row, author)
        })
        .collect()
}

impl ArchivedRevision {
    fn from_row(row: revisions::Model, author: String) -> Result<Self, Broken> {
        let there = row.erased_at.is_none();
        let origin: Option<RevisionOrigin> = row
            .origin
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?;
        Ok(Self {
            number: row.number,
            author: origin
                .as_ref()
                .map_or(author, |origin| origin.author.clone()),
            origin,
            saved: row.created_at.to_rfc3339(),
            note: row.note.clone(),
            restored_from: row.restored_from,
            salt: there.then(|| hex(&row.salt)),
            content_hash: Hash::from_bytes(&row.content_hash)?.to_hex(),
            erased: row.erased_at.map(Timestamp::to_rfc3339),
            content: there.then(|| ArchivedContent::from_row(row)).transpose()?,
        })
    }
}

impl ArchivedContent {
    fn from_row(row: revisions::Model) -> Result<Self, Broken> {
        Ok(Self {
            tags: stored_tags(&row.tags)?,
            numbers: row
                .numbers
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            title: row.title,
            pitch: row.pitch,
            body: row.body,
            stage: row.stage,
            licence: row.licence,
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
