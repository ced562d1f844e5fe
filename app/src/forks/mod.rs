//! Forks: making them, their families, and what they take over from their parents.

pub mod pull;
