//! What a handle, an address and a password must be.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A person's name in addresses and mentions: 3 to 30 of `a-z`, `0-9` and `-`, not beginning or
/// ending with `-`, not one of the forum's own words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Handle(String);

impl Handle {
    /// The handle as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A handle that was checked when it was stored.
    #[cfg(feature = "store")]
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
