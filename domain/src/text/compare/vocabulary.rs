//! One number for what is equal in both texts.

use std::collections::HashMap;

use super::{Shape, Style};

/// Gives equal words, looks and blocks of both texts the same number.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: HashMap<Style, HashMap<String, u32>>,
    blocks: HashMap<Signature, u32>,
    next: u32,
}

/// A block's shape, and of each of its texts the words with where they lead.
type Signature = (Shape, Vec<Vec<(u32, Option<String>)>>);

impl Vocabulary {
    pub(super) fn word(&mut self, word: &str, style: Style) -> u32 {
        let words = self.words.entry(style).or_default();
        if let Some(number) = words.get(word) {
            return *number;
        }
        self.next += 1;
        words.insert(word.to_owned(), self.next);
        self.next
    }

    pub(super) fn block(&mut self, signature: Signature) -> u32 {
        let next = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        *self.blocks.entry(signature).or_insert(next)
    }
}
