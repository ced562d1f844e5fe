//! What every handler shares.

use crate::{assets::AssetUrls, comments::live::Live};
use domain::Forum;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many files are taken at once, of [`crate::forks::import::LARGEST_FORM`] bytes each.
const UPLOADS: usize = 4;

/// The forum and how it is shown. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    forum: Forum,
    assets: AssetUrls,
    live: Live,
    uploads: Semaphore,
}

impl Site {
    /// A site over this forum.
    #[must_use]
    pub fn new(forum: Forum, assets: AssetUrls) -> Self {
        Self {
            inner: Arc::new(Inner {
                forum,
                assets,
                live: Live::default(),
                uploads: Semaphore::new(UPLOADS),
            }),
        }
    }

    /// The forum.
    #[must_use]
    pub fn forum(&self) -> &Forum {
        &self.inner.forum
    }

    /// Where styles and scripts are.
    #[must_use]
    pub fn assets(&self) -> &AssetUrls {
        &self.inner.assets
    }

    /// New comments, for threads that are open in a browser.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.inner.live
    }

    /// Turns to send a file: whoever has none in hand has to come back.
    #[must_use]
    pub fn uploads(&self) -> &Semaphore {
        &self.inner.uploads
    }

    /// Whether visitors reach the site by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.forum().policy().public_url.starts_with("https://")
    }

    /// An address on this site as the world writes it.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.forum().policy().public_url)
    }
}
