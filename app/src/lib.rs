//! What people see.

pub mod assets;
