//! Forks: plans made from others' revisions, with the families that come of it.

#[cfg(feature = "store")]
mod lineage;
mod origin;
mod place;
mod rules;

#[cfg(feature = "store")]
pub use lineage::Lineage;
pub use origin::{Origin, RevisionOrigin};
pub use place::{LONGEST_REPORT, Place, Since, TypedPlace};
pub use rules::{Differs, Reason, licence_refusal, may_flow};

#[cfg(feature = "store")]
mod store;
#[cfg(feature = "store")]
pub use store::*;
