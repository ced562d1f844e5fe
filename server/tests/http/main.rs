//! The running forum as browsers and programs see it: the real router over a fresh database.

mod accounts;
mod cast;
mod harness;
mod plans;
mod surroundings;
