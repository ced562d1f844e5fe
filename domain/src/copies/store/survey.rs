//! All pairs of plans that look like copies, found among the sketches of the index and compared word for
//! word. A survey is kept, and made anew when the index has changed, but not more often than so that it
//! takes a small part of the time.

use crate::{
    broken::Broken,
    clock::Timestamp,
    copies::{
        Overlap, Text,
        candidates::{Candidate, Found},
        overlap::Passage,
    },
    forum::Forum,
    ids::{ActionId, PlanId, RevisionNumber, Seq},
    search::sketches,
    tables::set_asides,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};
use tokio::sync::Mutex;

/// How many candidates are compared word for word, the likeliest.
const MOST_COMPARED: usize = 2_000;
/// How many of them at a time.
const AT_A_TIME: usize = 100;
/// A survey is good for so many times as long as it took to make.
const GOOD_FOR: i64 = 20;

/// What was found last, and held while it is being looked for.
#[derive(Debug, Default)]
pub(crate) struct Surveyed(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    survey: Arc<Survey>,
    until: Timestamp,
}

/// Two plans of different families of which much of one stands in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alike {
    pub older: PlanId,
    pub older_revision: RevisionNumber,
    pub younger: PlanId,
    pub younger_revision: RevisionNumber,
    pub overlap: Overlap,
}

/// What one state of the index tells.
#[derive(Debug)]
pub(super) struct Survey {
    pub seq: Seq,
    pub plans: usize,
    /// The strongest first.
    pub pairs: Vec<Alike>,
    /// Hashes of what everybody says.
    pub common: HashSet<u64>,
    /// How many candidates were not compared.
    pub left: usize,
    /// Whether there was more than was looked at to begin with.
    pub is_cut: bool,
    /// By which pairs were set aside whose texts have become others since.
    pub outdated: HashSet<ActionId>,
}

/// The survey as it is, or anew; nothing while there is no index.
pub(super) async fn survey(forum: &Forum) -> Result<Option<Arc<Survey>>, Broken> {
    let Some(index) = forum.index() else {
        return Ok(None);
    };
    let mut kept = index.surveyed().0.lock().await;
    let Some(snapshot) = index.snapshot() else {
        return Ok(None);
    };
    if let Some(kept) = &*kept
        && (kept.survey.seq == snapshot.seq || forum.now() < kept.until)
    {
        return Ok(Some(Arc::clone(&kept.survey)));
    }
    let begun = forum.now();
    let seq = snapshot.seq;
    let looking = tokio::task::spawn_blocking(move || {
        let sketches = sketches(&snapshot)?;
        Ok::<_, Broken>((sketches.len(), sketches.candidates()))
    });
    let (plans, found) = looking.await??;
    let survey = Arc::new(compare(forum, seq, plans, found).await?);
    let took = forum.now().since(begun);
    *kept = Some(Kept {
        survey: Arc::clone(&survey),
        until: forum.now().plus(took.saturating_mul(GOOD_FOR)),
    });
    Ok(Some(survey))
}

async fn compare(forum: &Forum, seq: Seq, plans: usize, found: Found) -> Result<Survey, Broken> {
    let Found {
        mut candidates,
        common,
        is_cut,
    } = found;
    let left = candidates.len().saturating_sub(MOST_COMPARED);
    candidates.truncate(MOST_COMPARED);
    let common = Arc::new(common);
    let mut survey = Survey {
        seq,
        plans,
        pairs: Vec::new(),
        common: HashSet::new(),
        left,
        is_cut,
        outdated: HashSet::new(),
    };
    let mut verified = Vec::new();
    for some in candidates.chunks(AT_A_TIME) {
        let alike = alike(forum, some, &common).await?;
        verified.extend(alike);
    }
    survey.pairs = one_of_each(verified);
    for some in survey.pairs.chunks(AT_A_TIME) {
        survey
            .outdated
            .extend(outdated(forum, some, &common).await?);
    }
    survey.common = Arc::unwrap_or_clone(common);
    Ok(survey)
}

/// Of any two families the one pair whose younger plan can be linked, or else the one that there is; the
/// strongest first.
fn one_of_each(pairs: Vec<(Candidate, Alike)>) -> Vec<Alike> {
    let mut best: HashMap<(PlanId, PlanId), (bool, Alike)> = HashMap::new();
    for (candidate, alike) in pairs {
        let is_linkable = candidate.is_linkable;
        let kept = best
            .entry(candidate.families)
            .or_insert((is_linkable, alike));
        if is_linkable && !kept.0 {
            *kept = (is_linkable, alike);
        }
    }
    let mut pairs: Vec<Alike> = best.into_values().map(|(_, alike)| alike).collect();
    pairs.sort_by_key(Alike::strength);
    pairs
}

impl Alike {
    /// Smaller is stronger.
    pub(super) fn strength(&self) -> (i32, i32, PlanId, PlanId) {
        let overlap = &self.overlap;
        (
            -i32::from(overlap.containment()),
            -i32::from(overlap.resemblance),
            self.older,
            self.younger,
        )
    }
}

/// What the newest revision of a published plan says.
#[derive(Debug, FromQueryResult)]
pub(super) struct Says {
    pub id: PlanId,
    pub number: RevisionNumber,
    pub pitch: String,
    pub body: String,
}

/// What these plans say now; only published ones.
pub(super) async fn says(forum: &Forum, ids: &BTreeSet<PlanId>) -> Result<Vec<Says>, Broken> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.id, r.number, r.pitch, r.body FROM plans p \
         JOIN revisions r ON r.plan_id = p.id AND r.number = p.head \
         WHERE p.state = 'published' AND p.id IN ({})",
        ids.join(",")
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    Ok(Says::find_by_statement(statement).all(forum.read()).await?)
}

/// Those of the candidates that are alike word for word.
async fn alike(
    forum: &Forum,
    candidates: &[Candidate],
    common: &Arc<HashSet<u64>>,
) -> Result<Vec<(Candidate, Alike)>, Broken> {
    let ids = candidates
        .iter()
        .flat_map(|pair| [pair.older, pair.younger]);
    let texts = says(forum, &ids.collect()).await?;
    let (candidates, common) = (candidates.to_vec(), Arc::clone(common));
    let comparing = tokio::task::spawn_blocking(move || {
        let own = |text: Says| {
            let own = Text::of(&text.pitch, &text.body).own(&common);
            (text.id, (text.number, own))
        };
        let texts: HashMap<PlanId, _> = texts.into_iter().map(own).collect();
        let alike = candidates.iter().filter_map(|pair| {
            let (older_revision, older) = texts.get(&pair.older)?;
            let (younger_revision, younger) = texts.get(&pair.younger)?;
            let overlap = Overlap::between(older, younger);
            let alike = Alike {
                older: pair.older,
                older_revision: *older_revision,
                younger: pair.younger,
                younger_revision: *younger_revision,
                overlap,
            };
            overlap.is_alike().then_some((*pair, alike))
        });
        alike.collect()
    });
    Ok(comparing.await?)
}

/// By which of these pairs were set aside when one of their texts was another.
async fn outdated(
    forum: &Forum,
    pairs: &[Alike],
    common: &Arc<HashSet<u64>>,
) -> Result<Vec<ActionId>, Broken> {
    let rows = set_asides::Entity::find()
        .filter(set_asides::Column::YoungerId.is_in(pairs.iter().map(|pair| pair.younger)))
        .all(forum.read())
        .await?;
    let mut outdated = Vec::new();
    for row in rows {
        let pair = pairs
            .iter()
            .find(|pair| (pair.older, pair.younger) == (row.older_id, row.younger_id));
        let Some(pair) = pair else { continue };
        let sides = [
            (row.older_id, row.older_revision, pair.older_revision),
            (row.younger_id, row.younger_revision, pair.younger_revision),
        ];
        for (plan, then, now) in sides {
            if then != now && is_another(forum, plan, then, now, common).await? {
                outdated.push(row.action_id);
            }
        }
    }
    Ok(outdated)
}

/// Whether less than half of all that two revisions of a plan say stands in both.
async fn is_another(
    forum: &Forum,
    plan: PlanId,
    then: RevisionNumber,
    now: RevisionNumber,
    common: &Arc<HashSet<u64>>,
) -> Result<bool, Broken> {
    let sql = format!(
        "SELECT plan_id AS id, number, pitch, body FROM revisions WHERE plan_id = {plan} AND number IN ({then}, {now})"
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    let texts = Says::find_by_statement(statement).all(forum.read()).await?;
    let common = Arc::clone(common);
    let comparing = tokio::task::spawn_blocking(move || {
        let own = texts
            .iter()
            .map(|text| Text::of(&text.pitch, &text.body).own(&common));
        match own.collect::<Vec<_>>().as_slice() {
            [one, other] => Overlap::between(one, other).resemblance < MUCH,
            _ => false,
        }
    });
    Ok(comparing.await?)
}

/// A text that resembles what it was less than this, in thousandths, has changed much.
const MUCH: u16 = 500;

/// Compares two texts as they are now.
pub(super) async fn overlap(
    older: Says,
    younger: Says,
    survey: Option<Arc<Survey>>,
    most: usize,
) -> Result<(Overlap, Vec<Passage>), Broken> {
    let comparing = tokio::task::spawn_blocking(move || {
        let nothing = HashSet::new();
        let common = survey.as_ref().map_or(&nothing, |survey| &survey.common);
        let older = Text::of(&older.pitch, &older.body);
        let younger = Text::of(&younger.pitch, &younger.body);
        let (ours, theirs) = (older.own(common), younger.own(common));
        let overlap = Overlap::between(&ours, &theirs);
        let shared = ours.intersection(&theirs).copied().collect();
        let passages = crate::copies::overlap::passages(&older, &younger, &shared, most);
        (overlap, passages)
    });
    Ok(comparing.await?)
}
