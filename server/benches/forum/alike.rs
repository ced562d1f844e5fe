//! How well similar plans are found: topics, each told by several people in different words, beside plans
//! that are other businesses, half of them in a topic's own words. See `docs/similar.md`.

use crate::{fixture::Fixture, report::Report};
use anyhow::{Context, Result};
use domain::{
    Viewer,
    ids::PlanId,
    plans::{self, Typed},
    search,
};
use serde::Deserialize;
use std::{collections::HashMap, fs, path::Path};

/// A file: one field of business.
#[derive(Deserialize)]
struct Field {
    topic: Vec<Topic>,
    other: Vec<Told>,
}

/// One business, told by several people.
#[derive(Deserialize)]
struct Topic {
    plan: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    title: String,
    pitch: String,
    body: String,
}

/// Of each field these were not looked at while the table was made.
const KEPT_ASIDE: [usize; 2] = [2, 5];

/// The plans of each topic, and whether it was kept aside.
type Topics = Vec<(bool, Vec<PlanId>)>;

/// Posts them all and asks each for the others of its topic.
pub(crate) async fn topics(report: &mut Report) -> Result<()> {
    let fixture = Fixture::seeded(0).await?;
    let topics = publish(&fixture).await?;
    fixture.index().await?;
    for (aside, name) in [(true, "kept aside"), (false, "looked at")] {
        let mut scores = Scores::default();
        for (_, plans) in topics.iter().filter(|(is_aside, _)| *is_aside == aside) {
            for plan in plans {
                scores.add(&ranks(&fixture, *plan, plans).await?);
            }
        }
        report.row(
            &format!("similar plans of topics {name}"),
            "recall@5 and MRR at least 0.85",
            scores.told(),
        );
    }
    Ok(())
}

async fn publish(fixture: &Fixture) -> Result<Topics> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/forum/topics");
    let mut topics = Topics::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let field: Field = toml::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{} is not understood", path.display()))?;
        for (number, topic) in field.topic.iter().enumerate() {
            let mut plans = Vec::new();
            for told in &topic.plan {
                plans.push(post(fixture, told).await?);
            }
            topics.push((KEPT_ASIDE.contains(&number), plans));
        }
        for told in &field.other {
            post(fixture, told).await?;
        }
    }
    Ok(topics)
}

async fn post(fixture: &Fixture, told: &Told) -> Result<PlanId> {
    let typed = Typed {
        title: told.title.clone(),
        pitch: told.pitch.clone(),
        body: told.body.clone(),
        ..Typed::default()
    };
    let saved = plans::publish(&fixture.forum, fixture.founder(), &typed, None).await?;
    Ok(saved.id)
}

/// At which place each of the others of its topic stands, from 0; none where it is not shown.
async fn ranks(fixture: &Fixture, plan: PlanId, topic: &[PlanId]) -> Result<Vec<Option<usize>>> {
    let viewer = Viewer::Anonymous;
    let asked = plans::find(&fixture.forum, &viewer, plan).await?;
    let asked = asked.context("it has been posted")?;
    let similar = search::similar(&fixture.forum, &viewer, &asked).await?;
    let places: HashMap<PlanId, usize> = similar.iter().map(|one| one.plan.id).zip(0..).collect();
    let others = topic.iter().filter(|other| **other != plan);
    Ok(others.map(|other| places.get(other).copied()).collect())
}

#[derive(Default)]
struct Scores {
    asked: f64,
    recall: f64,
    reciprocal: f64,
    gain: f64,
}

impl Scores {
    fn add(&mut self, ranks: &[Option<usize>]) {
        let found = |most: usize| ranks.iter().flatten().filter(|rank| **rank < most).count();
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let best: f64 = (0..ranks.len()).map(gain).sum();
        self.asked += 1.0;
        self.recall += found(5) as f64 / ranks.len() as f64;
        let first = ranks.iter().flatten().min();
        self.reciprocal += first.map_or(0.0, |rank| 1.0 / (*rank as f64 + 1.0));
        self.gain += ranks.iter().flatten().map(|rank| gain(*rank)).sum::<f64>() / best;
    }

    fn told(&self) -> String {
        let mean = |sum: f64| sum / self.asked;
        format!(
            "recall@5 {:.2}, MRR {:.2}, nDCG@8 {:.2} over {} plans",
            mean(self.recall),
            mean(self.reciprocal),
            mean(self.gain),
            self.asked
        )
    }
}
