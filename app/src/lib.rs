//! What people see.

pub mod assets;
pub mod numbers;
