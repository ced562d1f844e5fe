//! Checking the whole record: the chain, and that every text is the one that was recorded.

mod chain;
mod claims;
mod contents;
mod copies;
mod differences;
mod export;
mod families;
mod funding;
mod listings;
mod moderation;
mod pages;
mod places;
mod suggestions;
mod tags;
mod walk;

use crate::{broken::Broken, forum::Forum, hash::Hash, ids::Seq};
use chain::Chain;
use contents::Contents;

pub use export::Export;

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many entries the log has.
    pub entries: i64,
    /// The newest entry's hash: whoever wrote it down can tell whether the past was changed.
    pub head: Hash,
    /// How many revisions, comments, earlier texts of comments, places, differences, listings, proposals,
    /// moderators' reasons, appeals, rounds, applications, questions, and pages with their notes hold what was
    /// recorded.
    pub texts: u64,
    /// How many of them have been erased since.
    pub erased: u64,
    /// What is wrong, in order; nothing when all holds.
    pub faults: Vec<String>,
}

/// How far [`verify_telling`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many entries of this many have been read.
    Entries(i64, i64),
    /// So many texts have been read.
    Texts(u64),
}

/// Follows the chain from its first entry to its newest, and compares every revision,
/// comment, place, difference, listing, proposal, measure, account, tag, page and fork with what was recorded of
/// it. The forum may be written to
/// meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn verify(forum: &Forum) -> Result<Report, Broken> {
    verify_telling(forum, |_| {}).await
}

/// As [`verify`], and says from time to time how far it has come.
///
/// # Errors
/// When the database fails.
pub async fn verify_telling(forum: &Forum, mut tell: impl FnMut(Step)) -> Result<Report, Broken> {
    let newest = super::newest(forum).await?;
    let mut chain = Chain::default();
    chain
        .follow(forum, |read| tell(Step::Entries(read.0, newest.0)))
        .await?;
    let before = chain.end();
    let mut contents = Contents::new(forum);
    contents
        .read(&mut chain, |read| tell(Step::Texts(read)))
        .await?;
    // What was written meanwhile has its entry by now.
    chain.follow(forum, |_| {}).await?;
    contents.settle(&mut chain, before);
    Ok(report(chain, contents))
}

fn report(chain: Chain, contents: Contents<'_>) -> Report {
    let Seq(entries) = chain.end();
    let mut faults = chain.faults;
    faults.extend(contents.faults);
    Report {
        entries,
        head: chain.head,
        texts: contents.texts,
        erased: contents.erased,
        faults,
    }
}
