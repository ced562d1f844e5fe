//! How fast a large forum is indexed, and how long a reader waits for a search, beside SQLite's
//! full-text index over the same plans and beside a small forum; all in process, without the web.
//!
//! `OPENPLAN_BENCH_PLANS` is the size of the large forum (100,000 unless it says otherwise), and
//! `OPENPLAN_BENCH_DATA` a folder that keeps the seeded forums for the next time.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of plans and bytes are far inside what a double holds"
)]

mod asking;
mod fixture;
mod fts;
mod report;

use anyhow::Result;
use fixture::Fixture;
use report::Report;
use std::env;

/// As the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<()> {
    // `cargo bench` hands on flags of its own harness, such as `--bench`.
    let only: Vec<String> = env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    if !only.is_empty() && !only.iter().any(|part| "search".contains(part.as_str())) {
        return Ok(());
    }
    let plans: u32 = env::var("OPENPLAN_BENCH_PLANS")
        .ok()
        .map_or(Ok(100_000), |text| text.parse())?;
    let mut report = Report::begin();
    let small = Fixture::seeded(1_000).await?;
    small.index().await?;
    let large = Fixture::seeded(plans).await?;
    asking::asking(&small, &large, plans, &mut report).await?;
    report.print();
    Ok(())
}
