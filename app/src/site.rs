//! What every handler shares.

use crate::assets::AssetUrls;
use domain::Forum;
use std::sync::Arc;

/// The forum and how it is shown. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    forum: Forum,
    assets: AssetUrls,
}

impl Site {
    /// A site over this forum.
    #[must_use]
    pub fn new(forum: Forum, assets: AssetUrls) -> Self {
        Self {
            inner: Arc::new(Inner { forum, assets }),
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
