//! The table that `docs/benchmarks.md` holds.

use crate::{client::body_of, fixture::Fixture};
use anyhow::{Context, Result};
use std::{fs, io::Write as _, path::Path};

/// Rows of what, its bar, and what was measured.
pub(crate) struct Report {
    rows: Vec<[String; 3]>,
}

impl Report {
    pub(crate) fn begin() -> Self {
        Self { rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, what: &str, bar: &str, measured: String) {
        eprintln!("{what}: {measured}");
        self.rows.push([what.into(), bar.into(), measured]);
    }

    pub(crate) fn print(&self) {
        println!("\n{}\n", machine());
        println!("| what | bar | measured |\n|---|---|---|");
        for [what, bar, measured] in &self.rows {
            println!("| {what} | {bar} | {measured} |");
        }
    }
}

/// The middle value.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What a reader's browser has to fetch.
pub(crate) async fn sizes(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let address = fixture.serve().await?;
    let listing = brotli(&body_of(address, "/plans").await?)?;
    report.row(
        "html of the listing, brotli",
        "at most 12 kB",
        format!("{:.1} kB", listing as f64 / 1_000.0),
    );
    let mut bundle = 0;
    for file in fs::read_dir(site()).context("no bundle: cargo xtask build")? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        // The table editor and its sums are sent only to whoever writes a plan.
        let is_read = !name.starts_with("grid.") && !name.starts_with("sums.");
        if is_read && (name.ends_with(".wasm.br") || name.ends_with(".js.br")) {
            bundle += file.metadata()?.len();
        }
    }
    report.row(
        "wasm and js, brotli",
        "at most 110 kB",
        format!("{:.1} kB", bundle as f64 / 1_000.0),
    );
    Ok(())
}

fn site() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site"))
}

fn brotli(html: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 3, 22);
    writer.write_all(html)?;
    drop(writer);
    Ok(packed.len())
}

fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        text.lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split_once(':'))
            .map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{cores} cores, {}; memory {}",
        field(&read("/proc/cpuinfo"), "model name"),
        field(&read("/proc/meminfo"), "MemTotal"),
    )
}
