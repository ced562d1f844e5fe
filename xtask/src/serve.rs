//! `cargo xtask serve`: from a fresh clone to a forum in the browser.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::build;
use crate::steps::bold;
use crate::workspace::Workspace;

/// What `cargo xtask serve` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: String,
    /// The folder of the database, the search index, uploads and mail.
    #[arg(long, default_value = "data")]
    data: String,
    /// Leave an empty database empty instead of loading the sample forum into it.
    #[arg(long)]
    empty: bool,
    /// Serve the optimised build.
    #[arg(long)]
    release: bool,
    /// Passed on to `openplan serve`, which lists them all with `--help`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

impl Options {
    /// Whether a sentence model is to be used.
    fn names_a_model(&self) -> bool {
        let is_named = |word: &String| word == "--model" || word.starts_with("--model=");
        self.rest.iter().any(is_named) || std::env::var_os("OPENPLAN_MODEL").is_some()
    }
}

/// Builds and serves until interrupted.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let binary = build::run(
        workspace,
        &build::Options {
            release: options.release,
            model: options.names_a_model(),
        },
    )?;
    let mut server = Command::new(binary);
    server.current_dir(&workspace.root);
    server.args([
        "serve",
        "--listen",
        &options.listen,
        "--data",
        &options.data,
    ]);
    if !options.empty {
        server.arg("--sample");
    }
    server.args(&options.rest);
    eprintln!(
        "{}",
        bold(&format!(
            "==> Openplan at http://{} (Ctrl-C stops it)",
            options.listen
        ))
    );
    become_server(&mut server)
}

/// On Unix the server takes this process's place, so that Ctrl-C and SIGTERM reach it and only it.
#[cfg(unix)]
fn become_server(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(server.exec()).context("the server did not start"))
}

#[cfg(not(unix))]
fn become_server(server: &mut Command) -> Result<()> {
    crate::steps::run(server)
}
