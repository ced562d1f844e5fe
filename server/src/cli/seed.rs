use super::progress;
use crate::store::Place;
use anyhow::Result;
use clap::Args;
use domain::{
    forum::Policy,
    seed::{self, Amount},
};
use std::{process::ExitCode, time::Instant};

/// How much a benchmark's forum holds.
#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// So many plans.
    #[arg(long, default_value_t = 1_000)]
    plans: u32,
    /// So many comments on each.
    #[arg(long, default_value_t = 10)]
    comments_per_plan: u32,
    /// What chance begins with: the same seed makes the same forum.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Fills an empty database.
pub(super) async fn run(options: Options) -> Result<ExitCode> {
    let forum = options.place.forum(Policy::default()).await?;
    let amount = Amount {
        plans: options.plans,
        comments_per_plan: options.comments_per_plan,
        seed: options.seed,
    };
    let start = Instant::now();
    let bar = progress::bar(u64::from(amount.plans));
    bar.set_message("plans");
    seed::seed(&forum, &amount, |plans| bar.set_position(plans.into())).await?;
    bar.finish_and_clear();
    println!(
        "{} plans with {} comments each in {:.1} s",
        amount.plans,
        amount.comments_per_plan,
        start.elapsed().as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}
