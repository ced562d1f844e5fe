//! `cargo xtask bench`: every benchmark of the workspace, optimised, with the bundle embedded.

use anyhow::{Result, bail};
use clap::Args;

use crate::build::{MODEL, build_site};
use crate::steps::{run as run_command, step};
use crate::workspace::Workspace;

/// What `cargo xtask bench` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Passed on to the benchmarks, such as the name of one.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs all `[[bench]]` targets.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let benches = workspace.benches();
    if benches.is_empty() {
        bail!("the workspace holds no benchmark: no package has a [[bench]]");
    }
    build_site(workspace)?;
    step(&format!("Benchmarks: {}", benches.join(", ")), || {
        run_command(
            workspace
                .cargo()
                .args(["bench", "--features", MODEL, "--bench", "*", "--"])
                .args(&options.rest),
        )
    })
}
