//! Builds, runs, tests and measures Openplan: `cargo xtask serve`, `test`, `build`, `bench`.

mod bench;
mod browser;
mod build;
mod bundle;
mod debian;
mod postgres;
mod serve;
mod site;
mod steps;
mod test;
mod toolchain;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use workspace::Workspace;

/// Builds, runs, tests and measures Openplan.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the browser bundle and the server.
    Build(build::Options),
    /// Build, then serve on this machine, with the sample forum in an empty database.
    Serve(serve::Options),
    /// Run every check that a change must pass.
    Test(test::Options),
    /// Run the benchmarks.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let workspace = Workspace::read()?;
    match arguments.command {
        Command::Build(options) => build::run(&workspace, &options).map(drop),
        Command::Serve(options) => serve::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
    }
}
