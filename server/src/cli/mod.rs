//! The command line: one file per command.

mod admin;
mod import;
mod migrate;
mod progress;
mod reindex;
mod seed;
mod serve;
mod verify;

use crate::store::Place;
use clap::{Parser, Subcommand};
use std::{io::IsTerminal, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// A forum for open business plans.
#[derive(Debug, Parser)]
#[command(name = "openplan", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the forum.
    Serve(Box<serve::Options>),
    /// Check the log's chain and every content hash; exit code 0 when all holds.
    Verify(verify::Options),
    /// Bring the database's schema up to date.
    Migrate(#[command(flatten)] Place),
    /// Build the search index anew. A forum that is being served does so by itself when it has to.
    Reindex(#[command(flatten)] Place),
    /// Fill an empty database for benchmarks.
    Seed(seed::Options),
    /// Bring plans from another forum.
    #[command(subcommand)]
    Import(import::What),
    /// Look after accounts from the shell.
    Admin(admin::Options),
}

/// Does what the command line says.
pub async fn run() -> ExitCode {
    let command = Cli::parse().command;
    tell_the_log();
    let result = match command {
        Command::Serve(options) => serve::run(*options).await,
        Command::Verify(options) => verify::run(options).await,
        Command::Migrate(place) => migrate::run(&place).await,
        Command::Reindex(place) => reindex::run(&place).await,
        Command::Seed(options) => seed::run(options).await,
        Command::Import(what) => import::run(what).await,
        Command::Admin(options) => admin::run(options).await,
    };
    result.unwrap_or_else(|error| {
        eprintln!("openplan: {error:#}");
        ExitCode::FAILURE
    })
}

/// The log goes to standard error, `RUST_LOG` says how much of it; standard output is for what a
/// command answers.
fn tell_the_log() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
