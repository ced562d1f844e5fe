//! What is young: the newest hits of a search, and how many came since somebody looked.

use super::{
    Reading, Searching, Sort,
    conditions::Condition,
    hidden::Hidden,
    hits::{self, Hit},
    limit,
    matching::Within,
    snippet::Marker,
    terms::Sought,
};
use crate::{
    broken::Broken,
    cursor::Cursor,
    forum::Forum,
    search::{
        Asked, in_present_words,
        index::{Index, Snapshot},
        present::all_in_present_words,
    },
    viewer::Viewer,
};
use std::sync::Arc;

/// The youngest of what everybody may see and fits a search, youngest first; nothing while the first
/// index is being built and it is not known.
///
/// # Errors
/// When the database or the index fails.
pub async fn newest(
    forum: &Forum,
    viewer: &Viewer,
    asked: &Asked,
    most: u64,
) -> Result<Option<Vec<Hit>>, Broken> {
    let Some((snapshot, best)) = youngest(forum, asked, most).await? else {
        return Ok(None);
    };
    let ids: Vec<_> = best.iter().map(|place| place.id).collect();
    let marker = Marker::of(&asked.query, &snapshot.languages);
    let hits = hits::read(forum, viewer, asked.kind, &ids, &marker).await?;
    Ok(Some(hits))
}

/// The place of the youngest hit of a search: whatever stands before it later has come since. The
/// first of all places when there is no hit, and nothing while the first index is being built.
pub(crate) async fn front(forum: &Forum, asked: &Asked) -> Result<Option<Cursor>, Broken> {
    let found = youngest(forum, asked, 1).await?;
    Ok(found.map(|(_, best)| best.first().copied().unwrap_or_default()))
}

async fn youngest(
    forum: &Forum,
    asked: &Asked,
    most: u64,
) -> Result<Option<(Arc<Snapshot>, Vec<Cursor>)>, Broken> {
    let Some(snapshot) = forum.index().and_then(Index::snapshot) else {
        return Ok(None);
    };
    let searching = Searching {
        hidden: Hidden::since(forum, snapshot.seq).await?,
        snapshot: Arc::clone(&snapshot),
        query: in_present_words(forum, asked.query.clone()).await?,
        reading: Reading {
            kind: asked.kind,
            sort: Sort::New,
            after: None,
            limit: most,
        },
    };
    let most = limit(&searching.reading);
    let walked = tokio::task::spawn_blocking(move || searching.walk()).await??;
    let mut best = walked.best;
    best.truncate(most);
    Ok(Some((snapshot, best)))
}

/// Of each search, how many hits stand before a place, the youngest first, counted up to so many;
/// nothing while the first index is being built.
pub(crate) async fn count_new(
    forum: &Forum,
    mut searches: Vec<(Asked, Cursor)>,
    most: u64,
) -> Result<Option<Vec<u64>>, Broken> {
    let Some(snapshot) = forum.index().and_then(Index::snapshot) else {
        return Ok(None);
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    let queries = searches.iter_mut().map(|(asked, _)| &mut asked.query);
    all_in_present_words(forum, queries.collect()).await?;
    let counting = move || {
        let searches = searches.into_iter();
        let counts = searches.map(|(asked, seen)| count(&snapshot, &hidden, &asked, seen, most));
        counts.collect::<Result<Vec<_>, Broken>>()
    };
    tokio::task::spawn_blocking(counting).await?.map(Some)
}

fn count(
    snapshot: &Snapshot,
    hidden: &Hidden,
    asked: &Asked,
    seen: Cursor,
    most: u64,
) -> Result<u64, Broken> {
    let mut sought = Sought::of(snapshot, asked.kind, &asked.query)?;
    sought
        .conditions
        .push(Condition::since(snapshot, seen.value)?);
    let mut count = 0;
    for within in Within::each(snapshot, hidden) {
        let within = within?;
        let fast = within.reader.fast_fields();
        let (created, ids) = (fast.i64("created")?, fast.i64("id")?);
        let is_new = |document: &u32| {
            let here = Cursor {
                value: created.first(*document).unwrap_or(0),
                id: ids.first(*document).unwrap_or(0),
            };
            here > seen
        };
        let new = sought.all_of(within)?.iter().filter(is_new).count();
        count += new as u64;
    }
    Ok(count.min(most))
}
