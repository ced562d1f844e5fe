//! One entity per table. Private to this crate: what leaves it are the features' own types.
//! The schema itself, with its constraints and indexes, is in `migrations`.

pub mod accounts;
pub mod actions;
pub mod attempts;
pub mod comment_versions;
pub mod comment_votes;
pub mod comments;
pub mod decisions;
pub mod differences;
pub mod drafts;
pub mod links;
pub mod log;
pub mod mails;
pub mod once;
pub mod places;
pub mod plan_tags;
pub mod plan_votes;
pub mod plans;
pub mod retired_handles;
pub mod revisions;
pub mod searches;
pub mod sessions;
pub mod set_asides;
pub mod suggestion_parts;
pub mod suggestions;
pub mod tags;
