//! Plans: what founders post, revision by revision.

#[cfg(feature = "store")]
mod changes;
mod content;
mod differs;
#[cfg(feature = "store")]
mod distance;
#[cfg(feature = "store")]
mod effects;
mod hot;
mod slug;
mod template;

#[cfg(feature = "store")]
pub use changes::{FieldChange, changes};
pub use content::*;
pub use differs::{Because, Differences, LONGEST_DIFFERENCE, MOST_DIFFERENCES, TypedDifference};
#[cfg(feature = "store")]
pub use distance::Distance;
#[cfg(feature = "store")]
pub use effects::effects;
pub use hot::hot;
#[cfg(feature = "store")]
pub(crate) use slug::hyphenated;
pub use slug::{plan_named, slug};
pub use template::{template, written};

#[cfg(feature = "store")]
mod store;
#[cfg(feature = "store")]
pub use store::*;

use crate::words::words;

words! {
    /// How far a plan is.
    Stage {
        /// Thought about in public.
        Sketch = "sketch",
        /// Looking for money or hands.
        Seeking = "seeking",
        /// In business.
        Running = "running",
        /// Over, well or badly.
        Closed = "closed",
    }
}

words! {
    /// Whether a plan is to be seen.
    State {
        /// By everybody.
        Published = "published",
        /// By nobody but its author; others see a tombstone.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Under which licence a plan may be copied, by its SPDX identifier.
    Licence {
        /// Share alike: copies carry the same licence. The default.
        BySa = "CC-BY-SA-4.0",
        /// Credit is enough.
        By = "CC-BY-4.0",
        /// No conditions.
        Zero = "CC0-1.0",
    }
}

impl Licence {
    /// The licence's short name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BySa => "CC BY-SA 4.0",
            Self::By => "CC BY 4.0",
            Self::Zero => "CC0 1.0",
        }
    }

    /// Where the licence stands in full.
    #[must_use]
    pub const fn url(self) -> &'static str {
        match self {
            Self::BySa => "https://creativecommons.org/licenses/by-sa/4.0/",
            Self::By => "https://creativecommons.org/licenses/by/4.0/",
            Self::Zero => "https://creativecommons.org/publicdomain/zero/1.0/",
        }
    }

    /// What the licence asks of whoever copies, in a sentence.
    #[must_use]
    pub const fn terms(self) -> &'static str {
        match self {
            Self::BySa => "Copies must credit you and carry the same licence.",
            Self::By => "Copies must credit you.",
            Self::Zero => "Copies need not even credit you.",
        }
    }
}
