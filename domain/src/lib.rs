//! The forum without the web: its words as types, its rules as pure functions, and behind the
//! feature `store` its tables and transactions. Every operation takes the [`Forum`] first, then
//! who asks: a read takes the [`Viewer`] and starts from what that viewer may see; an act takes
//! the permission it needs (`&Member`, `&Moderator`, `&Admin`).

pub mod accounts;
mod checked;
pub mod clock;
pub mod comments;
pub mod forks;
pub mod ids;
pub mod money;
pub mod numbers;
pub mod plans;
pub mod problems;
pub mod suggestions;
pub mod text;
pub mod viewer;
mod words;

#[cfg(feature = "store")]
pub mod broken;
#[cfg(feature = "store")]
pub mod copies;
#[cfg(feature = "store")]
pub mod cursor;
#[cfg(feature = "store")]
pub mod forum;
#[cfg(feature = "store")]
pub mod funding;
#[cfg(feature = "store")]
pub mod hash;
#[cfg(feature = "store")]
pub mod limits;
#[cfg(feature = "store")]
pub mod listings;
#[cfg(feature = "store")]
pub mod log;
#[cfg(feature = "store")]
pub mod mail;
#[cfg(feature = "store")]
pub mod merge;
#[cfg(feature = "store")]
pub mod moderation;
#[cfg(feature = "store")]
pub mod once;
#[cfg(feature = "store")]
pub mod pages;
#[cfg(feature = "store")]
mod prune;
#[cfg(feature = "store")]
mod rendering;
#[cfg(feature = "store")]
pub mod search;
#[cfg(feature = "store")]
pub mod seed;
#[cfg(feature = "store")]
mod table;
#[cfg(feature = "store")]
mod tables;
#[cfg(feature = "store")]
pub mod tags;

pub use viewer::{Admin, Member, Moderator, Viewer};
pub use words::Unknown;

#[cfg(feature = "store")]
pub use {broken::Broken, forum::Forum, prune::prune, rendering::renew};
