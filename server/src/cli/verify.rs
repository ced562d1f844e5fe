use super::progress;
use crate::store::Place;
use anyhow::Result;
use domain::{
    forum::Policy,
    log::{self, Step},
    search::{self, Audit},
};
use std::process::ExitCode;

/// Checks everything, the search index too if there is one, and says what is wrong.
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
            "{} plans, comments and people in the search index, {} entries behind the log",
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
