//! One entity per table. Private to this crate: what leaves it are the features' own types.
//! The schema itself, with its constraints and indexes, is in `migrations`.

pub mod accounts;
pub mod actions;
pub mod appeals;
pub mod application_rules;
pub mod applications;
pub mod attempts;
pub mod case_notes;
pub mod cases;
pub mod comment_versions;
pub mod comment_votes;
pub mod comments;
pub mod decisions;
pub mod differences;
pub mod drafts;
pub mod flags;
pub mod links;
pub mod listed;
pub mod listing_curators;
pub mod listing_follows;
pub mod listings;
pub mod log;
pub mod mails;
pub mod measures;
mod numbered;
pub mod once;
pub mod page_versions;
pub mod places;
pub mod plan_tags;
pub mod plan_votes;
pub mod plans;
pub mod proposals;
pub mod questions;
pub mod retired_handles;
pub mod revisions;
pub mod round_versions;
pub mod rounds;
pub mod searches;
pub mod sessions;
pub mod set_asides;
pub mod suggestion_parts;
pub mod suggestions;
pub mod tag_actions;
pub mod tag_synonyms;
pub mod tags;

pub(crate) use numbered::{column_of, numbered};
