//! What a round said in its versions.

use crate::{
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    funding::rules::Rule,
    ids::{RoundId, RoundVersionId, VersionNumber},
    money::{Currency, Money},
    rendering,
    tables::round_versions,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// What a round says in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number in the round.
    pub number: VersionNumber,
    /// What the round is called.
    pub title: String,
    /// What it is for, in Markdown …
    pub text: String,
    /// … and rendered, safe to put into a page as it is.
    pub html: String,
    /// How much there is in all.
    pub amount: Money,
    /// How much one plan may get.
    pub per_plan: Money,
    /// Its first moment.
    pub opens_at: Timestamp,
    /// The moment after its last.
    pub closes_at: Timestamp,
    /// What must hold.
    pub rules: Vec<Rule>,
    /// What was changed for it, and why.
    pub note: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Whether its words went with whoever wrote them.
    pub is_erased: bool,
}

impl Version {
    /// What all its amounts are in.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.amount.currency
    }
}

/// One version of a round that the caller may show.
pub(super) async fn version(
    forum: &Forum,
    round: RoundId,
    number: VersionNumber,
) -> Result<Option<Version>, Broken> {
    let row = round_versions::Entity::find()
        .filter(round_versions::Column::RoundId.eq(round))
        .filter(round_versions::Column::Number.eq(number))
        .one(forum.read())
        .await?;
    let versions = from_rows(forum, row.into_iter().collect()).await?;
    Ok(versions.into_iter().next().map(|(_, version)| version))
}

/// What a round is for in its newest version, rendered; for moderators, who see it though it is hidden.
pub(crate) async fn html_of(forum: &Forum, round: RoundId) -> Result<String, Broken> {
    let newest = round_versions::Entity::find()
        .filter(round_versions::Column::RoundId.eq(round))
        .order_by_desc(round_versions::Column::Number)
        .one(forum.read())
        .await?;
    let versions = from_rows(forum, newest.into_iter().collect()).await?;
    let html = versions.into_iter().next().map(|(_, said)| said.html);
    Ok(html.unwrap_or_default())
}

/// All versions of a round, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(forum: &Forum, round: &super::Round) -> Result<Vec<Version>, Broken> {
    let rows = round_versions::Entity::find()
        .filter(round_versions::Column::RoundId.eq(round.id))
        .order_by_desc(round_versions::Column::Number)
        .all(forum.read())
        .await?;
    let versions = from_rows(forum, rows).await?;
    Ok(versions.into_iter().map(|(_, version)| version).collect())
}

/// These versions, each with its round.
pub(super) async fn from_rows(
    forum: &Forum,
    mut rows: Vec<round_versions::Model>,
) -> Result<Vec<(RoundId, Version)>, Broken> {
    let stored = rows.iter_mut();
    let stored = stored.map(|row| (row.id, row.renderer, &mut row.html));
    rendering::refresh::<round_versions::Entity>(forum, stored).await?;
    rows.into_iter()
        .map(|row| Ok((row.round_id, of_row(row)?)))
        .collect()
}

fn of_row(row: round_versions::Model) -> Result<Version, Broken> {
    let RoundVersionId(id) = row.id;
    let currency = Currency::new(&row.currency);
    let currency =
        currency.map_err(|_| Broken::internal(format!("version {id} has no currency")))?;
    Ok(Version {
        number: row.number,
        title: row.title,
        text: row.body,
        html: row.html,
        amount: Money::new(row.amount, currency),
        per_plan: Money::new(row.per_plan, currency),
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        rules: serde_json::from_str(&row.rules)?,
        note: row.note,
        created_at: row.created_at,
        is_erased: row.erased_at.is_some(),
    })
}
