//! The figures of DESIGN's budgets, each against its peer or limit in the same run, so that a noisy
//! machine moves both. `cargo xtask bench` prints them as the table of `docs/benchmarks.md`, beside those of
//! searching, which are measured without the web (`domain/benches`).
//!
//! `OPENPLAN_BENCH_PLANS` is the size of the large forum (100,000 unless it says otherwise).

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of requests are far inside what a double holds"
)]

mod alike;
mod asked;
mod bare;
mod bm25;
mod client;
mod copies;
mod family;
mod fixture;
mod labelled;
mod numbers;
mod process;
mod queue;
#[path = "../../../domain/benches/searching/report.rs"]
mod report;
mod rounds;
mod sizes;
mod texts;

use anyhow::Result;
use client::Load;
use fixture::Fixture;
use report::Report;
use std::time::Duration;

/// How long each side of a comparison runs before the other gets its turn.
const TURN: Duration = Duration::from_secs(3);
const TURNS: usize = 4;
const CONNECTIONS: usize = 32;

#[tokio::main]
async fn main() -> Result<()> {
    // `cargo bench` hands on flags of its own harness, such as `--bench`.
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|part| name.contains(part));
    let plans: u32 = std::env::var("OPENPLAN_BENCH_PLANS")
        .ok()
        .map_or(Ok(100_000), |text| text.parse())?;
    let mut report = Report::begin();
    if wanted("texts") {
        texts::compare_and_merge(&mut report)?;
    }
    if wanted("numbers") {
        numbers::evaluate(&mut report)?;
    }
    if wanted("topics") {
        alike::topics(&mut report).await?;
    }
    if wanted("asked") {
        asked::asked(&mut report).await?;
    }
    let small = Fixture::seeded(1_000).await?;
    small.index().await?;
    if wanted("page") {
        page_against_bare(&small, &mut report).await?;
    }
    if wanted("listing") {
        listing(&small, &mut report).await?;
    }
    if wanted("comments") {
        comments(&small, &mut report).await?;
    }
    if wanted("family") {
        family::family_page(&small, &mut report).await?;
    }
    if wanted("queue") {
        queue::queue(&small, &mut report).await?;
    }
    if wanted("rounds") {
        rounds::rounds(&small, &mut report).await?;
    }
    if wanted("sizes") {
        sizes::sizes(&small, &mut report).await?;
    }
    if wanted("growth") || wanted("copies") || wanted("process") {
        let large = Fixture::seeded(plans).await?;
        large.index().await?;
        if wanted("growth") {
            growth(&small, &large, plans, &mut report).await?;
        }
        if wanted("copies") {
            copies::copies(&large, plans, &mut report).await?;
        }
        if wanted("process") {
            process::start_and_memory(large, plans, &mut report).await?;
        }
    }
    report.print();
    Ok(())
}

/// A plan's page with 50 comments against a handler that does the same reads and formats by hand.
async fn page_against_bare(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let ours = fixture.serve().await?;
    let bare = bare::serve(fixture).await?;
    let page = Load::get(&ours, &fixture.page, CONNECTIONS);
    let by_hand = Load::get(&bare, &fixture.page, CONNECTIONS);
    page.run(TURN / 3).await?;
    by_hand.run(TURN / 3).await?;
    let mut ratios = Vec::new();
    let mut rates = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let (a, b) = (page.run(TURN).await?, by_hand.run(TURN).await?);
        ratios.push(a.per_second() / b.per_second());
        rates.0.push(a.per_second());
        rates.1.push(b.per_second());
    }
    report.row(
        "plan page with 50 comments, requests/s",
        "at least 0.5 × a bare handler",
        format!(
            "{:.2} × ({:.0} against {:.0})",
            median(&mut ratios),
            median(&mut rates.0),
            median(&mut rates.1)
        ),
    );
    Ok(())
}

async fn listing(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let ours = fixture.serve().await?;
    let measured = Load::get(&ours, "/plans", CONNECTIONS).run(TURN).await?;
    report.row(
        "listing of 25 plans",
        "no bar",
        format!(
            "{:.0} requests/s, p50 {:.1} ms, p99 {:.1} ms over {CONNECTIONS} connections",
            measured.per_second(),
            measured.quantile(0.5),
            measured.quantile(0.99)
        ),
    );
    Ok(())
}

/// Comments acknowledged after their commit is on the disk, over 32 connections, against one
/// connection that waits for each.
async fn comments(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let ours = fixture.serve().await?;
    let post = |connections| {
        Load::post(
            &ours,
            &format!("/api/v1/plans/{}/comments", fixture.plan),
            &fixture.tokens,
            connections,
        )
    };
    let (many, one) = (post(CONNECTIONS), post(1));
    many.run(TURN / 3).await?;
    let mut rates = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        rates.0.push(many.run(TURN).await?.per_second());
        rates.1.push(one.run(TURN / 3).await?.per_second());
    }
    let (many, one) = (median(&mut rates.0), median(&mut rates.1));
    report.row(
        "comments posted, SQLite, durable",
        "at least 1,000/s over 32 connections",
        format!(
            "{many:.0}/s, {:.1} × one connection ({one:.0}/s)",
            many / one
        ),
    );
    Ok(())
}

/// The page in a large forum against the page in a small one.
async fn growth(small: &Fixture, large: &Fixture, plans: u32, report: &mut Report) -> Result<()> {
    let (small_server, large_server) = (small.serve().await?, large.serve().await?);
    // One connection: what one reader waits, not what two cores can take.
    let in_small = Load::get(&small_server, &small.page, 1);
    let in_large = Load::get(&large_server, &large.page, 1);
    let mut ratios = Vec::new();
    for _ in 0..TURNS {
        let (a, b) = (in_large.run(TURN).await?, in_small.run(TURN).await?);
        ratios.push(a.quantile(0.5) / b.quantile(0.5));
    }
    report.row(
        &format!("plan page, p50, {plans} plans against 1,000"),
        "at most 1.5 ×",
        format!("{:.2} ×", median(&mut ratios)),
    );
    Ok(())
}

/// The middle value.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
