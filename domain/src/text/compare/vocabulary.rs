//! One number for what is equal in both texts.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Shape, Style};

/// Gives equal words, looks and blocks of both texts the same number.
#[derive(Default)]
pub(super) struct Vocabulary {
    /// For each look.
    words: [Words; Style::LOOKS],
    links: Words,
    blocks: HashMap<Signature, u32, RandomState>,
    next: u32,
}

/// A number for each text.
type Words = HashMap<String, u32, RandomState>;

/// A block's shape, and of each of its texts the words with where they lead.
type Signature = (Shape, Vec<Vec<u32>>);

impl Vocabulary {
    pub(super) fn word(&mut self, word: &str, style: Style) -> u32 {
        number(&mut self.words[style.look()], &mut self.next, word)
    }

    /// Never the number of a word.
    pub(super) fn link(&mut self, address: &str) -> u32 {
        number(&mut self.links, &mut self.next, address)
    }

    pub(super) fn block(&mut self, signature: Signature) -> u32 {
        let next = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        *self.blocks.entry(signature).or_insert(next)
    }
}

fn number(words: &mut Words, next: &mut u32, word: &str) -> u32 {
    if let Some(number) = words.get(word) {
        return *number;
    }
    *next += 1;
    words.insert(word.to_owned(), *next);
    *next
}
