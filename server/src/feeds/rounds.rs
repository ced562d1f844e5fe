//! Rounds that were published, the youngest first.

use super::{
    atom::{About, ENTRIES, author, feed, link, moment},
    fresh::Document,
};
use app::{failure::Failure, funding::address};
use atom_syndication::{Entry, Text};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::{
    Forum,
    funding::{self, Round},
};

/// What every funder published. What is hidden leaves the feed and changes no date in it: the tag tells.
pub(super) async fn newest(
    State(forum): State<Forum>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let rounds = funding::newest(&forum, ENTRIES).await?;
    let about = About {
        title: format!("{}: rounds", forum.policy().name),
        path: "/rounds.atom".into(),
        page: "/rounds".into(),
    };
    let changed = rounds.iter().map(|round| round.changed_at).max();
    let base = &forum.policy().public_url;
    let entries = rounds.iter().map(|round| entry(base, round));
    let document = Document {
        changed: None,
        ..feed(base, about, entries.collect(), changed)
    };
    Ok(document.answer(&headers))
}

fn entry(base: &str, round: &Round) -> Entry {
    let summary = format!(
        "{} in all, up to {} for one plan, open from {} until {}",
        round.amount,
        round.per_plan,
        round.opens_at.to_day(),
        // The moment after the last day.
        round.closes_at.plus(-1).to_day(),
    );
    Entry {
        // Without the slug, which follows the title.
        id: format!("{base}/rounds/{}", round.id),
        title: Text::plain(round.title.clone()),
        updated: moment(round.changed_at),
        published: round.published_at.map(moment),
        authors: vec![author(base, &round.funder)],
        links: vec![link(
            "alternate",
            &format!("{base}{}", address(round)),
            "text/html",
        )],
        summary: Some(Text::plain(summary)),
        ..Entry::default()
    }
}
