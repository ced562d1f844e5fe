//! `cargo xtask build`: the browser bundle, then the server that embeds it.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::steps::{run as run_command, step};
use crate::workspace::Workspace;
use crate::{bundle, site};

/// What `cargo xtask build` can be told.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Build what is shipped: optimised, with the bundle inside the binary.
    #[arg(long)]
    pub(crate) release: bool,
    /// Build in what runs a sentence model (`openplan serve --model`); what is shipped has it.
    #[arg(long)]
    pub(crate) model: bool,
}

/// What a program needs to run a sentence model. Left out where nobody would use it: it takes long to
/// compile.
pub(crate) const MODEL: &str = "server/model";

/// Builds both and answers where the server is.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<PathBuf> {
    build_site(workspace)?;
    build_server(workspace, options)?;
    Ok(workspace.server_binary(options.release))
}

/// Builds everything that a browser is sent.
pub(crate) fn build_site(workspace: &Workspace) -> Result<()> {
    let bundles = step("Browser bundles", || bundle::build(workspace))?;
    step("Styles, scripts and compression", || {
        site::assemble(workspace, &bundles)
    })
}

/// Builds the default members' programs.
///
/// `--examples` builds none, there are none, but makes cargo choose the dependencies' features as
/// `cargo test` and `cargo bench` do: without it each would compile most of them a second time.
fn build_server(workspace: &Workspace, options: &Options) -> Result<()> {
    step(
        if options.release {
            "Server, optimised"
        } else {
            "Server"
        },
        || {
            let mut cargo = workspace.cargo();
            cargo.args(["build", "--bins", "--examples"]);
            if options.release {
                cargo.arg("--release");
            }
            if options.release || options.model {
                cargo.args(["--features", MODEL]);
            }
            run_command(&mut cargo)
        },
    )
}
