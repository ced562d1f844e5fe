//! Plans that are the same business told by somebody else.

use super::{
    Shared,
    closest::closest,
    figures::{self, Known as KnownFigures},
    find::{Hidden, PlanText, published, texts},
    index::{Index, Snapshot, Vectors},
    meaning::{self, Telling, shared},
    model::Reader,
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
use rayon::prelude::*;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How many are shown.
const MOST_SIMILAR: usize = 8;
/// From here on two texts are nearly the same: a copy with its title, pitch and some sentences changed
/// is; the likest two of different families are not (`docs/similar.md` tells how this was chosen).
const NEARLY_THE_SAME: f32 = 0.8;
/// For so long somebody who posts a plan waits for a look at what is like it.
const PATIENCE: Duration = Duration::from_secs(2);
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

    fn telling(&self) -> Vec<Telling<'_>> {
        meaning::telling(&self.title, self.others())
    }

    fn vectors(&self) -> Vectors {
        Vectors {
            words: meaning::of(&self.title, self.others()),
            read: None,
        }
    }

    /// As it is compared while somebody writes it: by its words alone where the model has too much
    /// to do, or fails.
    fn vectors_of_draft(&self, reader: Option<&Arc<Reader>>) -> Vectors {
        let mut vectors = self.vectors();
        let read = reader.map(|reader| reader.read_draft(&self.title, &self.pitch, &self.sections));
        match read.transpose() {
            Ok(read) => vectors.read = read.flatten(),
            Err(error) => tracing::error!(%error, "the model cannot read a draft"),
        }
        vectors
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
        let (alike, is_final) = alike_to_plan(forum, index, plan).await?;
        let alike = Arc::new(alike);
        if is_final {
            index.known().keep(plan, now, &alike);
        }
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
    let Some((index, snapshot)) = answering(forum) else {
        return Ok(Vec::new());
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    let reader = index.reader().cloned();
    let looking = tokio::task::spawn_blocking(move || {
        let told = Told::of(&draft.title, &draft.pitch, &plans::written(&draft.body));
        let told = told.with(draft.numbers.as_ref().and_then(figures::of));
        let vectors = told.vectors_of_draft(reader.as_ref());
        let closest = closest(&snapshot, &vectors, &hidden, draft.family, MOST_SIMILAR)?;
        Ok::<_, Broken>((told, closest))
    });
    let (told, closest) = looking.await??;
    let others = sources(forum, closest.iter().map(|(id, _)| *id)).await?;
    let alike = explained(told, closest, others).await?;
    shown(forum, viewer, &alike).await
}

fn answering(forum: &Forum) -> Option<(&Index, Arc<Snapshot>)> {
    let index = forum.index()?;
    Some((index, index.snapshot()?))
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

/// What is like a plan, and whether it stays so for a while: not while the model has still to read
/// the plan, or the index to take it in.
async fn alike_to_plan(
    forum: &Forum,
    index: &Index,
    plan: &Plan,
) -> Result<(Vec<Alike>, bool), Broken> {
    let Some(snapshot) = index.snapshot() else {
        return Ok((Vec::new(), false));
    };
    let hidden = Hidden::since(forum, snapshot.seq).await?;
    let indexed = snapshot.vectors(plan.id, plan.head)?;
    let is_indexed = indexed.is_some();
    let vectors = if let Some(vectors) = indexed {
        vectors
    } else {
        let mut told = sources(forum, [plan.id].into_iter()).await?;
        told.remove(&plan.id).unwrap_or_default().vectors()
    };
    let is_final = is_indexed && (vectors.read.is_some() || index.reader().is_none());
    let family = plan.family.first;
    let looking = tokio::task::spawn_blocking(move || {
        closest(&snapshot, &vectors, &hidden, Some(family), MOST_SIMILAR)
    });
    let closest = looking.await??;
    if closest.is_empty() {
        return Ok((Vec::new(), is_final));
    }
    // Its own text is needed only to tell why.
    let ids = closest.iter().map(|(id, _)| *id).chain([plan.id]);
    let mut others = sources(forum, ids).await?;
    let told = others.remove(&plan.id).unwrap_or_default();
    Ok((explained(told, closest, others).await?, is_final))
}

/// Why each of these is like it.
async fn explained(
    told: Told,
    closest: Vec<(PlanId, f32)>,
    others: HashMap<PlanId, Told>,
) -> Result<Vec<Alike>, Broken> {
    let explaining = tokio::task::spawn_blocking(move || {
        let words = told.telling();
        let explained = closest.into_par_iter().filter_map(|(id, score)| {
            let other = others.get(&id)?;
            let (near, apart) = compared(&told, other);
            Some(Alike {
                id,
                score,
                why: shared(&words, &other.telling(), MOST_WORDS),
                near,
                apart,
            })
        });
        explained.collect()
    });
    Ok(explaining.await?)
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
async fn sources(
    forum: &Forum,
    ids: impl Iterator<Item = PlanId>,
) -> Result<HashMap<PlanId, Told>, Broken> {
    let ids: Vec<PlanId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = texts(forum, &ids).await?;
    let made = tokio::task::spawn_blocking(move || {
        let told = rows
            .into_par_iter()
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
