//! The words of the table, each as the model knows it and as much as it tells.

use crate::algebra::Matrix;
use anyhow::{Context, Result};
use meaning::{Counts, Vocabulary};
use model::Model;
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Words that hold a sentence together and say nothing of a business.
const SAYS_NOTHING: &str = "the of and in to was he is as for on with that it his by at from her she you had an were but be \
    this are not my they one which or have him me all also their has up who out been when after there into two its would no \
    what about we over then other so more can if them only some could where just before do through than most may between three \
    while will under such being your both these off until how get because us any same each four here very too those own our few \
    five got should why six does per further whom nor";

/// The model's own words and pieces of words, and then the whole words of the lists that it knows
/// only in pieces. Of two that differ in a last `s` the shorter one is enough.
pub(crate) fn names(model: &Model, lists: &[PathBuf]) -> Result<Vec<String>> {
    let mut names = model.vocabulary();
    let pieces: BTreeSet<String> = names.iter().cloned().collect();
    let mut whole = BTreeSet::new();
    for list in lists {
        let list = fs::read_to_string(list).with_context(|| format!("no {}", list.display()))?;
        let words = list.lines().map(str::trim);
        let words = words.filter(|word| {
            word.chars()
                .all(|letter| letter.is_alphabetic() && letter.is_lowercase())
        });
        whole.extend(
            words
                .map(Vocabulary::small)
                .filter(|word| !pieces.contains(word)),
        );
    }
    let is_known = |word: &str| pieces.contains(word) || whole.contains(word);
    let needed = |word: &&String| !word.strip_suffix('s').is_some_and(is_known);
    names.extend(whole.iter().filter(needed).cloned());
    Ok(names)
}

/// Each word run through the model by itself. Half of its vector is the state of its own pieces, half
/// the mean with what the model puts around a text; both less what all words have in common.
pub(crate) fn vectors(model: &Model, names: &[String]) -> Result<Matrix> {
    let known = model.vocabulary().len();
    let whole: Vec<&str> = names[known..].iter().map(String::as_str).collect();
    let mut rows = Vec::with_capacity(names.len());
    let around = model.pieces(&[""])?.concat();
    let [begin, end] = around[..] else {
        anyhow::bail!(
            "the model puts {} pieces around a text, and not two",
            around.len()
        );
    };
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    rows.extend((0..known).map(|piece| vec![begin, number(piece), end]));
    rows.extend(model.pieces(&whole)?);
    let (with, without): (Vec<_>, Vec<_>) = model.two_means(&rows)?.into_iter().unzip();
    let with = Matrix::of_rows(&with).less_mean().normalised();
    let mut both = Matrix::of_rows(&without).less_mean().normalised();
    for (row, other) in both.rows_mut().zip(with.rows()) {
        crate::algebra::add(row, 1.0, other);
    }
    Ok(both.normalised())
}

/// What each word counts: the logarithm of how rare it is among plans. Nothing for what is no word, and
/// for what says nothing.
pub(crate) fn weights(names: &[String], said: &[Counts]) -> Vec<f32> {
    let mut having = vec![0.0_f32; names.len()];
    for counts in said {
        for (unit, _) in counts.iter() {
            having[usize::try_from(unit).unwrap_or(0)] += 1.0;
        }
    }
    let nothing: BTreeSet<&str> = SAYS_NOTHING.split_whitespace().collect();
    #[expect(clippy::cast_precision_loss, reason = "hundreds")]
    let all = said.len() as f32 + 1.0;
    let weight = |(name, having): (&String, f32)| {
        let is_word = is_word(name) && !nothing.contains(name.as_str());
        if is_word {
            (all / (having + 1.0)).ln()
        } else {
            0.0
        }
    };
    names.iter().zip(having).map(weight).collect()
}

/// More than one letter, and no digit; the model's own marks are none.
fn is_word(name: &str) -> bool {
    let text = name.strip_prefix("##").unwrap_or(name);
    text.chars().count() > 1 && text.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_count_most() {
        let names = ["the", "coin", "laundry", "##es", "7", "[CLS]", "a"].map(str::to_owned);
        let vocabulary = Vocabulary::new(names.iter().map(String::as_str));
        let said =
            ["the coin", "a coin laundry 7", "coin", "the"].map(|text| vocabulary.counts(text, []));
        let weights = weights(&names, &said);
        let expected = [
            0.0,
            (5.0_f32 / 4.0).ln(),
            (5.0_f32 / 2.0).ln(),
            5.0_f32.ln(),
            0.0,
            0.0,
            0.0,
        ];
        assert!(
            weights
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() < 1e-6),
            "{weights:?}"
        );
    }
}
