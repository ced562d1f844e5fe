//! How a body will look, before it is saved.

use super::publish::too_complex;
use crate::{
    broken::{Broken, breaks},
    checked::{self, Lines},
    forum::Forum,
    plans::LONGEST_BODY,
    problems::Problems,
    rendering::{self, Place, RenderError},
    text::markdown::Rendered,
    viewer::Member,
};

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The text breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(PreviewError);

/// A body as it would be shown once saved, by the same renderer. Only for members: rendering costs
/// more than asking for it.
///
/// # Errors
/// When the body could not be saved as it is.
pub async fn preview(
    forum: &Forum,
    _writer: &Member,
    body: &str,
) -> Result<Rendered, PreviewError> {
    if body.len() > LONGEST_BODY {
        let message = format!("is longer than {} KiB", LONGEST_BODY / 1024);
        return Err(PreviewError::Invalid(Problems::one("body", message)));
    }
    let body = checked::text(body, Lines::Many, 0, LONGEST_BODY)
        .map_err(|message| PreviewError::Invalid(Problems::one("body", message)))?;
    let rendered = rendering::render(forum, Place::Body, &body).await;
    rendered.map_err(|error| match error {
        RenderError::TooComplex(_) => PreviewError::Invalid(too_complex()),
        RenderError::Broken(broken) => PreviewError::Broken(broken),
    })
}
