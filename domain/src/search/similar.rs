//! Plans that are the same business told by somebody else.

use super::{
    Shared,
    best::Best,
    figures::{self, Known as KnownFigures},
    find::{Hidden, PlanText, published, texts},
    index::Snapshot,
    meaning::{Meaning, shared},
    query::Figure,
};
use crate::{
    broken::Broken,
    forum::Forum,
    ids::{PlanId, RevisionNumber},
    numbers::Numbers,
    plans::{self, Plan},
    text::plain::plain_by_section,
    viewer::Viewer,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How many are shown.
const MOST_SIMILAR: usize = 8;
/// What is less alike than this is another business.
const ALIKE: f32 = 0.45;
/// From here on two texts are nearly the same: a copy with its title, pitch and some sentences changed
/// is; the likest two of different families are not (`docs/similar.md` tells how this was chosen).
const NEARLY_THE_SAME: f32 = 0.8;
/// For so long somebody who posts a plan waits for a look at what is like it.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many deviations above the mean of all plans few are by chance.
const UNUSUAL: f64 = 1.4;
/// A plan is as alike as this to itself, which says nothing of what is usual.
const ITSELF: f32 = 0.999;
/// Fewer plans do not say what is usual.
const ENOUGH: u32 = 30;
/// How many words say why.
const MOST_WORDS: usize = 6;
/// A figure is near when it is at most a quarter more or less.
const NEAR: f64 = 0.25;

/// A plan that is like another.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The plan.
    pub plan: Plan,
    /// How alike the two are, up to 1.
    pub score: f32,
    /// The words that both are about.
    pub why: Vec<Shared>,
    /// The numbers in which they are near …
    pub near: Vec<Compared>,
    /// … and in which they are not.
    pub apart: Vec<Compared>,
}

/// A figure of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which one.
    pub figure: Figure,
    /// What it is here; money in hundredths.
    pub here: i64,
    /// What it is in the plan that is like this one.
    pub there: i64,
}

/// What is compared of a plan.
#[derive(Clone, Debug, Default)]
struct Told {
    title: String,
    pitch: String,
    sections: Vec<String>,
    figures: HashMap<Figure, i64>,
    currency: Option<String>,
}

impl Told {
    fn of(title: &str, pitch: &str, body: &str) -> Self {
        Self {
            title: title.to_owned(),
            pitch: pitch.to_owned(),
            sections: plain_by_section(body)
                .into_iter()
                .map(|(_, words)| words)
                .collect(),
            ..Self::default()
        }
    }

    fn others(&self) -> Vec<&str> {
        let sections = self.sections.iter().map(String::as_str);
        std::iter::once(self.pitch.as_str())
            .chain(sections)
            .collect()
    }

    fn meaning(&self) -> Option<Meaning> {
        Meaning::of(&self.title, self.others())
    }
}

/// The plans that are most like this one, without its own family, which is told elsewhere.
///
/// # Errors
/// When the database or the index fails.
pub async fn similar(forum: &Forum, viewer: &Viewer, plan: &Plan) -> Result<Vec<Similar>, Broken> {
    let Some(index) = forum.index() else {
        return Ok(Vec::new());
    };
    let now = forum.now().0;
    let alike = if let Some(alike) = index.known().get(plan, now) {
        alike
    } else {
        let mut told = sources(forum, &[plan.id]).await?;
        let told = told.remove(&plan.id).unwrap_or_default();
        let alike = Arc::new(alike(forum, told, Some(plan.family.first)).await?);
        index.known().keep(plan, now, &alike);
        alike
    };
    let mut shown = shown(forum, viewer, &alike).await?;
    // It may have become kin since they were compared.
    shown.retain(|one| one.plan.family.first != plan.family.first);
    Ok(shown)
}

/// A plan that is still being written.
#[derive(Clone, Debug, Default)]
pub struct Unposted {
    /// Its title.
    pub title: String,
    /// Its pitch.
    pub pitch: String,
    /// Its body, in which prompts may still stand.
    pub body: String,
    /// Its numbers, if they can be read already.
    pub numbers: Option<Numbers>,
    /// The family that it is an edit in, which is told elsewhere.
    pub family: Option<PlanId>,
}

/// The plans that are most like one that is still being written.
///
/// # Errors
/// When the database or the index fails.
pub async fn similar_to_draft(
    forum: &Forum,
    viewer: &Viewer,
    draft: Unposted,
) -> Result<Vec<Similar>, Broken> {
    let family = draft.family;
    let told = tokio::task::spawn_blocking(move || {
        let told = Told::of(&draft.title, &draft.pitch, &plans::written(&draft.body));
        told.with(draft.numbers.as_ref().and_then(figures::of))
    });
    let alike = alike(forum, told.await?, family).await?;
    shown(forum, viewer, &alike).await
}

/// Those that say nearly the same as a plan that is about to be posted, for its writer to look at
/// first. Nobody is kept from posting by that: when it cannot be told, or not soon, there are none.
pub async fn nearly_the_same(forum: &Forum, viewer: &Viewer, draft: Unposted) -> Vec<Similar> {
    let looking = similar_to_draft(forum, viewer, draft);
    match tokio::time::timeout(PATIENCE, looking).await {
        Ok(Ok(mut similar)) => {
            similar.retain(|one| one.score >= NEARLY_THE_SAME);
            similar
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "a plan is posted without a look at what is like it");
            Vec::new()
        }
        Err(_) => {
            tracing::warn!(
                "a plan is posted without a look at what is like it: that took too long"
            );
            Vec::new()
        }
    }
}

/// What was found to be like a plan, without the plans themselves.
#[derive(Clone, Debug)]
pub(super) struct Alike {
    id: PlanId,
    score: f32,
    why: Vec<Shared>,
    near: Vec<Compared>,
    apart: Vec<Compared>,
}

async fn alike(forum: &Forum, told: Told, family: Option<PlanId>) -> Result<Vec<Alike>, Broken> {
    let Some(snapshot) = forum.index().and_then(super::Index::snapshot) else {
        return Ok(Vec::new());
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    let looking = tokio::task::spawn_blocking(move || {
        let Some(meaning) = told.meaning() else {
            return Ok((told, Vec::new()));
        };
        let closest = closest(&snapshot, &meaning, &hidden, family, MOST_SIMILAR)?;
        Ok::<_, Broken>((told, closest))
    });
    let (told, closest) = looking.await??;
    let ids: Vec<PlanId> = closest.iter().map(|(id, _)| *id).collect();
    let others = sources(forum, &ids).await?;
    let explaining = tokio::task::spawn_blocking(move || {
        let explained = closest.into_iter().filter_map(|(id, score)| {
            let other = others.get(&id)?;
            Some(explain(&told, id, score, other))
        });
        explained.collect()
    });
    Ok(explaining.await?)
}

fn explain(told: &Told, id: PlanId, score: f32, other: &Told) -> Alike {
    let (near, apart) = compared(told, other);
    Alike {
        id,
        score,
        why: shared(
            (&told.title, told.others()),
            (&other.title, other.others()),
            MOST_WORDS,
        ),
        near,
        apart,
    }
}

/// Figures that both have, money only where it is of one currency.
fn compared(told: &Told, other: &Told) -> (Vec<Compared>, Vec<Compared>) {
    let figures = [Figure::Price, Figure::Ask, Figure::Even];
    let both = figures.into_iter().filter_map(|figure| {
        let is_money = figure != Figure::Even;
        if is_money && told.currency != other.currency {
            return None;
        }
        Some(Compared {
            figure,
            here: *told.figures.get(&figure)?,
            there: *other.figures.get(&figure)?,
        })
    });
    both.partition(Compared::is_near)
}

impl Compared {
    #[expect(clippy::cast_precision_loss, reason = "a rough measure of amounts")]
    fn is_near(&self) -> bool {
        let (here, there) = (self.here as f64, self.there as f64);
        (here - there).abs() <= NEAR * here.abs().max(there.abs())
    }
}

/// Those that everybody may see, with their plans.
async fn shown(forum: &Forum, viewer: &Viewer, alike: &[Alike]) -> Result<Vec<Similar>, Broken> {
    let ids: Vec<i64> = alike.iter().map(|one| one.id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let plans = published(forum, viewer, &ids).await?;
    let mut plans: HashMap<PlanId, Plan> = plans.into_iter().map(|plan| (plan.id, plan)).collect();
    let shown = alike.iter().filter_map(|one| {
        Some(Similar {
            plan: plans.remove(&one.id)?,
            score: one.score,
            why: one.why.clone(),
            near: one.near.clone(),
            apart: one.apart.clone(),
        })
    });
    Ok(shown.collect())
}

/// The plans whose vectors lie closest.
fn closest(
    snapshot: &Snapshot,
    meaning: &Meaning,
    hidden: &Hidden,
    family: Option<PlanId>,
    most: usize,
) -> Result<Vec<(PlanId, f32)>, Broken> {
    let likenesses = snapshot.meanings.iter().map(|meanings| {
        let plans = meanings.iter();
        let likeness =
            plans.map(|(document, scale, numbers)| (document, meaning.likeness_to(scale, numbers)));
        likeness.collect::<Vec<_>>()
    });
    let likenesses: Vec<_> = likenesses.collect();
    let alike = alike_from(likenesses.iter().flatten().map(|(_, likeness)| *likeness));
    let mut best = Best::new(most);
    for (reader, likenesses) in snapshot.searcher.segment_readers().iter().zip(&likenesses) {
        let fast = reader.fast_fields();
        let (ids, families) = (fast.i64("id")?, fast.i64("family")?);
        let is_hidden = hidden.within(reader)?;
        for (document, likeness) in likenesses {
            let worst = best.worst();
            let is_better = worst.is_none_or(|(worst, _)| likeness.to_bits() > *worst);
            if *likeness < alike || !is_better {
                continue;
            }
            let is_kin =
                || family.is_some_and(|family| families.first(*document) == Some(family.0));
            if reader.is_deleted(*document) || is_hidden(*document) || is_kin() {
                continue;
            }
            let id = ids.first(*document).unwrap_or(0);
            best.offer((likeness.to_bits(), id));
        }
    }
    let best = best.into_vec().into_iter();
    Ok(best
        .map(|(bits, id)| (PlanId(id), f32::from_bits(bits)))
        .collect())
}

/// From where on plans are alike: as far above the usual as few are, where there are enough of them
/// to say what is usual.
fn alike_from(likenesses: impl Iterator<Item = f32>) -> f32 {
    let (mut count, mut sum, mut squares) = (0_u32, 0.0_f64, 0.0_f64);
    for likeness in likenesses.filter(|likeness| *likeness < ITSELF) {
        count += 1;
        sum += f64::from(likeness);
        squares += f64::from(likeness) * f64::from(likeness);
    }
    if count < ENOUGH {
        return ALIKE;
    }
    let mean = sum / f64::from(count);
    let deviation = (squares / f64::from(count) - mean * mean).max(0.0).sqrt();
    #[expect(clippy::cast_possible_truncation, reason = "between -1 and 3")]
    let unusual = (mean + UNUSUAL * deviation) as f32;
    unusual.max(ALIKE)
}

/// What was found a little while ago, so that a plan that is read often is not compared each time.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<HashMap<(PlanId, RevisionNumber), Since>>);

/// Since when, and what.
type Since = (i64, Arc<Vec<Alike>>);

/// How long it is good for: a plan that is posted meanwhile is shown beside others after so long.
const GOOD_FOR: Duration = Duration::from_mins(10);
/// How many plans' are kept.
const MOST_KNOWN: usize = 10_000;

impl Known {
    fn get(&self, plan: &Plan, now: i64) -> Option<Arc<Vec<Alike>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, alike) = known.get(&(plan.id, plan.head))?;
        let age = Duration::from_micros(u64::try_from(now - since).unwrap_or(u64::MAX));
        (age < GOOD_FOR).then(|| Arc::clone(alike))
    }

    fn keep(&self, plan: &Plan, now: i64, alike: &Arc<Vec<Alike>>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert((plan.id, plan.head), (now, Arc::clone(alike)));
    }
}

/// These plans as they are compared; only published ones.
async fn sources(forum: &Forum, ids: &[PlanId]) -> Result<HashMap<PlanId, Told>, Broken> {
    let rows = texts(forum, ids).await?;
    let made = tokio::task::spawn_blocking(move || {
        let told = rows
            .into_iter()
            .map(|row| Ok((row.plan_id, Told::read(&row)?)));
        told.collect::<Result<HashMap<_, _>, Broken>>()
    });
    made.await?
}

impl Told {
    fn read(row: &PlanText) -> Result<Self, Broken> {
        let told = Self::of(&row.title, &row.pitch, &row.body);
        let known = figures::read(row.figures.as_deref(), row.numbers.as_deref())?;
        Ok(told.with(known))
    }

    fn with(mut self, known: Option<KnownFigures>) -> Self {
        if let Some(known) = known {
            self.figures = known.figures.into_iter().collect();
            self.currency = Some(known.currency);
        }
        self
    }
}
