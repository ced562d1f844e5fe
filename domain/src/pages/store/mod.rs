//! Pages in the database.

mod compare;
mod edit;
mod read;
mod restore;

pub use compare::*;
pub use edit::*;
pub use read::*;
pub use restore::restore;

pub(crate) use edit::{empty_notes, stored_body_hash, stored_note_hash};
pub(crate) use read::notes;
