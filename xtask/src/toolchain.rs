//! The parts of the Rust toolchain that a minimal installation lacks, added where rustup is there.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::steps::run;
use crate::workspace::{Workspace, find_on_path, program_from_env};

/// What the islands are compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Sees to it that the compiler can build for browsers. Whoever compiles the islands calls it first,
/// be it only to lint them.
pub(crate) fn add_wasm_target() -> Result<()> {
    let rustc = program_from_env("RUSTC", "rustc");
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .output()
        .context("rustc did not start")?;
    if Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir() {
        return Ok(());
    }
    add(&["target", "add", WASM_TARGET], WASM_TARGET)
}

/// Sees to it that `cargo fmt` or `cargo clippy` is there: rustup's minimal profile has neither.
pub(crate) fn add_component(workspace: &Workspace, name: &str, component: &str) -> Result<()> {
    let answer = workspace.cargo().args([name, "--version"]).output();
    if answer.is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    add(&["component", "add", component], component)
}

fn add(arguments: &[&str], what: &str) -> Result<()> {
    if find_on_path("rustup").is_none() {
        bail!("the Rust toolchain has no {what}, and there is no rustup to add it: install it");
    }
    run(Command::new("rustup").args(arguments))
}
