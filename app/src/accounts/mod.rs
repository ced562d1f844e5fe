//! People: coming in, being somebody, leaving.

pub mod confirm;
pub mod join;
mod parts;
pub mod person;
pub mod reset;
mod session;
pub mod settings;
pub mod setup;
pub mod sign_in;
