//! The pairs that wait for a moderator.

use super::survey::{Alike, Survey, survey};
use crate::{
    broken::Broken,
    copies::Overlap,
    forum::Forum,
    ids::{ActionId, PlanId, RevisionNumber},
    plans::{self, MOST_PER_PAGE, Page, Plan},
    search::Index,
    tables::set_asides,
    viewer::{Moderator, Viewer},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::{
    collections::{HashMap, HashSet},
    fmt,
    str::FromStr,
};

/// Two published plans of different families of which much of one stands in the other.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The older.
    pub older: Plan,
    /// The younger.
    pub younger: Plan,
    /// How much they share …
    pub overlap: Overlap,
    /// … in these revisions, of the older and of the younger.
    pub revisions: (RevisionNumber, RevisionNumber),
    /// Whether they were set aside once, when their texts were others.
    pub is_back: bool,
}

/// A page of the pairs, with what is to be known of how they were found.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// The strongest first.
    pub page: Page<Pair, PairCursor>,
    /// How they were found; nothing while the first index is being built.
    pub surveyed: Option<Counts>,
    /// How many documents the first index has so far, while it is being built.
    pub building: Option<u64>,
}

/// What was looked at and what was left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many plans were looked at.
    pub plans: usize,
    /// How many pairs were found, decided ones among them.
    pub pairs: usize,
    /// How many runs of words were left out because everybody says them.
    pub common: usize,
    /// How many pairs that might be alike were not compared word for word, the unlikeliest.
    pub left: usize,
    /// Whether there were more plans or pairs than are looked at at all.
    pub is_cut: bool,
}

/// Where a page of pairs ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairCursor {
    containment: i32,
    resemblance: i32,
    older: PlanId,
    younger: PlanId,
}

impl PairCursor {
    fn of(pair: &Alike) -> Self {
        let (containment, resemblance, older, younger) = pair.strength();
        Self {
            containment: -containment,
            resemblance: -resemblance,
            older,
            younger,
        }
    }

    fn strength(&self) -> (i32, i32, PlanId, PlanId) {
        (
            -self.containment,
            -self.resemblance,
            self.older,
            self.younger,
        )
    }
}

impl fmt::Display for PairCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}_{}_{}_{}",
            self.containment, self.resemblance, self.older, self.younger
        )
    }
}

impl FromStr for PairCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let mut parts = text.split('_');
            let mut share = || {
                let share = parts.next()?.parse().ok()?;
                (0..=1_000).contains(&share).then_some(share)
            };
            let (containment, resemblance) = (share()?, share()?);
            let mut id = || parts.next()?.parse().ok().map(PlanId);
            let (older, younger) = (id()?, id()?);
            parts.next().is_none().then_some(Self {
                containment,
                resemblance,
                older,
                younger,
            })
        };
        parse().ok_or("is not a place in this list")
    }
}

/// A page of the pairs of published plans that look like copies and were neither linked nor set aside,
/// from after this place on. They are found once for each state of the index, not for each page.
///
/// # Errors
/// When the database or the index fails.
pub async fn pairs(
    forum: &Forum,
    moderator: &Moderator,
    after: Option<PairCursor>,
    limit: u64,
) -> Result<Pairs, Broken> {
    let Some(survey) = survey(forum).await? else {
        return Ok(Pairs {
            page: Page {
                items: Vec::new(),
                next: None,
            },
            surveyed: None,
            building: Some(forum.index().and_then(Index::building).unwrap_or(0)),
        });
    };
    let limit = usize::try_from(limit.clamp(1, MOST_PER_PAGE)).unwrap_or(1);
    let viewer = Viewer::Member((**moderator).clone());
    let begin = after.map_or(0, |after| {
        let is_before = |pair: &Alike| pair.strength() <= after.strength();
        survey.pairs.partition_point(is_before)
    });
    let mut open = Vec::new();
    for some in survey.pairs[begin..].chunks(limit + 1) {
        open.extend(waiting(forum, &viewer, &survey, some).await?);
        if open.len() > limit {
            break;
        }
    }
    let more = open.len() > limit;
    open.truncate(limit);
    let next = open.last().filter(|_| more).map(|(cursor, _)| *cursor);
    Ok(Pairs {
        page: Page {
            items: open.into_iter().map(|(_, pair)| pair).collect(),
            next,
        },
        surveyed: Some(counts(&survey)),
        building: None,
    })
}

fn counts(survey: &Survey) -> Counts {
    Counts {
        plans: survey.plans,
        pairs: survey.pairs.len(),
        common: survey.common.len(),
        left: survey.left,
        is_cut: survey.is_cut,
    }
}

/// Those of the pairs that wait: both plans are to be seen, are no kin by now, and were not set aside.
async fn waiting(
    forum: &Forum,
    viewer: &Viewer,
    survey: &Survey,
    pairs: &[Alike],
) -> Result<Vec<(PairCursor, Pair)>, Broken> {
    let plans = published(forum, viewer, pairs).await?;
    let aside = aside(forum, survey, pairs).await?;
    let waiting = pairs.iter().filter_map(|pair| {
        let (older, younger) = (plans.get(&pair.older)?, plans.get(&pair.younger)?);
        let is_kin = older.family.first == younger.family.first;
        let is_aside = aside.get(&(pair.older, pair.younger));
        if is_kin || is_aside == Some(&Aside::Stands) {
            return None;
        }
        let told = Pair {
            older: older.clone(),
            younger: younger.clone(),
            overlap: pair.overlap,
            revisions: (pair.older_revision, pair.younger_revision),
            is_back: is_aside == Some(&Aside::Outdated),
        };
        Some((PairCursor::of(pair), told))
    });
    Ok(waiting.collect())
}

async fn published(
    forum: &Forum,
    viewer: &Viewer,
    pairs: &[Alike],
) -> Result<HashMap<PlanId, Plan>, Broken> {
    let ids: HashSet<PlanId> = pairs
        .iter()
        .flat_map(|pair| [pair.older, pair.younger])
        .collect();
    let ids: Vec<PlanId> = ids.into_iter().collect();
    let plans = plans::published(forum, viewer, &ids).await?;
    Ok(plans.into_iter().map(|plan| (plan.id, plan)).collect())
}

/// What became of a pair that was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aside {
    Stands,
    Outdated,
}

async fn aside(
    forum: &Forum,
    survey: &Survey,
    pairs: &[Alike],
) -> Result<HashMap<(PlanId, PlanId), Aside>, Broken> {
    let rows = set_asides::Entity::find()
        .filter(set_asides::Column::YoungerId.is_in(pairs.iter().map(|pair| pair.younger)))
        .all(forum.read())
        .await?;
    let of = |action: ActionId| {
        if survey.outdated.contains(&action) {
            Aside::Outdated
        } else {
            Aside::Stands
        }
    };
    let aside = rows
        .into_iter()
        .map(|row| ((row.older_id, row.younger_id), of(row.action_id)));
    Ok(aside.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_written_and_read() {
        let place = PairCursor {
            containment: 1_000,
            resemblance: 499,
            older: PlanId(3),
            younger: PlanId(7),
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for wrong in [
            "",
            "1",
            "1_2_3",
            "1_2_3_4_5",
            "1_2_3_x",
            "-1_2_3_4",
            "1001_2_3_4",
        ] {
            assert!(wrong.parse::<PairCursor>().is_err(), "{wrong}");
        }
    }
}
