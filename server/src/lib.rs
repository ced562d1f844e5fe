//! The process `openplan`, as a library so that tests and benchmarks can run it inside themselves.

pub mod assets;
