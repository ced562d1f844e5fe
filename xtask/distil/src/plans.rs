//! The labelled topics that the forum is measured with: plans, some of which are one business told by
//! several people. Those that are kept aside are not read.

use anyhow::{Context, Result};
use meaning::{Counts, Vocabulary};
use model::Model;
use serde::Deserialize;
use std::{fs, path::Path};

/// Of each field these topics are looked at at the end only; `server/benches/forum/alike.rs` has the same.
const KEPT_ASIDE: [usize; 2] = [2, 5];

/// One field of business.
#[derive(Deserialize)]
struct Field {
    topic: Vec<Topic>,
    other: Vec<Told>,
}

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

/// A plan, and which topic it tells, if it is of any.
pub(crate) struct Plan {
    pub(crate) topic: Option<usize>,
    title: String,
    pitch: String,
    sections: Vec<String>,
}

/// All that are not kept aside.
pub(crate) fn read(folder: &Path) -> Result<Vec<Plan>> {
    let files = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    let mut files = files
        .map(|file| Ok(file?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.sort();
    let (mut plans, mut topics) = (Vec::new(), 0);
    for file in files {
        let field: Field = toml::from_str(&fs::read_to_string(&file)?)
            .with_context(|| format!("{} is not understood", file.display()))?;
        let looked_at = field.topic.into_iter().enumerate();
        for (_, topic) in looked_at.filter(|(number, _)| !KEPT_ASIDE.contains(number)) {
            plans.extend(
                topic
                    .plan
                    .into_iter()
                    .map(|told| Plan::of(told, Some(topics))),
            );
            topics += 1;
        }
        plans.extend(field.other.into_iter().map(|told| Plan::of(told, None)));
    }
    Ok(plans)
}

impl Plan {
    fn of(told: Told, topic: Option<usize>) -> Self {
        Self {
            topic,
            title: told.title,
            pitch: told.pitch,
            sections: sections(&told.body),
        }
    }

    /// Its words.
    pub(crate) fn counts(&self, vocabulary: &Vocabulary<'_>) -> Counts<'_> {
        let others = self.sections.iter().map(String::as_str);
        vocabulary.counts(
            &self.title,
            std::iter::once(self.pitch.as_str()).chain(others),
        )
    }

    /// As the model reads it: the title, the pitch and the mean of the sections count the same.
    pub(crate) fn read(&self, model: &Model) -> Result<Vec<f32>> {
        let others = self.sections.iter().map(String::as_str);
        let texts: Vec<&str> = [self.title.as_str(), &self.pitch]
            .into_iter()
            .chain(others)
            .collect();
        let vectors = model.unturned(&texts)?;
        let (heads, sections) = vectors.split_at(2);
        let sum = |rows: &[Vec<f32>]| {
            let mut sum = vec![0.0; vectors[0].len()];
            for row in rows {
                crate::algebra::add(&mut sum, 1.0, row);
            }
            sum
        };
        let (mut read, body) = (sum(heads), sum(sections));
        let length = crate::algebra::length(&body).max(1e-9);
        crate::algebra::add(&mut read, 1.0 / length, &body);
        Ok(read)
    }
}

/// The text under each heading, with it and without the marks of Markdown.
fn sections(body: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    for line in body.lines() {
        if line.starts_with('#') {
            sections.push(String::new());
        }
        let is_rule = line.contains('|') && line.chars().all(|letter| "|-: ".contains(letter));
        if let (false, Some(section)) = (is_rule, sections.last_mut()) {
            let line = line.trim_start_matches(['#', '-', '*', ' ']);
            section.extend(
                line.chars()
                    .map(|letter| if letter == '|' { ' ' } else { letter }),
            );
            section.retain(|letter| !"*`_".contains(letter));
            section.push('\n');
        }
    }
    sections.retain(|section| !section.trim().is_empty());
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_apart_into_its_sections() {
        let body =
            "Before.\n\n## Money\n\n| a | b |\n|---|--:|\n| **1** | 2 |\n\n## Team\n- *Two* bakers";
        assert_eq!(
            sections(body),
            [
                "Before.\n\n",
                "Money\n\n  a   b  \n  1   2  \n\n",
                "Team\nTwo bakers\n"
            ]
        );
    }

    #[test]
    fn topics_that_are_kept_aside_are_not_read() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/benches/forum/topics");
        let plans = read(&folder).expect("they are there");
        let topics: std::collections::BTreeSet<_> =
            plans.iter().filter_map(|plan| plan.topic).collect();
        assert_eq!((topics.len(), plans.len()), (48, 639));
        assert!(
            !plans
                .iter()
                .any(|plan| plan.title.starts_with("Farm days for people"))
        );
    }
}
