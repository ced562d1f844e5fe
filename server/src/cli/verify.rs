use super::progress;
use crate::store::Place;
use anyhow::Result;
use domain::{
    forum::Policy,
    log::{self, Step},
};
use std::process::ExitCode;

/// Checks everything and says what is wrong.
pub(super) async fn run(place: &Place) -> Result<ExitCode> {
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
    for fault in &report.faults {
        println!("{fault}");
    }
    println!(
        "{} entries, {} texts ({} erased), {} faults; head {}",
        report.entries,
        report.texts,
        report.erased,
        report.faults.len(),
        report.head
    );
    Ok(if report.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
