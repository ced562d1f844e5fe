use crate::{serve, settings::Given, store::Place};
use anyhow::Result;
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

/// What `openplan serve` can be told.
#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// A TOML file with any of the settings below, by the same names.
    #[arg(long, env = "OPENPLAN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    given: Given,
}

/// Serves until told to stop.
pub(super) async fn run(options: Options) -> Result<ExitCode> {
    let settings = options.given.settle(options.config.as_ref())?;
    serve::run(&options.place, settings).await?;
    Ok(ExitCode::SUCCESS)
}
