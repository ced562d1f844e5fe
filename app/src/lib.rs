//! What people see: one handler and one view for each page, loaded through `domain` and rendered
//! once, synchronously. Never compiled to wasm; what reacts in a browser is in `frontend`.

// A view's type holds the types of all that is in it. A function that makes a part of a page answers
// with an `AnyView`, which ends that; within a part this is deep enough.
#![recursion_limit = "256"]

pub mod accounts;
pub mod assets;
pub mod client;
pub mod comments;
pub mod copies;
pub mod failure;
pub mod forks;
pub mod forms;
pub mod functions;
pub mod funding;
pub mod help;
mod kept;
pub mod listings;
pub mod log;
pub mod moderation;
pub mod numbers;
pub mod pages;
mod paging;
pub mod plans;
pub mod posted;
pub mod render;
pub mod routes;
pub mod search;
pub mod shell;
pub mod site;
pub mod suggestions;
pub mod tags;
pub mod time;
pub mod visit;
