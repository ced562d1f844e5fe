//! A forum of any size, for benchmarks: made from a seed, the same for the same numbers, rendered by
//! the real renderer and recorded in the log as if people had written it.

mod batch;
mod fill;
mod texts;
mod world;

use crate::{broken::Broken, broken::breaks, forum::Forum, ids::Seq, log};
use batch::Batch;
use std::{collections::VecDeque, sync::Arc};
use world::World;

/// How much there is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// So many plans.
    pub plans: u32,
    /// So many comments on each.
    pub comments_per_plan: u32,
    /// What chance begins with.
    pub seed: u64,
}

/// Why nothing was filled in.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Something has happened in this forum.
    #[error("the database is not empty: a benchmark's forum is made in a database of its own")]
    NotEmpty,
    /// The database failed.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(SeedError);

/// Fills an empty database, and says after each batch how many plans there are.
///
/// # Errors
/// When the database is not empty or fails.
pub async fn seed(
    forum: &Forum,
    amount: &Amount,
    mut tell: impl FnMut(u32),
) -> Result<(), SeedError> {
    if log::newest(forum).await? != Seq(0) {
        return Err(SeedError::NotEmpty);
    }
    let amount = *amount;
    let world = Arc::new(tokio::task::spawn_blocking(move || World::new(amount)).await?);
    fill::people(forum, &world).await?;
    let mut making = VecDeque::new();
    let mut next = 0;
    let ahead = std::thread::available_parallelism().map_or(2, usize::from) + 1;
    while next < world.batches() || !making.is_empty() {
        while making.len() < ahead && next < world.batches() {
            let (world, index) = (Arc::clone(&world), next);
            making.push_back(tokio::task::spawn_blocking(move || {
                Batch::make(&world, index)
            }));
            next += 1;
        }
        if let Some(batch) = making.pop_front() {
            let batch = batch.await??;
            let plans = batch.until;
            fill::batch(forum, batch).await?;
            tell(plans);
        }
    }
    Ok(fill::sums(forum).await?)
}
