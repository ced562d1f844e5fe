//! What words alone find: BM25 (Robertson and others, 1994) over stems, the usual peer of everything
//! that claims to know more.

use frostem::{Algorithm, Stemmer};
use std::collections::HashMap;

/// The usual: how soon saying a word again adds nothing, and how much a long text is held against it.
const K: f64 = 1.2;
const B: f64 = 0.75;

/// Texts as bags of words.
pub(crate) struct Bm25 {
    texts: Vec<HashMap<String, f64>>,
    having: HashMap<String, f64>,
    mean: f64,
}

impl Bm25 {
    pub(crate) fn of(texts: &[String]) -> Self {
        let stemmer = Stemmer::new(Algorithm::English);
        let bag = |text: &String| {
            let mut bag = HashMap::new();
            let words = text.split(|letter: char| !letter.is_alphanumeric());
            for word in words.filter(|word| !word.is_empty()) {
                let stem = stemmer.stem(&word.to_lowercase()).into_owned();
                *bag.entry(stem).or_insert(0.0) += 1.0;
            }
            bag
        };
        let texts: Vec<HashMap<String, f64>> = texts.iter().map(bag).collect();
        let mut having = HashMap::new();
        for word in texts.iter().flat_map(HashMap::keys) {
            *having.entry(word.clone()).or_insert(0.0) += 1.0;
        }
        let all: f64 = texts.iter().map(|text| text.values().sum::<f64>()).sum();
        Self {
            mean: all / texts.len() as f64,
            texts,
            having,
        }
    }

    /// All others, those first whose words fit best.
    pub(crate) fn closest(&self, asked: usize) -> Vec<usize> {
        let others = (0..self.texts.len()).filter(|other| *other != asked);
        let mut others: Vec<(usize, f64)> = others
            .map(|other| (other, self.score(asked, other)))
            .collect();
        others.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        others.into_iter().map(|(other, _)| other).collect()
    }

    fn score(&self, asked: usize, other: usize) -> f64 {
        let other = &self.texts[other];
        let length = other.values().sum::<f64>() / self.mean;
        let word = |word: &String| {
            let times = other.get(word)?;
            let (having, all) = (self.having.get(word)?, self.texts.len() as f64);
            let rare = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
            Some(rare * times * (K + 1.0) / (times + K * (1.0 - B + B * length)))
        };
        // Words are added in one order, so that a text has one score.
        let mut words: Vec<&String> = self.texts[asked].keys().collect();
        words.sort_unstable();
        words.into_iter().filter_map(word).sum()
    }
}
