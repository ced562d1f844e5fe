use crate::store::Place;
use anyhow::Result;
use domain::{forum::Policy, log};
use std::process::ExitCode;

/// Checks everything and says what is wrong.
pub(super) async fn run(place: &Place) -> Result<ExitCode> {
    let forum = place.forum(Policy::default()).await?;
    let report = log::verify(&forum).await?;
    for fault in &report.faults {
        println!("{fault}");
    }
    println!("{} entries, head {}", report.entries, report.head);
    Ok(if report.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
