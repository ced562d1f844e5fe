//! Builds, runs, tests and measures Openplan: `cargo xtask serve`, `test`, `build`, `bench`.

mod bench;
mod browser;
mod build;
mod bundle;
mod debian;
mod model;
mod postgres;
mod serve;
mod site;
mod sources;
mod steps;
mod table;
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
    /// Fetch the sentence model that `openplan serve --model` can read plans with.
    Model(model::Options),
    /// Make the table of meanings anew, `domain/data/meaning.bin`, from its sources.
    Table(table::Options),
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
        Command::Model(options) => model::run(&workspace, &options),
        Command::Table(options) => table::run(&workspace, &options),
    }
}
