use super::progress;
use crate::store::Place;
use anyhow::{Context, Result};
use clap::Args;
use domain::{
    forum::Policy,
    log::{self, Export, Step},
    search::{self, Audit},
};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What to check.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// Check only the chain of a log that was downloaded as `/log.ndjson`. This takes no forum.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

/// Checks what was asked for, and says what is wrong.
pub(super) async fn run(options: Options) -> Result<ExitCode> {
    match options.export {
        Some(file) => tokio::task::spawn_blocking(move || exported(&file)).await?,
        None => forum(&options.place).await,
    }
}

/// Follows the chain of an exported log, a line at a time.
fn exported(file: &Path) -> Result<ExitCode> {
    let name = file.display();
    let lines = BufReader::new(File::open(file).with_context(|| format!("cannot open {name}"))?);
    let mut export = Export::default();
    for line in lines.lines() {
        let line = line.with_context(|| format!("cannot read {name}"))?;
        for fault in export.follow(&line) {
            println!("{fault}");
        }
    }
    match export.head() {
        Some((last, hash)) => println!(
            "entries {} to {last}, {} faults; head {hash}",
            export.first, export.faults
        ),
        None => println!("no entries, {} faults", export.faults),
    }
    Ok(if export.faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Checks everything, the search index too if there is one, and says what is wrong.
async fn forum(place: &Place) -> Result<ExitCode> {
    let forum = place.forum(Policy::default()).await?;
    let bar = progress::bar(0);
    let report = log::verify_telling(&forum, |step| match step {
        Step::Entries(read, all) => {
            bar.set_message("entries");
            bar.set_length(all.unsigned_abs());
            bar.set_position(read.unsigned_abs());
        }
        Step::Texts(read) => {
            bar.set_message("texts");
            bar.set_position(read);
        }
    })
    .await?;
    bar.finish_and_clear();
    forum.search_in(place.index());
    let audit = search::audit(&forum).await?;
    let unlike = audit.as_ref().map(Audit::faults).unwrap_or_default();
    for fault in &report.faults {
        println!("{fault}");
    }
    for fault in &unlike {
        println!("{fault}");
    }
    if let Some(audit) = &audit {
        println!(
            "{} plans, comments, people and listings in the search index, {} entries behind the log",
            audit.documents, audit.behind
        );
    }
    println!(
        "{} entries, {} texts ({} erased), {} faults; head {}",
        report.entries,
        report.texts,
        report.erased,
        report.faults.len(),
        report.head
    );
    Ok(if report.faults.is_empty() && unlike.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
