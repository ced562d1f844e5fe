//! What changed from one version of a page to another.

use super::read::{Version, version};
use crate::{
    broken::Broken,
    forum::Forum,
    ids::VersionNumber,
    pages::Name,
    text::compare::{self, Comparison},
};

/// Two versions of a page and what lies between them.
#[derive(Clone, Debug, PartialEq)]
pub struct PageComparison {
    /// The one compared from.
    pub from: Version,
    /// The one compared to.
    pub to: Version,
    /// What changed, by section, block and word.
    pub changes: Comparison,
}

/// Compares two versions of a page; nothing when one of them is not there.
///
/// # Errors
/// When the database fails.
pub async fn compare(
    forum: &Forum,
    page: Name,
    from: VersionNumber,
    to: VersionNumber,
) -> Result<Option<PageComparison>, Broken> {
    let from = version(forum, page, from).await?;
    let to = version(forum, page, to).await?;
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(None);
    };
    let changes = compare_texts(from.body.clone(), to.body.clone()).await?;
    Ok(Some(PageComparison { from, to, changes }))
}

/// Compares two texts that could be saved: what is in the way of a stale edit.
///
/// # Errors
/// When one of them is too complex to be shown, which none is that was ever saved.
pub async fn compare_texts(old: String, new: String) -> Result<Comparison, Broken> {
    tokio::task::spawn_blocking(move || {
        compare::compare(&old, &new).map_err(|error| Broken::internal(error.to_string()))
    })
    .await?
}
