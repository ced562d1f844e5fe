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
pub mod sample;
pub mod serve;
pub mod settings;
pub mod store;
pub mod web;
