//! Where a page finds its style and its scripts.

/// The addresses of what every page's head refers to. They hold a hash of the content, so a browser
/// may keep what it got for as long as it likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetUrls {
    /// The one style sheet.
    pub css: String,
    /// The script that starts the islands of a page that has some; load it as a module.
    pub boot: String,
    /// The forum's mark for tabs and bookmarks, as SVG.
    pub icon: String,
}

impl Default for AssetUrls {
    /// Plain names, for tests that render a page without a bundle.
    fn default() -> Self {
        Self {
            css: "/assets/openplan.css".into(),
            boot: "/assets/boot.js".into(),
            icon: "/assets/favicon.svg".into(),
        }
    }
}
