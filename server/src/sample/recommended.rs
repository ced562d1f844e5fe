//! What the sample forum's moderators recommend: `listings.toml`.

use anyhow::{Context, Result};
use domain::listings::TypedListing;
use serde::Deserialize;

/// A listing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recommended {
    pub title: String,
    /// The moderator who made it.
    pub by: String,
    pub days_ago: f64,
    introduction: String,
    #[serde(default)]
    question: String,
    /// Whether it stands on the front page.
    #[serde(default)]
    pub featured: bool,
    #[serde(default)]
    pub plans: Vec<Pick>,
}

/// A plan in it, with what it says of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pick {
    plan: String,
    pub note: String,
}

impl Recommended {
    /// All of them.
    pub(super) fn read(text: &str) -> Result<Vec<Self>> {
        #[derive(Deserialize)]
        struct File {
            listings: Vec<Recommended>,
        }
        let file: File = toml::from_str(text).context("listings.toml")?;
        Ok(file.listings)
    }

    pub(super) fn typed(&self) -> TypedListing {
        TypedListing {
            title: self.title.clone(),
            introduction: self.introduction.clone(),
            question: self.question.clone(),
            ..TypedListing::default()
        }
    }
}

impl Pick {
    /// The plan's file.
    pub(super) fn file(&self) -> String {
        format!("plans/{}.md", self.plan)
    }
}
