//! Accounts in the database.

mod bylines;
mod sessions;

pub use bylines::{Byline, Bylines, byline, bylines};
pub use sessions::viewer;
