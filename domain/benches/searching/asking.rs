//! Searching a large forum, in process: how fast it is indexed, and how long a reader waits, beside
//! SQLite's full-text index over the same plans and beside a small forum.

use crate::{
    fixture::Fixture,
    fts::{Asked, Fts, QUERIES},
    report::Report,
};
use anyhow::{Context, Result};
use domain::{
    Viewer,
    search::{self, Query, Reading, Unposted},
};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// How often each query is asked.
const ROUNDS: usize = 20;

/// What a reader has typed when the box asks what is meant: short and wrong beginnings are the dearest.
const TYPED: [&str; 10] = [
    "la",
    "th",
    "laun",
    "luandro",
    "pric",
    "solar ro",
    "stage:running so",
    "tag:en",
    "by:ad",
    "bakrey on a cargo bi",
];

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

/// Indexes the large forum and asks both forums, and the peer, the same.
pub(crate) async fn asking(
    small: &Fixture,
    large: &Fixture,
    plans: u32,
    report: &mut Report,
) -> Result<()> {
    let fts = indexing(large, plans, report).await?;
    let (mut ours, mut theirs, mut in_small) =
        (Times::default(), Times::default(), Times::default());
    for asked in &QUERIES {
        let (mut one, mut other) = (Times::default(), Times::default());
        for _ in 0..ROUNDS {
            one.0.push(found(large, asked).await?);
            in_small.0.push(found(small, asked).await?);
            let begun = Instant::now();
            fts.find(asked).await?;
            other.0.push(begun.elapsed());
        }
        eprintln!("  {}: {} against {}", asked.typed, one.told(), other.told());
        ours.0.append(&mut one.0);
        theirs.0.append(&mut other.0);
    }
    report.row(
        &format!("a search, {plans} plans"),
        "p99 at most 10 ms",
        format!("{} in process", ours.told()),
    );
    report.row(
        &format!("the same by SQLite FTS5, {plans} plans, hits and total only"),
        "the peer",
        format!(
            "{}: ours takes {:.2} × at p50, {:.2} × at p99",
            theirs.told(),
            ours.at(50) / theirs.at(50),
            ours.at(99) / theirs.at(99)
        ),
    );
    report.row(
        &format!("a search, p50, {plans} plans against 1,000"),
        "no bar",
        format!("{:.2} ×", ours.at(50) / in_small.at(50)),
    );
    suggesting(large, report).await?;
    let similar = similar(small, large, plans, report).await?;
    report.row(
        "similar plans against a search, p50",
        "at most 2 × the cost",
        format!("{:.2} ×", similar / ours.at(50)),
    );
    Ok(())
}

/// How fast both take the plans and their comments in, and how large they are then.
async fn indexing(large: &Fixture, plans: u32, report: &mut Report) -> Result<Fts> {
    let (begun, worked) = (Instant::now(), processors_time()?);
    let folder = large.index().await?;
    let ours = f64::from(plans) / begun.elapsed().as_secs_f64();
    let worked = processors_time()?.saturating_sub(worked).as_secs_f64() / f64::from(plans);
    let begun = Instant::now();
    let fts = Fts::index(large).await?;
    let theirs = f64::from(plans) / begun.elapsed().as_secs_f64();
    let (size, their_size) = (size_of(folder)? as f64 / 1e6, fts.size()? as f64 / 1e6);
    report.row(
        &format!("indexing {plans} plans with two comments each"),
        "at least 10,000 plans/s",
        format!(
            "{ours:.0} plans/s, {:.0} µs of processors' time each, {size:.0} MB on disk",
            worked * 1e6
        ),
    );
    report.row(
        "the same by SQLite FTS5",
        "the peer",
        format!(
            "{theirs:.0} plans/s, {their_size:.0} MB: ours has {:.2} × the rate and {:.2} × the size",
            ours / theirs,
            size / their_size
        ),
    );
    Ok(fts)
}

/// What all threads have worked so far, which is the same whatever else the machine does.
fn processors_time() -> Result<Duration> {
    // The 14th and 15th fields, of which those after the program's name are counted from 3; in hundredths of a second.
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').context("a name in brackets")?;
    let worked = fields.split_whitespace().skip(11).take(2);
    let ticks: u64 = worked.map(str::parse::<u64>).sum::<Result<_, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

async fn suggesting(large: &Fixture, report: &mut Report) -> Result<()> {
    let mut times = Times::default();
    for _ in 0..ROUNDS {
        for typed in TYPED {
            let begun = Instant::now();
            search::suggest(&large.forum, &Viewer::Anonymous, typed).await?;
            times.0.push(begun.elapsed());
        }
    }
    report.row(
        "what is suggested while typing",
        "p99 at most 10 ms",
        format!("{} in process", times.told()),
    );
    Ok(())
}

async fn similar(small: &Fixture, large: &Fixture, plans: u32, report: &mut Report) -> Result<f64> {
    let (mut times, mut in_small) = (Times::default(), Times::default());
    for round in 0..ROUNDS * 5 {
        let draft = DRAFTS[round % DRAFTS.len()];
        times.0.push(compared(large, draft).await?);
        in_small.0.push(compared(small, draft).await?);
    }
    report.row(
        &format!("plans similar to a draft, {plans} plans"),
        "p99 at most 15 ms",
        format!(
            "{} in process, at p50 {:.2} × as with 1,000",
            times.told(),
            times.at(50) / in_small.at(50)
        ),
    );
    Ok(times.at(50))
}

async fn found(fixture: &Fixture, asked: &Asked) -> Result<Duration> {
    let begun = Instant::now();
    let query = Query::parse(asked.typed);
    let reading = Reading::default();
    search::find(&fixture.forum, &Viewer::Anonymous, &query, &reading).await?;
    Ok(begun.elapsed())
}

async fn compared(fixture: &Fixture, (title, pitch): (&str, &str)) -> Result<Duration> {
    let draft = Unposted {
        title: title.into(),
        pitch: pitch.into(),
        ..Unposted::default()
    };
    let begun = Instant::now();
    search::similar_to_draft(&fixture.forum, &Viewer::Anonymous, draft).await?;
    Ok(begun.elapsed())
}

/// How long each time took.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    /// What so many in a hundred did not exceed, in seconds.
    fn at(&self, hundredths: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let place = sorted.len().saturating_sub(1) * hundredths / 100;
        sorted.get(place).map_or(f64::NAN, Duration::as_secs_f64)
    }

    fn told(&self) -> String {
        let milliseconds = |hundredths| self.at(hundredths) * 1_000.0;
        format!(
            "p50 {:.1} ms, p99 {:.1} ms",
            milliseconds(50),
            milliseconds(99)
        )
    }
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
