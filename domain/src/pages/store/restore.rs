//! Bringing back what a page said.

use super::{EditPageError, edit::save, read::version};
use crate::{
    forum::Forum,
    ids::VersionNumber,
    pages::{Content, Name},
    viewer::Admin,
};

/// Makes a new version of a page that says what an old one said, or the text that ships with the program.
///
/// # Errors
/// When there is no such version, the page says that already or was changed since `base`, or the person is no
/// admin any more.
pub async fn restore(
    forum: &Forum,
    admin: &Admin,
    page: Name,
    number: VersionNumber,
    base: VersionNumber,
) -> Result<VersionNumber, EditPageError> {
    let old = version(forum, page, number).await?;
    let old = old.ok_or(EditPageError::NotFound)?;
    let content = Content::restored(old.body, number);
    save(forum, admin, page, base, &content, Some(number)).await
}
