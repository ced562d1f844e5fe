//! Searching a large forum, in process: how fast it is indexed, and how long a reader waits.

use crate::{fixture::Fixture, report::Report};
use anyhow::Result;
use domain::{
    Viewer,
    search::{self, Query, Reading},
};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// How often each query is asked.
const ROUNDS: usize = 20;
/// From rare words to such as nearly every plan says.
const QUERIES: [&str; 10] = [
    "laundromat",
    "price",
    "the price of a load",
    "\"per month\"",
    "customers tag:energy",
    "rent -month even:<90",
    "week customers founders money",
    "stage:running ask:<20000",
    "bakrey",
    "solar roof power for apartment blocks",
];

pub(crate) async fn searching(fixture: &Fixture, plans: u32, report: &mut Report) -> Result<()> {
    let begun = Instant::now();
    let folder = fixture.index().await?;
    let took = begun.elapsed().as_secs_f64();
    let size = size_of(&folder)? as f64 / 1e6;
    report.row(
        &format!("indexing {plans} plans with two comments each"),
        "at least 10,000 plans/s",
        format!(
            "{:.0} plans/s, {size:.0} MB on disk",
            f64::from(plans) / took
        ),
    );
    let mut took = Vec::new();
    for _ in 0..ROUNDS {
        for typed in QUERIES {
            let begun = Instant::now();
            let query = Query::parse(typed);
            search::find(
                &fixture.forum,
                &Viewer::Anonymous,
                &query,
                &Reading::default(),
            )
            .await?;
            took.push(begun.elapsed());
        }
    }
    let plain = report_times("a search", "p99 at most 10 ms", took, report);
    let mut took = Vec::new();
    for round in 0..ROUNDS * 5 {
        let (title, pitch) = DRAFTS[round % DRAFTS.len()];
        let begun = Instant::now();
        search::similar_to_draft(&fixture.forum, &Viewer::Anonymous, title, pitch, "").await?;
        took.push(begun.elapsed());
    }
    let similar = report_times(
        "plans similar to a draft",
        "p99 at most 15 ms",
        took,
        report,
    );
    report.row(
        "similar plans against a search, p50",
        "at most 2 × the cost",
        format!("{:.2} ×", similar / plain),
    );
    Ok(())
}

const DRAFTS: [(&str, &str); 3] = [
    (
        "Washing machines in the cellar",
        "Tenants pay by the load, power comes from panels on the roof.",
    ),
    (
        "Loaves pedalled round before work",
        "Offices order bread by the month.",
    ),
    (
        "Spanish after work",
        "Lessons for grown-ups, by teachers from Seville.",
    ),
];

/// The middle one, in seconds.
fn report_times(what: &str, bar: &str, mut took: Vec<Duration>, report: &mut Report) -> f64 {
    took.sort();
    let at = |hundredths: usize| took[(took.len() - 1) * hundredths / 100].as_secs_f64();
    let told = format!(
        "p50 {:.1} ms, p99 {:.1} ms in process",
        at(50) * 1_000.0,
        at(99) * 1_000.0
    );
    report.row(what, bar, told);
    at(50)
}

fn size_of(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        size += if meta.is_dir() {
            size_of(&entry.path())?
        } else {
            meta.len()
        };
    }
    Ok(size)
}
