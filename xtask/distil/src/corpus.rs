//! Texts about trades, from two public classifications.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path};

/// So many texts of an entry are taken: its title and the beginning of its description.
const OF_EACH: usize = 5;
/// Shorter sentences say nothing by themselves.
const FEWEST_WORDS: usize = 5;

/// An industry.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Industry {
    title: String,
    description: String,
}

/// An occupation or a skill: all its names in small letters, then sentences.
#[derive(Deserialize)]
struct Skill {
    description: String,
}

/// Titles and sentences of all entries.
pub(crate) fn read(industries: &Path, skills: &[std::path::PathBuf]) -> Result<Vec<String>> {
    let json = fs::read(industries).with_context(|| format!("no {}", industries.display()))?;
    let industries: BTreeMap<String, Industry> = serde_json::from_slice(&json)?;
    let mut texts = Vec::new();
    for industry in industries.values() {
        texts.extend(of_industry(industry).into_iter().take(OF_EACH));
    }
    for file in skills {
        let mut rows =
            csv::Reader::from_path(file).with_context(|| format!("no {}", file.display()))?;
        for row in rows.deserialize() {
            let row: Skill = row?;
            texts.extend(of_skill(&row.description).into_iter().take(OF_EACH));
        }
    }
    Ok(texts)
}

/// What it is called, and what it does; not what belongs elsewhere.
fn of_industry(industry: &Industry) -> Vec<String> {
    let title = industry.title.trim();
    // In the file a T stands behind the titles that are marked as the same in three countries.
    let title = title.strip_suffix('T').unwrap_or(title);
    let described = industry
        .description
        .split("Cross-References")
        .next()
        .unwrap_or_default();
    let sentences = described.lines().flat_map(sentences);
    let sentences = sentences.filter(|sentence| {
        sentence.split_whitespace().count() >= FEWEST_WORDS && !sentence.starts_with("Excluded")
    });
    std::iter::once(title.to_owned()).chain(sentences).collect()
}

/// Its names, and its description sentence by sentence.
fn of_skill(described: &str) -> Vec<String> {
    let begins = described
        .match_indices(' ')
        .map(|(at, _)| at + 1)
        .find(|at| {
            let mut letters = described[*at..].chars();
            // The names are in small letters, or whole words in capitals.
            letters.next().is_some_and(char::is_uppercase)
                && letters.next().is_some_and(char::is_lowercase)
        });
    let (names, rest) = described.split_at(begins.unwrap_or(described.len()));
    let names = std::iter::once(names.trim().to_owned());
    names
        .chain(sentences(rest))
        .filter(|text| !text.is_empty())
        .collect()
}

/// Ends after a stop before a capital.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut begin = 0;
    for (at, _) in text.match_indices(". ") {
        let rest = text[at + 1..].trim_start();
        if rest.starts_with(char::is_uppercase) {
            sentences.push(text[begin..=at].trim().to_owned());
            begin = at + 1;
        }
    }
    sentences.push(text[begin..].trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_industry_is_its_title_and_what_it_does() {
        let industry = Industry {
            title: "Coin LaundriesT".into(),
            description: "This industry comprises laundries. Some have dryers and some do not.\r\n\r\nShort one.\
                \r\nCross-References.\r\nElsewhere are the dry cleaners of carpets."
                .into(),
        };
        assert_eq!(
            of_industry(&industry),
            ["Coin Laundries", "Some have dryers and some do not."]
        );
    }

    #[test]
    fn a_skill_is_its_names_and_its_sentences() {
        let told = "wire drawer wiredrawing setter IT Wire drawers set up machines, e.g. for wire. They draw.";
        assert_eq!(
            of_skill(told),
            [
                "wire drawer wiredrawing setter IT",
                "Wire drawers set up machines, e.g. for wire.",
                "They draw."
            ]
        );
        assert_eq!(of_skill("only names"), ["only names"]);
    }
}
