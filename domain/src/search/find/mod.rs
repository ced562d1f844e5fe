//! Searching.

mod collect;
mod conditions;
mod fresh;
mod hidden;
mod hits;
mod matching;
mod meant;
mod nearest;
mod snippet;
mod tags;
mod terms;

pub(super) use collect::best;
pub use fresh::newest;
pub(crate) use fresh::{count_new, front};
pub(super) use hidden::Hidden;
pub use hits::{Hit, Place};
pub(super) use hits::{PlanText, published, texts};
pub use nearest::{Nearest, Why};
pub use snippet::Run;
pub(super) use snippet::{Marker, runs};
pub(super) use terms::narrowing;

use super::{
    Kind, in_present_words,
    index::{Index, Snapshot},
    query::{Bounds, Figure, Query, What},
};
use crate::{
    broken::Broken,
    cursor::Cursor,
    forum::Forum,
    plans::{Licence, MOST_PER_PAGE, Stage, Tag},
    viewer::Viewer,
    words::words,
};
use collect::{Walk, Walked};
use matching::Within;
use rayon::prelude::*;
use std::sync::Arc;
use terms::Sought;

words! {
    /// In which order things are found.
    Sort {
        /// What fits best first.
        Relevance = "relevance",
        /// Youngest first.
        New = "new",
        /// Most forks first.
        Forked = "forked",
    }
}

/// Days by which a plan breaks even, to choose from.
pub const DAYS: [i64; 3] = [60, 90, 180];
/// Sums that a plan asks for at most, in hundredths, to choose from.
pub const AMOUNTS: [i64; 4] = [500_000, 2_000_000, 10_000_000, 50_000_000];
/// Of another kind than is looked at no more than so many are counted.
pub const MOST_COUNTED: u64 = 1_000;
/// How many tags are offered.
const MOST_TAGS: usize = 12;

/// How a search is read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What is looked at.
    pub kind: Kind,
    /// The order.
    pub sort: Sort,
    /// Only what comes after this place.
    pub after: Option<Cursor>,
    /// At most so many, and never more than [`MOST_PER_PAGE`].
    pub limit: u64,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            kind: Kind::Plan,
            sort: Sort::Relevance,
            after: None,
            limit: 20,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The page of it.
    pub hits: Vec<Hit>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// How many there are of the kind that is looked at.
    pub total: u64,
    /// How many there are of each kind; of the others no more than [`MOST_COUNTED`] are counted.
    pub kinds: Vec<(Kind, u64)>,
    /// How many there would be with another choice.
    pub facets: Facets,
    /// What was typed and not taken into account.
    pub ignored: Vec<String>,
    /// Where nothing was found: what comes nearest.
    pub nearest: Vec<Nearest>,
    /// Where little was found: plans that mean it in other words.
    pub meant: Vec<Hit>,
    /// How many documents there are so far, while the first index is being built and nothing can be
    /// found yet.
    pub building: Option<u64>,
}

/// How many there would be if this were chosen, all else as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Of each tag, the most frequent first.
    pub tags: Vec<(Tag, u64)>,
    /// Of each stage.
    pub stages: Vec<(Stage, u64)>,
    /// Under each licence.
    pub licences: Vec<(Licence, u64)>,
    /// Breaking even by each of the [`DAYS`].
    pub even: Vec<(i64, u64)>,
    /// Asking for at most each of the [`AMOUNTS`].
    pub ask: Vec<(i64, u64)>,
}

/// Everything that everybody may see and that fits a query, page by page.
///
/// # Errors
/// When the database or the index fails.
pub async fn find(
    forum: &Forum,
    viewer: &Viewer,
    query: &Query,
    reading: &Reading,
) -> Result<Found, Broken> {
    let Some(snapshot) = forum.index().and_then(Index::snapshot) else {
        return Ok(Found {
            building: Some(forum.index().and_then(Index::building).unwrap_or(0)),
            ..Found::default()
        });
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    let query = in_present_words(forum, query.clone()).await?;
    let searching = Searching {
        snapshot: Arc::clone(&snapshot),
        query: query.clone(),
        reading: reading.clone(),
        hidden,
    };
    let mut searched = tokio::task::spawn_blocking(move || searching.search()).await??;
    let limit = limit(reading);
    let next = searched
        .walked
        .best
        .get(limit)
        .and(searched.walked.best.get(limit - 1))
        .copied();
    searched.walked.best.truncate(limit);
    let ids: Vec<i64> = searched
        .walked
        .best
        .iter()
        .map(|cursor| cursor.id)
        .collect();
    let marker = Marker::of(&query, &snapshot.languages);
    let hits = hits::read(forum, viewer, reading.kind, &ids, &marker).await?;
    let meant = hits::read(forum, viewer, Kind::Plan, &searched.meant, &marker).await?;
    Ok(Found {
        hits,
        meant,
        next,
        total: searched.walked.total,
        kinds: searched.kinds,
        facets: facets(searched.walked),
        ignored: query.ignored,
        nearest: searched.nearest,
        building: None,
    })
}

fn limit(reading: &Reading) -> usize {
    usize::try_from(reading.limit.clamp(1, MOST_PER_PAGE)).unwrap_or(1)
}

/// What a search takes with it to where it may take its time.
struct Searching {
    snapshot: Arc<Snapshot>,
    query: Query,
    reading: Reading,
    hidden: Hidden,
}

struct Searched {
    walked: Walked,
    kinds: Vec<(Kind, u64)>,
    nearest: Vec<Nearest>,
    meant: Vec<i64>,
}

impl Searching {
    fn search(&self) -> Result<Searched, Broken> {
        let (walked, kinds) = rayon::join(|| self.walk(), || self.count_others());
        let (walked, mut kinds) = (walked?, kinds?);
        for (_, count) in kinds
            .iter_mut()
            .filter(|(kind, _)| *kind == self.reading.kind)
        {
            *count = walked.total;
        }
        let nearest = if walked.total == 0 && !self.query.is_empty() {
            nearest::nearest(self)?
        } else {
            Vec::new()
        };
        Ok(Searched {
            meant: meant::meant(self, &walked)?,
            walked,
            kinds,
            nearest,
        })
    }

    fn walk(&self) -> Result<Walked, Broken> {
        let walk = Walk {
            snapshot: &self.snapshot,
            sought: &Sought::of(&self.snapshot, self.reading.kind, &self.query)?,
            hidden: &self.hidden,
            sort: self.reading.sort,
            after: self.reading.after,
            limit: limit(&self.reading) + 1,
        };
        walk.over()
    }

    /// How many there are of each kind that is not looked at.
    fn count_others(&self) -> Result<Vec<(Kind, u64)>, Broken> {
        let kinds = Kind::ALL.par_iter().map(|kind| {
            let is_other = *kind != self.reading.kind;
            let count = is_other.then(|| self.count(*kind, &self.query, MOST_COUNTED));
            Ok((*kind, count.transpose()?.unwrap_or(0)))
        });
        kinds.collect()
    }

    /// How many of a kind a query finds, up to a point.
    fn count(&self, kind: Kind, query: &Query, most: u64) -> Result<u64, Broken> {
        let sought = Sought::of(&self.snapshot, kind, query)?;
        let mut count = 0;
        for within in Within::each(&self.snapshot, &self.hidden) {
            count += sought.count(within?, most - count)?;
            if count >= most {
                break;
            }
        }
        Ok(count)
    }
}

fn facets(walked: Walked) -> Facets {
    let counts = walked.counts;
    let tags = counts.tags.into_iter();
    let tags = tags.filter_map(|(tag, count)| Some((tag.parse().ok()?, count)));
    Facets {
        tags: tags.collect(),
        stages: Stage::ALL.iter().copied().zip(counts.stages).collect(),
        licences: Licence::ALL.iter().copied().zip(counts.licences).collect(),
        even: DAYS.into_iter().zip(counts.even).collect(),
        ask: AMOUNTS.into_iter().zip(counts.ask).collect(),
    }
}

/// A condition as a facet sets it.
#[must_use]
pub fn at_most(figure: Figure, most: i64) -> What {
    let bounds = Bounds {
        from: None,
        to: Some(most),
    };
    What::Figure(figure, bounds)
}
