//! What people write: checking it on the way in, showing it, and comparing two states of it.
//!
//! Text is stored as the Markdown that was typed. Everything shown is derived from it:
//! [`markdown::render`] makes the HTML (comrak, then ammonia, always last), [`sections`] says what
//! stands under which heading, [`plain`] makes excerpts, [`compare`] says what changed between two
//! revisions. All of them read the same bounded tree (`tree`), so that no text, however contrived,
//! takes more than milliseconds or more than its share of memory.

pub mod input;
mod section_key;

#[cfg(feature = "store")]
pub mod compare;
#[cfg(feature = "store")]
mod escape;
#[cfg(feature = "store")]
mod links;
#[cfg(feature = "store")]
pub mod markdown;
#[cfg(feature = "store")]
mod mentions;
#[cfg(feature = "store")]
pub mod plain;
#[cfg(feature = "store")]
mod sanitise;
#[cfg(feature = "store")]
pub mod sections;
#[cfg(feature = "store")]
mod tree;

pub use section_key::SectionKey;

#[cfg(feature = "store")]
pub use escape::escaped;
#[cfg(feature = "store")]
pub use links::links_elsewhere;
#[cfg(feature = "store")]
pub use mentions::mentions;
#[cfg(feature = "store")]
pub use sanitise::without_links;
#[cfg(feature = "store")]
pub use tree::{MAX_SOURCE_BYTES, TooComplex};
