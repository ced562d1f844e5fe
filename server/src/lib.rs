//! The process `openplan`, as a library so that tests and benchmarks can run it inside themselves.
//! It holds no rules: what it serves is decided in `domain` and shown by `app`.

pub mod api;
pub mod assets;
pub mod cli;
pub mod feeds;
mod health;
mod jobs;
pub mod listener;
mod mail;
mod measure;
pub mod model;
pub mod sample;
pub mod serve;
pub mod settings;
pub mod store;
pub mod web;

/// A page is thousands of small strings, and comparing two plans tens of thousands: the system's
/// allocator took a sixth of the instructions of either.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
