//! Storage, on `SQLite` and on `PostgreSQL` from the same code. `cargo xtask test` starts a
//! `PostgreSQL` for it and names it in `OPENPLAN_TEST_POSTGRES`.

#[macro_use]
mod harness;
mod accounts;
mod cast;
mod comments;
mod differing;
mod drafts;
mod forks;
mod importing;
mod kin;
mod limits;
mod mail;
mod moderating;
mod plans;
mod reading;
mod rendering;
mod saved_searches;
mod searching;
mod seeding;
mod suggestions;
mod verifying;
mod writing;
