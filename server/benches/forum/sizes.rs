//! What a reader's browser has to fetch.

use crate::{client::body_of, fixture::Fixture, report::Report};
use anyhow::{Context, Result};
use std::{fs, io::Write as _, path::Path};

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
