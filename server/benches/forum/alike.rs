//! How well similar plans are found: topics, each told by several people in different words, beside plans
//! that are other businesses.
//!
//! The sentence model is measured when it is there: at `OPENPLAN_MODEL`, or where `cargo xtask model`
//! puts it.

use crate::{
    bm25::Bm25,
    labelled::{self, Plan},
    report::Report,
};
use anyhow::{Context, Result};
use domain::{
    Broken, Viewer,
    ids::PlanId,
    plans,
    search::{self, Model},
    text::plain::plain_by_section,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// How many others a young forum has, none of them near misses.
const YOUNG: usize = 120;
const BAR: &str = "recall@5 and MRR at least 0.85";

/// Asks each plan of a topic for the others of its topic, by each way of finding them.
pub(crate) async fn topics(report: &mut Report) -> Result<()> {
    let set = labelled::read()?.plans;
    let model = model()?;
    let told = |is_aside| if is_aside { "kept aside" } else { "looked at" };
    for is_aside in [true, false] {
        let all: Vec<&Plan> = set.iter().collect();
        let name = format!("topics {}, beside all 720", told(is_aside));
        measure(&all, is_aside, model.as_ref(), &name, report).await?;
        let is_of = |plan: &&Plan| plan.topic.is_some() && plan.is_aside == is_aside;
        let mut young: Vec<&Plan> = set.iter().filter(is_of).collect();
        let is_plain = |plan: &&Plan| plan.topic.is_none() && plan.told.near.is_none();
        // Every second one, so that all fields are among them.
        young.extend(set.iter().filter(is_plain).step_by(2).take(YOUNG));
        let name = format!("topics {}, beside {YOUNG} plain others", told(is_aside));
        measure(&young, is_aside, model.as_ref(), &name, report).await?;
    }
    Ok(())
}

async fn measure(
    plans: &[&Plan],
    is_aside: bool,
    model: Option<&Arc<dyn Model>>,
    name: &str,
    report: &mut Report,
) -> Result<()> {
    let asked = (0..plans.len()).filter(|at| {
        let plan = plans[*at];
        plan.topic.is_some() && plan.is_aside == is_aside
    });
    let asked: Vec<usize> = asked.collect();
    let mut add = |how: &str, orders: Vec<Vec<usize>>| {
        let mut scores = Scores::default();
        for (at, order) in asked.iter().zip(orders) {
            scores.add(&ranks(plans, *at, &order));
        }
        report.row(&format!("{name}: {how}"), BAR, scores.told());
    };
    let texts = plans
        .iter()
        .map(|plan| format!("{} {} {}", plan.told.title, plan.told.pitch, plan.told.body));
    let words = Bm25::of(&texts.collect::<Vec<_>>());
    add(
        "words (BM25)",
        asked.iter().map(|at| words.closest(*at)).collect(),
    );
    add("table, as shown", shown(plans, &asked, None).await?);
    if let Some(model) = model {
        let vectors = vectors(plans, model.as_ref())?;
        add(
            "model",
            asked.iter().map(|at| closest(&vectors, *at)).collect(),
        );
        add(
            "table and model, as shown",
            shown(plans, &asked, Some(model)).await?,
        );
    }
    Ok(())
}

/// The model, if there is one; what it has read once is not read again.
fn model() -> Result<Option<Arc<dyn Model>>> {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/model");
    let folder = std::env::var_os("OPENPLAN_MODEL").map_or(usual, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("without the model: there is none in {}", folder.display());
        return Ok(None);
    }
    Ok(Some(Arc::new(Remembering {
        model: server::model::open(&folder)?,
        known: Mutex::default(),
    })))
}

#[derive(Debug)]
struct Remembering {
    model: Arc<dyn Model>,
    known: Mutex<HashMap<String, Vec<f32>>>,
}

impl Model for Remembering {
    fn name(&self) -> &str {
        self.model.name()
    }

    fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Broken> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = |text: &&&str| !known.contains_key(**text);
        let new: Vec<&str> = texts.iter().filter(is_new).copied().collect();
        let read = self.model.vectors(&new)?;
        known.extend(new.into_iter().map(str::to_owned).zip(read));
        Ok(texts.iter().map(|text| known[*text].clone()).collect())
    }
}

/// What the forum shows of those that are asked: the places of the plans, in its order.
async fn shown(
    plans: &[&Plan],
    asked: &[usize],
    model: Option<&Arc<dyn Model>>,
) -> Result<Vec<Vec<usize>>> {
    let (fixture, ids) = labelled::posted(plans, model).await?;
    let places: HashMap<PlanId, usize> = ids.iter().copied().zip(0..).collect();
    let viewer = Viewer::Anonymous;
    let mut orders = Vec::new();
    for at in asked {
        let plan = plans::find(&fixture.forum, &viewer, ids[*at]).await?;
        let plan = plan.context("it has been posted")?;
        let similar = search::similar(&fixture.forum, &viewer, &plan).await?;
        let order = similar
            .iter()
            .filter_map(|one| places.get(&one.plan.id).copied());
        orders.push(order.collect());
    }
    Ok(orders)
}

/// Each plan as the model alone reads it: title, pitch and the mean of the sections.
fn vectors(plans: &[&Plan], model: &dyn Model) -> Result<Vec<Vec<f32>>> {
    let vector = |plan: &&Plan| -> Result<Vec<f32>> {
        let sections = plain_by_section(&plan.told.body).into_iter();
        let sections: Vec<String> = sections.map(|(_, words)| words.trim().to_owned()).collect();
        let heads = model.vectors(&[&plan.told.title, &plan.told.pitch])?;
        let sections = model.vectors(&sections.iter().map(String::as_str).collect::<Vec<_>>())?;
        let mut sum = vec![0.0; heads[0].len()];
        for (vectors, scale) in [(&heads, 1.0), (&sections, 1.0 / length(&total(&sections)))] {
            for (sum, number) in sum.iter_mut().zip(total(vectors)) {
                *sum += number * scale;
            }
        }
        let length = length(&sum);
        Ok(sum.into_iter().map(|number| number / length).collect())
    };
    plans.iter().map(vector).collect()
}

fn total(vectors: &[Vec<f32>]) -> Vec<f32> {
    let mut total = vec![0.0; vectors.first().map_or(0, Vec::len)];
    for vector in vectors {
        for (sum, number) in total.iter_mut().zip(vector) {
            *sum += number;
        }
    }
    total
}

fn length(vector: &[f32]) -> f32 {
    vector
        .iter()
        .map(|number| number * number)
        .sum::<f32>()
        .sqrt()
        .max(f32::EPSILON)
}

/// All others, the closest first.
fn closest(vectors: &[Vec<f32>], asked: usize) -> Vec<usize> {
    let likeness = |other: &usize| -> f32 {
        let both = vectors[asked].iter().zip(&vectors[*other]);
        both.map(|(a, b)| a * b).sum()
    };
    let others = (0..vectors.len()).filter(|other| *other != asked);
    let mut others: Vec<(usize, f32)> = others.map(|other| (other, likeness(&other))).collect();
    others.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    others.into_iter().map(|(other, _)| other).collect()
}

/// At which place in this order each of the others of its topic stands, from 0; none where it is not
/// there.
fn ranks(plans: &[&Plan], asked: usize, order: &[usize]) -> Vec<Option<usize>> {
    let topic = plans[asked].topic;
    let others = (0..plans.len()).filter(|other| *other != asked && plans[*other].topic == topic);
    others
        .map(|other| order.iter().position(|one| *one == other))
        .collect()
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
        let found = |most: usize| ranks.iter().flatten().filter(move |rank| **rank < most);
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let best: f64 = (0..ranks.len()).map(gain).sum();
        self.asked += 1.0;
        self.recall += found(5).count() as f64 / ranks.len() as f64;
        let first = ranks.iter().flatten().min();
        self.reciprocal += first.map_or(0.0, |rank| 1.0 / (*rank as f64 + 1.0));
        self.gain += found(10).map(|rank| gain(*rank)).sum::<f64>() / best;
    }

    fn told(&self) -> String {
        let mean = |sum: f64| sum / self.asked;
        format!(
            "recall@5 {:.2}, MRR {:.2}, nDCG@10 {:.2} over {} plans",
            mean(self.recall),
            mean(self.reciprocal),
            mean(self.gain),
            self.asked
        )
    }
}
