//! Storage, on `SQLite` and on `PostgreSQL` from the same code. `cargo xtask test` starts a
//! `PostgreSQL` for it and names it in `OPENPLAN_TEST_POSTGRES`.

#[macro_use]
mod harness;
mod accounts;
mod cast;
mod comments;
mod copies;
mod differing;
mod drafts;
mod forks;
mod funding;
mod importing;
mod kin;
mod limits;
mod listings;
mod mail;
mod migrating;
mod moderation;
mod newcomers;
mod own_pages;
mod plans;
mod public_log;
mod reading;
mod rendering;
mod saved_searches;
mod searching;
mod seeding;
mod suggestions;
mod tagging;
mod verifying;
mod writing;
