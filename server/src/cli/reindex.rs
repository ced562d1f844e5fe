use super::progress;
use crate::store::Place;
use anyhow::Result;
use domain::{
    forum::Policy,
    search::{self, Progress},
};
use std::process::ExitCode;

/// Builds the search index anew, and says how much is in it.
pub(super) async fn run(place: &Place) -> Result<ExitCode> {
    let forum = place.forum(Policy::default()).await?;
    let bar = progress::bar(0);
    let written = search::reindex(
        &forum,
        &place.index_folder(),
        |Progress { written, all }| {
            bar.set_length(all);
            bar.set_position(written);
        },
    )
    .await?;
    bar.finish_and_clear();
    println!("{written} plans, comments, people and listings are in the search index");
    Ok(ExitCode::SUCCESS)
}
