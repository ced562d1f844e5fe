//! The labelled set: topics, each told by several people in different words, beside plans that are other
//! businesses, half of them in a topic's own words. See `docs/similar.md`.

use crate::fixture::Fixture;
use anyhow::{Context, Result};
use domain::{
    ids::PlanId,
    plans::{self, Typed},
    search::Model,
};
use serde::Deserialize;
use std::{fs, path::Path, sync::Arc};

/// A file: one field of business.
#[derive(Deserialize)]
struct Field {
    topic: Vec<Topic>,
    other: Vec<Told>,
}

/// One business, told by several people.
#[derive(Deserialize)]
struct Topic {
    /// How somebody who looks for it would ask, if it is one that was looked at.
    asked: Option<String>,
    plan: Vec<Told>,
}

#[derive(Deserialize)]
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) pitch: String,
    pub(crate) body: String,
    /// The topic whose words it has, while it is another business.
    pub(crate) near: Option<String>,
}

/// A plan of the set.
pub(crate) struct Plan {
    pub(crate) told: Told,
    pub(crate) topic: Option<usize>,
    pub(crate) is_aside: bool,
}

/// All of it.
pub(crate) struct Set {
    pub(crate) plans: Vec<Plan>,
    /// What is asked, and which topic answers it.
    pub(crate) asked: Vec<(String, usize)>,
}

/// Of each field these were not looked at while the table was made; `distil` has the same.
const KEPT_ASIDE: [usize; 2] = [2, 5];

/// Reads it from the files.
pub(crate) fn read() -> Result<Set> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/forum/topics");
    let mut files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let (mut plans, mut asked, mut topics) = (Vec::new(), Vec::new(), 0);
    for file in files {
        let path = file.path();
        let field: Field = toml::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{} is not understood", path.display()))?;
        for (number, topic) in field.topic.into_iter().enumerate() {
            asked.extend(topic.asked.map(|asked| (asked, topics)));
            plans.extend(topic.plan.into_iter().map(|told| Plan {
                told,
                topic: Some(topics),
                is_aside: KEPT_ASIDE.contains(&number),
            }));
            topics += 1;
        }
        plans.extend(field.other.into_iter().map(|told| Plan {
            told,
            topic: None,
            is_aside: false,
        }));
    }
    Ok(Set { plans, asked })
}

/// A forum of these plans, and what each is called there.
pub(crate) async fn posted(
    plans: &[&Plan],
    model: Option<&Arc<dyn Model>>,
) -> Result<(Fixture, Vec<PlanId>)> {
    let fixture = Fixture::seeded(0).await?;
    let mut ids = Vec::new();
    for plan in plans {
        ids.push(post(&fixture, &plan.told).await?);
    }
    fixture.index_with(model.cloned()).await?;
    Ok((fixture, ids))
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
